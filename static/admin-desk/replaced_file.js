// Before a file is saved over a stored one, its row compares the two: name, size and SHA-256.
// The labels come translated from the page; after saving the server compares them again.

const labels = document.querySelector("template[data-replaced-file]")?.dataset;
const fill = (label, values) => label.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const STEPS = ["B", "kB", "MB", "GB"];

function sizeOf(bytes) {
  let [size, step] = [bytes, 0];
  while (size >= 1024 && step < STEPS.length - 1) [size, step] = [size / 1024, step + 1];
  return `${size.toLocaleString(undefined, { maximumFractionDigits: 1 })} ${STEPS[step]}`;
}

// Browsers digest on secure pages alone.
async function digestOf(file) {
  if (!globalThis.crypto?.subtle) return "";
  const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compare(input, stored) {
  const status = input.parentElement.querySelector("[data-comparison]") ?? addStatus(input);
  const [file] = input.files;
  status.textContent = "";
  if (!file) return;
  const digest = await digestOf(file);
  if (input.files[0] !== file) return; // another was chosen meanwhile
  const was = stored.dataset;
  if (digest === was.sha256) {
    status.textContent = labels.same;
    return;
  }
  status.textContent = fill(labels.different, {
    name: was.name,
    size: sizeOf(Number(was.size)),
    digest: was.sha256.slice(0, 12),
    newName: file.name,
    newSize: sizeOf(file.size),
    newDigest: digest.slice(0, 12) || "–",
  });
}

function addStatus(input) {
  const status = document.createElement("p");
  status.className = "help";
  status.dataset.comparison = "";
  status.setAttribute("role", "status");
  input.after(status);
  return status;
}

document.addEventListener("change", ({ target }) => {
  if (!labels || !target.matches("input[type=file]")) return;
  const stored = target.closest("tr")?.querySelector("[data-stored-file]");
  if (stored) compare(target, stored);
});
