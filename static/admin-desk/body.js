// The editor of a release's body. It knows the restricted HTML that a release is written
// in and nothing else; the server cleans its output again.
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  Link,
  ListItem,
  Menu,
  OrderedList,
  Paragraph,
  SpecialCharacters,
  Subscript,
  Superscript,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  createTextareaEditor,
  initializeEditors,
} from "django-prose-editor/editor";
import { addImageButton, imageNode } from "admin-desk/body_images";
import { readPasted, removeInvisible, showLeftOut } from "admin-desk/pasted";
import { tableLook } from "admin-desk/table_look";
import { nameButtons } from "admin-desk/toolbar";

// A table keeps the caption that it came with: the editor's own would drop it.
const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: null,
        parseHTML: (table) => table.querySelector("caption")?.textContent || null,
        renderHTML: () => ({}),
      },
    };
  },
  renderHTML({ node }) {
    const rows = ["tbody", 0];
    const { caption } = node.attrs;
    return caption ? ["table", {}, ["caption", {}, caption], rows] : ["table", {}, rows];
  },
  parseHTML() {
    return [
      {
        tag: "table",
        // The caption is an attribute now, not a row.
        contentElement: (table) => {
          table.querySelector("caption")?.remove();
          return table;
        },
      },
    ];
  },
});

// Rows that are a group's label or a sum, and how far a label is set in, are classes.
const withClass = (extension) =>
  extension.extend({
    addAttributes() {
      return { ...this.parent?.(), class: { default: null } };
    },
  });

// No table in a table.
const CELL_CONTENT = "(paragraph | heading | bulletList | orderedList | blockquote)+";

const EXTENSIONS = [
  Document,
  Paragraph,
  Text,
  Heading.configure({ levels: [2, 3, 4] }),
  Bold,
  Italic,
  Superscript,
  Subscript,
  Link.configure({ enableTarget: false, openOnClick: false }),
  BulletList,
  OrderedList.configure({ enableListAttributes: false }),
  ListItem,
  Blockquote,
  HardBreak,
  CaptionedTable,
  withClass(TableRow),
  withClass(TableHeader).extend({ content: CELL_CONTENT }),
  TableCell.extend({ content: CELL_CONTENT }),
  SpecialCharacters,
  History,
  Dropcursor,
  Gapcursor,
  Menu.configure({
    groups: [
      { group: "blockType -lists", type: "dropdown", minItems: 2 },
      { group: "lists" },
      { group: "nodes -blockType -lists" },
      { group: "marks" },
      { group: "link" },
      { group: "table" },
      { group: "history" },
    ],
  }),
];

// The editor makes a style element of its own unless it finds one. Ours is empty (its
// rules stand in body.css) and carries the nonce that the page's policy asks for.
const style = document.createElement("style");
style.nonce = document.querySelector("script[nonce]")?.nonce ?? "";
style.setAttribute("data-tiptap-style", "");
document.head.append(style);

// Copied in this editor: it knows all of it.
const OWN_COPY = "data-pm-slice";

// The words of one paragraph go into the paragraph that they are pasted into.
function insertable(markup) {
  const page = new DOMParser().parseFromString(markup, "text/html");
  const [first, second] = page.body.children;
  return first?.tagName === "P" && !second ? first.innerHTML : markup;
}

// Pastes are inserted in their order, however long the server takes to read each.
let earlierPastes = Promise.resolve();
function insertPasted(editor, textarea, pasted) {
  const insert = () => insertRead(editor, textarea, pasted);
  earlierPastes = earlierPastes.then(insert, insert);
}

async function insertRead(editor, textarea, { html, text }) {
  const inCell = editor.isActive("table");
  try {
    const { markup, leftOut } = await readPasted(textarea, html, inCell);
    // Cells that are pasted into cells take their places, which only a paste can do.
    if (inCell && markup.startsWith("<table>")) editor.view.pasteHTML(markup);
    else editor.commands.insertContent(insertable(markup));
    showLeftOut(textarea, leftOut);
  } catch (error) {
    const words = document.createElement("div");
    words.textContent = text;
    editor.commands.insertContent(words.innerHTML.replace(/\r?\n/g, "<br>"));
    const { pasteFailed, pasteFailedLabel } = textarea.dataset;
    const reason = error instanceof TypeError ? pasteFailed : error.message;
    showLeftOut(textarea, [reason], pasteFailedLabel);
  }
  editor.commands.scrollIntoView();
}

// A picture that is pasted or dropped by itself goes to the library first.
function imagesOf(transfer) {
  return [...(transfer?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
}

// What came from elsewhere is not inserted before the server has read it.
function pastedFrom(transfer) {
  const html = transfer?.getData("text/html") ?? "";
  const isForeign = html && !html.includes(OWN_COPY);
  return isForeign ? { html, text: transfer.getData("text/plain") } : null;
}

function startEditor(textarea) {
  if (textarea.closest(".prose-editor")) return;
  const extensions = [
    ...EXTENSIONS,
    imageNode(textarea),
    tableLook(textarea.dataset.figure),
  ];
  const editor = createTextareaEditor(textarea, extensions);
  nameButtons(editor, textarea);
  const openImages = addImageButton(editor, textarea);
  const attributes = {
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": textarea.dataset.editorLabel,
  };
  const transformPastedText = (text) => {
    const leftOut = [];
    const cleaned = removeInvisible(textarea, text, leftOut);
    showLeftOut(textarea, leftOut);
    return cleaned;
  };
  // Before the editor parses it, since the page's policy refuses its style attributes.
  const handleDOMEvents = {
    paste: (view, event) => {
      const pasted = pastedFrom(event.clipboardData);
      const images = pasted ? [] : imagesOf(event.clipboardData);
      if (images.length) openImages(images.slice(0, 1));
      if (!pasted) return images.length > 0;
      event.preventDefault();
      insertPasted(editor, textarea, pasted);
      return true;
    },
    drop: (view, event) => {
      const images = view.dragging ? [] : imagesOf(event.dataTransfer);
      const dropped = view.dragging ? null : pastedFrom(event.dataTransfer);
      if (images.length) {
        event.preventDefault();
        openImages(images.slice(0, 1));
        return true;
      }
      if (!dropped) return false;
      const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (place) editor.commands.setTextSelection(place.pos);
      event.preventDefault();
      insertPasted(editor, textarea, dropped);
      return true;
    },
  };
  editor.setOptions({
    editorProps: { attributes, handleDOMEvents, transformPastedText },
  });
}

initializeEditors(startEditor, "[data-body-editor]");
