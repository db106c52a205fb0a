// Shows a table in the editor as its page will: figures at the right of their columns, and
// the rows at the top that are its head. Decorations alone: the text has none of it.

import { Extension, Plugin, pm } from "django-prose-editor/editor";

const { Decoration, DecorationSet } = pm.view;

const isHead = (row) => {
  if (row.attrs.class) return false; // the label of a group
  let headers = 0;
  row.forEach((cell) => (headers += cell.type.name === "tableHeader"));
  return headers > 0 && headers === row.childCount;
};

function decorate(table, start, isFigure, decorations) {
  let inHead = true;
  let values = 0;
  const figures = [];
  table.forEach((row, rowOffset) => {
    const rowStart = start + 1 + rowOffset;
    inHead &&= isHead(row);
    if (inHead) {
      const end = rowStart + row.nodeSize;
      decorations.push(Decoration.node(rowStart, end, { class: "desk-head-row" }));
    }
    row.forEach((cell, offset) => {
      const cellStart = rowStart + 1 + offset;
      const text = cell.textContent.trim();
      const figure = isFigure.test(text);
      if (!text && cell.type.name === "tableHeader") {
        // An empty corner is the head of nothing.
        const end = cellStart + cell.nodeSize;
        decorations.push(Decoration.node(cellStart, end, { role: "cell" }));
      }
      values += !inHead && cell.type.name === "tableCell" && Boolean(text);
      if (inHead ? offset > 0 : figure) {
        figures.push([cellStart, cellStart + cell.nodeSize, !inHead && figure]);
      }
    });
  });
  // Fewer than half: figures among words, which stay where they are.
  if (figures.filter(([, , counts]) => counts).length * 2 < Math.max(values, 1)) return;
  for (const [from, to] of figures) {
    decorations.push(Decoration.node(from, to, { class: "desk-figure" }));
  }
}

function decorationsOf(doc, isFigure) {
  const decorations = [];
  doc.descendants((node, position) => {
    if (node.type.name !== "table") return true;
    decorate(node, position, isFigure, decorations);
    return false;
  });
  return DecorationSet.create(doc, decorations);
}

// `figure` is the pattern of the server, which decides on the page.
export const tableLook = (figure) => {
  const isFigure = new RegExp(`^(?:${figure})$`, "i");
  const plugin = new Plugin({
    state: {
      init: (_, { doc }) => decorationsOf(doc, isFigure),
      apply: (transaction, set) =>
        transaction.docChanged ? decorationsOf(transaction.doc, isFigure) : set,
    },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return Extension.create({
    name: "tableLook",
    addProseMirrorPlugins: () => [plugin],
  });
};
