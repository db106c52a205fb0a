// Adds a button to the text of a release, and to its editor: select words, press it, and
// they are copied into a comment, which stands beside them where the form is in the margin.
// Without the script people copy them by hand. The label of the button comes translated
// from the page.
import { moveBeside } from "./margin.js";

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

export const AROUND = 80; // characters by which a passage is told from others like it

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

function selectionIn(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const element = around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement;
  const part = element?.closest(".desk-body, .ProseMirror");
  const passage = part && text.contains(part) ? selection.toString().trim() : "";
  return passage ? { passage, range, ...wordsAround(part, range) } : null;
}

function startComment(selected) {
  const row = emptyRow();
  const [passageField, commentField] = fieldsOf(row);
  passageField.value = selected.passage;
  for (const end of ["before", "after"]) {
    row.querySelector(`[name$="${end}"]`).value = selected[end];
  }
  row.closest("details")?.setAttribute("open", "");
  moveBeside(rows, selected.range);
  commentField.focus();
}

// Adds the button to `host`, for words that are selected in `text`; returns what starts a
// comment on them, if there are any.
export function addCommentButton(text, host = text, label = text.dataset.commentLabel) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button workspace-comment-button";
  button.textContent = label;
  button.hidden = true;
  host.append(button);
  let selected = null;
  document.addEventListener("selectionchange", () => {
    const selection = selectionIn(text);
    // Pressing the button may take the selection away.
    if (selection || document.activeElement !== button) selected = selection;
    button.hidden = !selected;
  });
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    startComment(selected);
    button.hidden = true;
  });
  return () => {
    if (selected) startComment(selected);
    return Boolean(selected);
  };
}

// A mark may be in a part of the page that is folded away.
document.addEventListener("click", ({ target }) => {
  const link = target.closest('a[href^="#mark-"]');
  if (!link) return;
  const mark = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  mark?.closest("details")?.setAttribute("open", "");
});

if (rows) {
  for (const text of document.querySelectorAll("[data-passages]")) addCommentButton(text);
}
