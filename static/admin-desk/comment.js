// Shows a button where words of a release are selected, in its text or in the editor of its
// body: pressed, it copies them into a comment, as Ctrl or ⌘ with Alt and M does. Without
// the script people copy them by hand. The label of the button comes translated from the page.

const rows = document.querySelector("[data-comment-rows]");
const blank = document.querySelector("template[data-comment-blank]");
const total = document.querySelector("[name$='-TOTAL_FORMS']");

const fieldsOf = (row) => [...row.querySelectorAll("textarea")];
const isEmpty = (row) => fieldsOf(row).every((field) => !field.value.trim());

function addRow() {
  const number = Number(total.value);
  const template = document.createElement("template");
  template.innerHTML = blank.innerHTML.replaceAll("__prefix__", number);
  total.value = number + 1;
  rows.append(template.content);
  return rows.lastElementChild;
}

function emptyRow() {
  const all = [...rows.querySelectorAll("[data-comment-row]")];
  return all.find(isEmpty) ?? (blank ? addRow() : all.at(-1));
}

const AROUND = 80; // characters by which a passage is told from others like it

// The words before and after the selection, in its part of the text.
function wordsAround(part, range) {
  const words = (setEnds) => {
    const around = document.createRange();
    around.selectNodeContents(part);
    setEnds(around);
    return around.toString();
  };
  return {
    before: words((around) => around.setEnd(range.startContainer, range.startOffset)).slice(-AROUND),
    after: words((around) => around.setStart(range.endContainer, range.endOffset)).slice(0, AROUND),
  };
}

// The words that are selected in a part of the text, and where the button stands for them.
function selectedWords() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const element = around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement;
  const part = element?.closest("[data-passages] .desk-body, .ProseMirror[contenteditable]");
  const passage = part ? selection.toString().trim() : "";
  if (!passage) return null;
  const host = part.closest("[data-passages]") ?? part.parentElement;
  return { host, passage, range, ...wordsAround(part, range) };
}

function startComment(selected) {
  const row = emptyRow();
  const [passageField, commentField] = fieldsOf(row);
  passageField.value = selected.passage;
  for (const end of ["before", "after"]) {
    row.querySelector(`[name$="${end}"]`).value = selected[end];
  }
  row.closest("details")?.setAttribute("open", "");
  // Where there is a margin, the form moves beside the words.
  document.dispatchEvent(new CustomEvent("comment-started", { detail: selected.range }));
  commentField.focus();
}

function offerComments(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button workspace-comment-button";
  button.textContent = label;
  let selected = null;
  const followSelection = () => {
    const selection = selectedWords();
    // Pressing the button may take the selection away.
    if (selection || document.activeElement !== button) selected = selection;
    if (!selected) button.remove();
    else if (button.parentElement !== selected.host) selected.host.append(button);
  };
  document.addEventListener("selectionchange", followSelection);
  followSelection(); // words may be selected before the script is there
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    startComment(selected);
    button.remove();
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const isKey = event.altKey && (event.ctrlKey || event.metaKey) && event.code === "KeyM";
      const words = isKey && selectedWords();
      if (!words) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      startComment(words);
    },
    { capture: true },
  );
}

// A mark may be in a part of the page that is folded away.
document.addEventListener("click", ({ target }) => {
  const link = target.closest('a[href^="#mark-"]');
  if (!link) return;
  const mark = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  mark?.closest("details")?.setAttribute("open", "");
});

const text = document.querySelector("[data-passages]");
if (rows && text) offerComments(text.dataset.commentLabel);
