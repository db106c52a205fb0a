// The open comments of a draft beside its editor. Their words are highlighted in it, and
// nothing of the text is changed for that. A comment leads to its words, and is marked while
// the cursor is in them.

const PAUSE = 400; // milliseconds
const notes = [...document.querySelectorAll("[data-comment-note][data-passage]")].filter(
  (note) => note.dataset.passage,
);
const compact = (text) => text.replace(/\s+/g, "");

// Every character that is no space, with where it stands.
function lettersOf(editor) {
  const letters = [];
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let offset = 0; offset < node.length; offset += 1) {
      if (/\S/.test(node.data[offset])) letters.push([node, offset]);
    }
  }
  return letters;
}

function alike(one, other, from) {
  let count = 0;
  while (count < other.length && from(one, count) === from(other, count)) count += 1;
  return count;
}

const fromStart = (text, place) => text[place];
const fromEnd = (text, place) => text[text.length - 1 - place];

// The range of a comment's words, and its place among the letters: of several like them,
// the one in the likeliest place.
function rangeOf({ dataset }, text, letters) {
  const passage = compact(dataset.passage);
  let [best, likeness] = [-1, -1];
  for (let at = text.indexOf(passage); at >= 0; at = text.indexOf(passage, at + 1)) {
    const found =
      alike(text.slice(0, at), compact(dataset.before), fromEnd) +
      alike(text.slice(at + passage.length), compact(dataset.after), fromStart);
    if (found > likeness) [best, likeness] = [at, found];
  }
  if (best < 0) return null;
  const range = document.createRange();
  const [last, offset] = letters[best + passage.length - 1];
  range.setStart(...letters[best]);
  range.setEnd(last, offset + 1);
  return { range, from: best, to: best + passage.length };
}

function connect(editor) {
  let places = new Map();
  const find = () => {
    const letters = lettersOf(editor);
    const text = letters.map(([node, offset]) => node.data[offset]).join("");
    const found = notes.map((note) => [note, rangeOf(note, text, letters)]);
    places = new Map(found.filter(([, place]) => place));
    const ranges = [...places.values()].map(({ range }) => range);
    globalThis.CSS?.highlights?.set("comments", new Highlight(...ranges));
  };
  find();
  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(find, PAUSE);
  }).observe(editor, { childList: true, characterData: true, subtree: true });

  const noteAtCaret = () => {
    const { anchorNode, anchorOffset } = getSelection();
    if (!anchorNode || !editor.contains(anchorNode)) return null;
    const before = document.createRange();
    before.setStart(editor, 0);
    before.setEnd(anchorNode, anchorOffset);
    const letter = compact(before.toString()).length;
    const here = [...places].find(([, { from, to }]) => from <= letter && letter <= to);
    return here?.[0] ?? null;
  };
  document.addEventListener("selectionchange", () => {
    const current = noteAtCaret();
    for (const note of notes) note.classList.toggle("is-current", note === current);
  });
  for (const note of notes) {
    note.addEventListener("click", (event) => {
      const range = places.get(note)?.range;
      if (!range || !event.target.closest('a[href^="#mark-"]')) return;
      event.preventDefault();
      event.stopPropagation();
      editor.focus();
      getSelection().setBaseAndExtent(
        ...[range.startContainer, range.startOffset, range.endContainer, range.endOffset],
      );
      range.startContainer.parentElement.scrollIntoView({ block: "center" });
    });
  }
}

const row = document.querySelector(".field-body");
const editorOf = () => row?.querySelector(".ProseMirror[contenteditable]");
if (editorOf()) {
  connect(editorOf());
} else if (row) {
  const observer = new MutationObserver(() => {
    if (!editorOf()) return;
    observer.disconnect();
    connect(editorOf());
  });
  observer.observe(row, { childList: true, subtree: true });
}
