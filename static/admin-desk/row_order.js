// Rows with a position are put in order by dragging, or by buttons. Without this script the
// positions are typed.

const labels = document.querySelector("[data-row-order]")?.dataset;
const ORDER = "input[name$='-order']";

function rowsOf(body) {
  return [...body.querySelectorAll("tr.form-row:not(.empty-form)")].filter((row) =>
    row.querySelector(ORDER),
  );
}

// An empty row at the end has no position before it is filled in.
function renumber(body) {
  let position = 1;
  for (const row of rowsOf(body)) {
    const input = row.querySelector(ORDER);
    if (!row.classList.contains("has_original") && input.value === "") continue;
    input.value = position++;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// Errors of a row stand in a row of their own above it.
function partsOf(row) {
  const errors = row.previousElementSibling;
  return errors?.classList.contains("row-form-errors") ? [errors, row] : [row];
}

function place(row, target, { after }) {
  const [first] = partsOf(target);
  const input = row.querySelector(ORDER);
  if (input.value === "") input.value = 0;
  const anchor = after ? target.nextSibling : first;
  for (const part of partsOf(row)) target.parentElement.insertBefore(part, anchor);
  renumber(target.parentElement);
}

function move(row, step) {
  const rows = rowsOf(row.parentElement);
  const target = rows[rows.indexOf(row) + step];
  if (target) place(row, target, { after: step > 0 });
}

function button(row, label, sign, step) {
  const control = document.createElement("button");
  control.type = "button";
  control.className = "row-order-button";
  control.setAttribute("aria-label", label);
  control.title = label;
  control.textContent = sign;
  control.addEventListener("click", () => {
    move(row, step);
    control.focus();
  });
  return control;
}

function makeMovable(row) {
  const input = row.querySelector(ORDER);
  if (!input || row.classList.contains("empty-form") || row.dataset.movable) return;
  row.dataset.movable = "";
  const handle = document.createElement("span");
  handle.className = "row-order-handle";
  handle.title = labels.drag;
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  handle.draggable = true;
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(row, 0, 0);
    row.classList.add("row-order-moving");
  });
  handle.addEventListener("dragend", () => row.classList.remove("row-order-moving"));
  row.addEventListener("dragover", (event) => {
    const moving = row.parentElement.querySelector(":scope > .row-order-moving");
    if (!moving) return;
    event.preventDefault();
    if (moving === row) return;
    const { top, height } = row.getBoundingClientRect();
    place(moving, row, { after: event.clientY > top + height / 2 });
  });
  input.after(
    handle,
    button(row, labels.up, "↑", -1),
    button(row, labels.down, "↓", 1),
  );
}

if (labels) {
  for (const row of document.querySelectorAll(".tabular tr.form-row")) makeMovable(row);
  document.addEventListener("formset:added", (event) => makeMovable(event.target));
}
