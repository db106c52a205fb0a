// Gives the fields that Select2 draws the names of the labels that they stand for, and what
// is chosen. It leaves a search field, and a choice that is still empty, without a name.

const DRAWN = ".select2-container";
const NAMELESS = "[role=combobox], [role=textbox], [role=searchbox]";

function nameFields(drawn) {
  const select = drawn.previousElementSibling;
  const label = select?.labels?.[0];
  if (!label) return;
  label.id ||= `${select.id}_label`;
  const chosen = drawn.querySelector("[role=textbox]");
  const names = [label.id, chosen?.id].filter(Boolean).join(" ");
  for (const field of drawn.querySelectorAll(NAMELESS)) {
    field.setAttribute("aria-labelledby", names);
  }
}

// They are drawn when Django's script is ready, and again in each row that is added.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.matches?.(DRAWN)) nameFields(node);
  }
}).observe(document.body, { childList: true, subtree: true });
document.querySelectorAll(DRAWN).forEach(nameFields);
