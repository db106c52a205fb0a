// Select words in the text, press one button, and a comment is pinned to them. Without
// it the words are copied into the field by hand.

const rows = document.querySelector("[data-comment-rows]");
const blank = document.querySelector("template[data-comment-blank]");
const total = document.querySelector("[name$='-TOTAL_FORMS']");

const fieldsOf = (row) => [...row.querySelectorAll("textarea")];
const isEmpty = (row) => fieldsOf(row).every((field) => !field.value.trim());

function another() {
  const number = Number(total.value);
  const made = document.createElement("template");
  made.innerHTML = blank.innerHTML.replaceAll("__prefix__", number);
  total.value = number + 1;
  rows.append(made.content);
  return rows.lastElementChild;
}

function free() {
  const all = [...rows.querySelectorAll("[data-comment-row]")];
  return all.find(isEmpty) ?? (blank ? another() : all.at(-1));
}

function selected(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return "";
  const around = selection.getRangeAt(0).commonAncestorContainer;
  const element = around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement;
  const part = element?.closest(".desk-body");
  return part && text.contains(part) ? selection.toString().trim() : "";
}

function listen(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button ws-pin";
  button.textContent = "Comment on the selected words";
  button.hidden = true;
  text.append(button);
  let words = "";
  document.addEventListener("selectionchange", () => {
    const now = selected(text);
    // Pressing the button may take the selection away.
    if (now || document.activeElement !== button) words = now;
    button.hidden = !words;
  });
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const [passage, comment] = fieldsOf(free());
    passage.value = words;
    comment.focus();
    button.hidden = true;
  });
}

// A mark may stand in a part of the page that is folded away.
document.addEventListener("click", ({ target }) => {
  const link = target.closest('a[href^="#mark-"]');
  if (!link) return;
  const mark = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  mark?.closest("details")?.setAttribute("open", "");
});

if (rows) document.querySelectorAll("[data-passages]").forEach(listen);
