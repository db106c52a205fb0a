// Adds buttons that copy an address or a citation, and one that shares the page by the
// browser's own means. Nothing is sent anywhere; the labels come translated from the page.

const section = document.querySelector("[data-share]");
const { share: url, title, shareLabel, copyLabel, copiedLabel } = section.dataset;

function addButton(label, after) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet-button";
  button.textContent = label;
  after.after(" ", button);
  return button;
}

// Without a clipboard, as on a page that is not encrypted, the text is selected.
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return false;
  }
}

for (const source of section.querySelectorAll("[data-copy]")) {
  const button = addButton(copyLabel, source);
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    if (!(await copy(source))) return;
    button.textContent = copiedLabel;
    setTimeout(() => (button.textContent = copyLabel), 4000);
  });
}

if (navigator.share) {
  const ways = section.querySelector(".ways-to-share");
  const button = addButton(shareLabel, ways.lastElementChild);
  button.addEventListener("click", () => {
    // Rejected if the reader changes their mind.
    navigator.share({ title, url }).catch(() => {});
  });
}
