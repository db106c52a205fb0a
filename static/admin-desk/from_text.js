// New release from text: the focused field highlights the lines that it came from, and a
// file dropped on the first form is chosen. Both pages work without it.

const original = document.querySelector(".from-text-original");
const HIGHLIGHTED = "from-text-highlighted";
const MARGIN = 40;

function highlight(lines, { scroll }) {
  const [first, last] = lines.split("-").map(Number);
  for (const line of original.querySelectorAll(`.${HIGHLIGHTED}`)) {
    line.classList.remove(HIGHLIGHTED);
  }
  for (let number = first; number <= last; number += 1) {
    document.getElementById(`line-${number}`)?.classList.add(HIGHLIGHTED);
  }
  if (scroll) scrollTo(document.getElementById(`line-${first}`));
}

// Scrolls the original's own pane only: the page stays where the person is typing.
function scrollTo(line) {
  if (!line || original.scrollHeight <= original.clientHeight) return;
  const offset = line.getBoundingClientRect().top - original.getBoundingClientRect().top;
  if (offset >= MARGIN && offset <= original.clientHeight - MARGIN) return;
  original.scrollTop += offset - original.clientHeight / 3;
}

function linesOf(target) {
  const own = target.closest("[data-lines]");
  return (own ?? target.closest(".field")?.querySelector("[data-lines]"))?.dataset.lines;
}

if (original) {
  document.addEventListener("focusin", ({ target }) => {
    const lines = linesOf(target);
    if (lines) highlight(lines, { scroll: !target.matches("a") });
  });
}

const form = document.querySelector("form[data-drop]");

if (form) {
  const input = form.querySelector("input[type=file]");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  form.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.add("from-text-dropping");
  });
  form.addEventListener("dragleave", () => form.classList.remove("from-text-dropping"));
  form.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.remove("from-text-dropping");
    input.files = event.dataTransfer.files;
    input.focus();
  });
}
