// Light, dark or the system's: the choice is kept on this device. A plain script, because it has to run before the
// page is painted; otherwise a dark page would flash white.
{
  const KEY = "theme";
  const THEMES = ["light", "dark"];

  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: the system decides
    }
  };

  const keep = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice holds for this page
    }
  };

  const show = (theme) => {
    if (THEMES.includes(theme)) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };

  show(kept());
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.querySelector("[data-theme-choice]");
    if (!choice) return;
    const chosen = THEMES.includes(kept()) ? kept() : "system";
    for (const radio of choice.querySelectorAll("input")) radio.checked = radio.value === chosen;
    choice.addEventListener("change", (event) => {
      keep(event.target.value);
      show(event.target.value);
    });
    choice.hidden = false;
  });
}
