// Small behaviours any page may use.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// On a narrow screen the menu scrolls sideways: bring the page one is at into view.
const here = document.querySelector('.site-nav [aria-current="page"]');
if (here) {
  const nav = here.closest(".site-nav");
  const hidden = here.getBoundingClientRect().right - nav.getBoundingClientRect().right;
  if (hidden > 0) nav.scrollLeft += hidden;
}

// A review that was handed in leads to another page: only then is its draft on this device not needed any more.
if (!document.querySelector("form[data-review]")) {
  try {
    const done = localStorage.getItem("draft-handed-in");
    if (done) {
      localStorage.removeItem(done);
      localStorage.removeItem("draft-handed-in");
    }
  } catch {
    // storage is switched off: nothing was kept
  }
}

// Drafts that were kept on this device hold words of somebody's session: they go when one signs out.
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", () => {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
    } catch {
      // storage is switched off: nothing was kept
    }
  });
}
