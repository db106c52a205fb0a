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
import { removeInvisible, removeUnshown, showRemoved } from "admin-desk/pasted";

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
  withClass(TableHeader),
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

// Word processors mark bold, italic and raised text by inline styles, which the page's
// policy refuses: they are read from the pasted HTML here and replaced by tags. A style
// attribute is renamed before the HTML is parsed, so that it is never applied.
const STYLE_TAGS = [
  [/(?:^|;)\s*font-weight:\s*(?:bold|[6-9]00)/i, "strong"],
  [/(?:^|;)\s*font-style:\s*italic/i, "em"],
  [/(?:^|;)\s*vertical-align:\s*super/i, "sup"],
  [/(?:^|;)\s*vertical-align:\s*sub\b/i, "sub"],
];
const NOT_BOLD = /(?:^|;)\s*font-weight:\s*(?:normal|400)/i;
const INLINE = new Set(["B", "STRONG", "I", "EM", "SPAN", "FONT", "A"]);

const STYLE_ELEMENT = /<style\b[^>]*>([^]*?)<\/style>/gi;

function stylesToTags(html, textarea) {
  const css = [...html.matchAll(STYLE_ELEMENT)].map(([, rules]) => rules).join("\n");
  const unstyled = html
    .replace(/<style\b[^]*?<\/style>/gi, "")
    .replace(/(<[^<>]*?\s)style(\s*=)/gi, "$1data-pasted-style$2")
    .replace(/(<\/?)h1\b/gi, "$1h2")
    .replace(/(<\/?)h[56]\b/gi, "$1h4");
  const page = new DOMParser().parseFromString(unstyled, "text/html");
  showRemoved(textarea, removeUnshown(page, css));
  for (const element of page.querySelectorAll("[data-pasted-style]")) {
    const style = element.dataset.pastedStyle;
    element.removeAttribute("data-pasted-style");
    if (!INLINE.has(element.tagName)) continue;
    for (const [pattern, tag] of STYLE_TAGS) {
      if (!pattern.test(style)) continue;
      const wrapper = page.createElement(tag);
      wrapper.append(...element.childNodes);
      element.append(wrapper);
    }
    if (NOT_BOLD.test(style) && /^(B|STRONG)$/.test(element.tagName)) {
      element.replaceWith(...element.childNodes);
    }
  }
  return page.body.innerHTML;
}

function startEditor(textarea) {
  if (textarea.closest(".prose-editor")) return;
  const editor = createTextareaEditor(textarea, EXTENSIONS);
  const attributes = {
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": textarea.dataset.editorLabel,
  };
  const transformPastedHTML = (html) => stylesToTags(html, textarea);
  const transformPastedText = (text) => {
    const removed = [];
    const cleaned = removeInvisible(text, removed);
    showRemoved(textarea, removed);
    return cleaned;
  };
  editor.setOptions({
    editorProps: { attributes, transformPastedHTML, transformPastedText },
  });
}

initializeEditors(startEditor, "[data-body-editor]");
