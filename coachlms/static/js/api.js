// The reference of the API: Swagger UI from our own files, without its top bar and without any other host.
const place = document.getElementById("reference");

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}

// A signed-in browser may try operations with its session; what writes needs the token of its forms.
function prepare(request) {
  if (!["GET", "HEAD"].includes(request.method) && !request.headers.Authorization) {
    request.headers["X-CSRFToken"] = token();
  }
  return request;
}

// Swagger UI knows dark pages by a class; the house by the system, or by the choice on the account page.
const dark = matchMedia("(prefers-color-scheme: dark)");
function shade() {
  const { theme } = document.documentElement.dataset;
  document.documentElement.classList.toggle("dark-mode", theme ? theme === "dark" : dark.matches);
}
dark.addEventListener("change", shade);
shade();

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 3,
  defaultModelRendering: "model",
  filter: false,
  validatorUrl: null,
  withCredentials: false,
  requestInterceptor: prepare,
  presets: [window.SwaggerUIBundle.presets.apis],
});
