// Select2 leaves the box it draws, and the field one types in, without the name of the field they stand for.
const PARTS = ".select2-selection, .select2-selection__rendered[role=textbox], .select2-search__field";

function nameOf(select) {
  return select.getAttribute("aria-label") || (select.labels[0] ? select.labels[0].textContent.trim() : "");
}

function nameBoxes() {
  for (const box of document.querySelectorAll("select + .select2-container:not([data-named])")) {
    const name = nameOf(box.previousElementSibling);
    box.dataset.named = "";
    for (const part of box.querySelectorAll(PARTS)) {
      part.setAttribute("aria-label", name);
    }
    const shown = box.querySelector(".select2-selection--single");
    if (shown) {
      shown.setAttribute("aria-describedby", shown.getAttribute("aria-labelledby"));
      shown.removeAttribute("aria-labelledby");
    }
  }
}

new MutationObserver(nameBoxes).observe(document.documentElement, { childList: true, subtree: true });
nameBoxes();

// A row that has just been added stands open, with its first field ready to write in.
document.addEventListener("formset:added", (event) => {
  const row = event.target;
  setTimeout(() => {
    const title = row.querySelector("h3.cursor-pointer");
    const field = row.querySelector("input:not([type=hidden]), select, textarea");
    if (title && field && field.offsetParent === null) {
      title.click();
    }
    setTimeout(() => field && field.focus(), 50);
  }, 0);
});
