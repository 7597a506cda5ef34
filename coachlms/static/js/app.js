// Small behaviours every page may use: printing, and the choice of light, dark or the system's.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
