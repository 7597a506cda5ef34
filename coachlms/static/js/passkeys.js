// Passkeys: form[data-passkey=create|get|login] gets what the device says into its field `credential`.
// The server's question lies in #passkey-options, except at sign-in, where it is asked for when needed.

const fromText = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const toText = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const known = (descriptors) => (descriptors ?? []).map((one) => ({ ...one, id: fromText(one.id) }));

async function create({ publicKey }, form) {
  const alone = form.elements.passwordless?.checked ?? false;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: fromText(publicKey.challenge),
      user: { ...publicKey.user, id: fromText(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        ...(alone ? { userVerification: "required" } : {}),
      },
    },
  });
  return asPlain(credential, {
    attestationObject: toText(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function get({ publicKey }) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: fromText(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = credential.response;
  return asPlain(credential, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function asPlain(credential, response) {
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
  };
}

async function question(form) {
  if (form.dataset.passkey !== "login") {
    const data = JSON.parse(document.getElementById("passkey-options").textContent);
    return data.creation_options ?? data.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no question from the server");
  return (await answer.json()).request_options;
}

async function start(form) {
  const button = form.querySelector("[data-passkey-start]");
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  button.setAttribute("aria-busy", "true");
  try {
    const asked = await question(form);
    const said = form.dataset.passkey === "create" ? await create(asked, form) : await get(asked);
    form.elements.credential.value = JSON.stringify(said);
    form.submit();
  } catch {
    failed.hidden = false; // cancelled, timed out, or a device that does not fit: all the same to her
  } finally {
    button.removeAttribute("aria-busy");
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.querySelector("[data-passkey-start]").disabled = false;
    form.querySelector("[data-passkey-missing]")?.remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      start(form);
    });
  }
}
