// New release from text: a field that has the focus shows the lines that it came from,
// and a file dropped anywhere on the first form is taken. Without it both pages work.

const original = document.querySelector(".from-text-original");

function light(span, { scroll }) {
  const [first, last] = span.split("-").map(Number);
  for (const line of original.querySelectorAll(".from-text-lit")) line.classList.remove("from-text-lit");
  for (let number = first; number <= last; number += 1) {
    document.getElementById(`line-${number}`)?.classList.add("from-text-lit");
  }
  if (scroll) bring(document.getElementById(`line-${first}`));
}

// Only within the original's own pane: the page stays where the person is typing.
function bring(line) {
  if (!line || original.scrollHeight <= original.clientHeight) return;
  const room = line.getBoundingClientRect().top - original.getBoundingClientRect().top;
  const third = original.clientHeight / 3;
  if (room < 40 || room > original.clientHeight - 40) original.scrollTop += room - third;
}

function linesOf(target) {
  const own = target.closest("[data-lines]");
  return (own ?? target.closest(".field")?.querySelector("[data-lines]"))?.dataset.lines;
}

if (original) {
  document.addEventListener("focusin", ({ target }) => {
    const lines = linesOf(target);
    if (lines) light(lines, { scroll: !target.matches("a") });
  });
}

const drop = document.querySelector("form[data-drop]");

if (drop) {
  const file = drop.querySelector("input[type=file]");
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  drop.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    drop.classList.add("from-text-dropping");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("from-text-dropping"));
  drop.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    drop.classList.remove("from-text-dropping");
    file.files = event.dataTransfer.files;
    file.focus();
  });
}
