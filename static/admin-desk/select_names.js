// Gives the fields that Select2 draws the names of the labels that they stand for.
// It leaves a search field, and a choice that is still empty, without a name.
function nameFields(root) {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.labels[0]?.textContent.trim().replace(/:$/u, "");
    const drawn = select.nextElementSibling;
    if (!name || !drawn) continue;
    for (const field of drawn.querySelectorAll("[role=textbox], [role=searchbox]")) {
      field.setAttribute("aria-label", name);
    }
  }
}

// Once Django's script has drawn them.
window.addEventListener("load", () => nameFields(document));
document.addEventListener("formset:added", (event) => nameFields(event.target));
