// Counts the words of the headline and the body as they are typed. The texts come
// translated from the script element.

const LABELS = document.querySelector("script[data-word-count]").dataset;
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’.,-]*[\p{L}\p{N}\p{M}])?/gu;
const PAUSE = 400; // milliseconds
const BLOCK_ENDS = /<\/(?:p|li|h\d|td|th|tr|blockquote|caption)>|<br[^>]*>/gi;

function textOf(field) {
  if (!field.value.includes("<")) return field.value;
  const spaced = field.value.replace(BLOCK_ENDS, " ");
  return new DOMParser().parseFromString(spaced, "text/html").body.textContent;
}

function fill(label, values) {
  return label.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

for (const id of ["id_headline", "id_body"]) {
  const field = document.getElementById(id);
  const row = field?.closest(".form-row, .flex-container");
  if (!row) continue;
  const count = document.createElement("p");
  count.className = "word-count";
  row.append(count);
  let shown = null;
  const update = () => {
    if (field.value === shown) return;
    shown = field.value;
    const text = textOf(field);
    const words = text.match(WORD)?.length ?? 0;
    const limit = field.maxLength > 0 ? field.maxLength : 0;
    count.textContent = fill(limit ? LABELS.limited : LABELS.words, {
      words: words.toLocaleString(),
      characters: text.length,
      limit,
    });
  };
  update();
  // The editor of the body writes into its field without an event.
  setInterval(update, PAUSE);
}
