// The editor of a release's body. It knows the small HTML that a release is written
// in and nothing else; what it makes is cleaned again on the server.
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
  TableRow,
  TableHeader,
  TableCell,
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

function start(textarea) {
  if (textarea.closest(".prose-editor")) return;
  const editor = createTextareaEditor(textarea, EXTENSIONS);
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": "Body" };
  editor.setOptions({ editorProps: { attributes } });
}

initializeEditors(start, "[data-body-editor]");
