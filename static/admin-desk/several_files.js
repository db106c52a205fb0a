// Files are dropped on the rows of files as well as chosen; what will be sent is listed.

for (const zone of document.querySelectorAll("[data-several-files]")) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-chosen]");
  const group = document.getElementById(zone.dataset.severalFiles);

  const showChosen = () => {
    const items = [...input.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = file.name;
      return item;
    });
    list.replaceChildren(...items);
  };

  const takesFiles = (event) => event.dataTransfer?.types.includes("Files");
  for (const place of [zone, group]) {
    place.addEventListener("dragover", (event) => {
      if (!takesFiles(event)) return;
      event.preventDefault();
      zone.classList.add("several-files-over");
    });
    place.addEventListener("dragleave", () => zone.classList.remove("several-files-over"));
    place.addEventListener("drop", (event) => {
      zone.classList.remove("several-files-over");
      // A file that is dropped on the field of a row replaces that row's.
      if (!takesFiles(event) || event.target.closest("input[type=file]")) return;
      event.preventDefault();
      const files = new DataTransfer();
      for (const file of [...input.files, ...event.dataTransfer.files]) files.items.add(file);
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  input.addEventListener("change", showChosen);
}
