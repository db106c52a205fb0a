// The keys of the desk: Ctrl or Cmd and S saves, with Enter it opens the next step, and ?
// shows the list of keys. Nothing is approved or published by a key: the next step asks.

const list = document.querySelector("[data-keys]");
const first = (...selectors) =>
  selectors.map((selector) => document.querySelector(selector)).find(Boolean);
const isTyping = (target) =>
  target.isContentEditable || target.matches("input, textarea, select");

function press(event, element) {
  if (!element) return;
  event.preventDefault();
  event.stopPropagation();
  element.click();
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || event.altKey || list?.open) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !event.shiftKey && event.key.toLowerCase() === "s") {
      press(event, first("input[name=_save]"));
    } else if (isCommand && event.key === "Enter") {
      press(event, first("[data-next-step]", "input[name=_submit]"));
    } else if (list && event.key === "?" && !isCommand && !isTyping(event.target)) {
      event.preventDefault();
      list.showModal();
    }
  },
  { capture: true },
);

for (const button of document.querySelectorAll("[data-shows-keys]")) {
  button.addEventListener("click", () => list.showModal());
}
