// Adds a button that copies, beside each field marked for it; without a clipboard the
// text is selected. The labels come translated from the page.

for (const field of document.querySelectorAll("[data-copy]")) {
  const { copyLabel, copiedLabel, selectedLabel } = field.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = copyLabel;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = copiedLabel;
    } catch {
      button.textContent = selectedLabel;
    }
  });
  field.addEventListener("focus", () => field.select());
  field.after(button);
}
