// Where there is room beside the text, each comment stands beside the words that it is on:
// it is moved down to their line, or below the comment before it. Elsewhere, and without
// this script, the comments are a list. A comment and its words show that they belong
// together while one of them has the focus or the pointer.

const margins = document.querySelectorAll("[data-margin]");
const top = (element) => element.getBoundingClientRect().top;
const besides = new WeakMap(); // what an element of a margin stands beside

function besideOf(item) {
  return besides.get(item) ?? document.getElementById(`mark-${item.id}`);
}

function alignNotes(margin) {
  const [text, notes] = margin.children;
  const items = [...notes.querySelectorAll("[data-comment-note], form[data-comment-rows]")];
  for (const item of items) item.style.marginBlockStart = "";
  if (top(notes) >= text.getBoundingClientRect().bottom) return; // below, not beside
  for (const item of items) {
    const beside = besideOf(item);
    if (!beside?.getClientRects) continue;
    const missing = top(beside) - top(item);
    if (missing > 0) item.style.marginBlockStart = `${missing}px`;
  }
}

// Puts the form for a comment among the comments, beside the selected words.
function moveFormBeside(range) {
  const form = document.querySelector("form[data-comment-rows]");
  const margin = form?.closest("[data-margin]");
  if (!margin) return;
  besides.set(form, range);
  const list = margin.querySelector(".workspace-comments ul");
  const isBelow = (note) => besideOf(note) && top(besideOf(note)) > top(range);
  const next = [...(list?.children ?? [])].find(isBelow);
  if (next) {
    const item = document.createElement("li");
    next.before(item);
    item.append(form);
  } else {
    margin.children[1].append(form);
  }
  alignNotes(margin);
}

document.addEventListener("comment-started", ({ detail }) => moveFormBeside(detail));

for (const margin of margins) {
  const observer = new ResizeObserver(() => alignNotes(margin));
  for (const column of margin.children) observer.observe(column);
}

function showTogether(event) {
  const note = event.target.closest?.("[data-comment-note]");
  const reference = event.target.closest?.(".comment-reference");
  const key = note?.id ?? reference?.hash.slice(1);
  for (const shown of document.querySelectorAll(".is-current")) {
    shown.classList.remove("is-current");
  }
  if (!key) return;
  document.getElementById(key)?.classList.add("is-current");
  document.getElementById(`mark-${key}`)?.classList.add("is-current");
}

document.addEventListener("focusin", showTogether);
document.addEventListener("pointerover", showTogether);

// A link to a comment takes the focus with it, for readers who hear the page.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('a[href^="#comment-"]');
  if (link) document.getElementById(link.hash.slice(1))?.focus();
});
