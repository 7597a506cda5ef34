// The place one has come to: what the address points at is current, and so are the words that belong to it.
function follow() {
  for (const old of document.querySelectorAll(".turn[aria-current], .evidence[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (target.matches(".turn")) target.setAttribute("aria-current", "true");
  for (const words of document.querySelectorAll("a.evidence")) {
    if (words.hash === location.hash) words.setAttribute("aria-current", "true");
  }
  target.scrollIntoView({ block: "nearest" });
}

window.addEventListener("hashchange", follow);
follow();
