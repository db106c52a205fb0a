"""Tags the headers of rows in the tables of a PDF (ISO 32000-1, 14.8.4.3.4 and 14.8.5.7).

typst 0.15 tags the cells of a table's head alone as headers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf

Dictionary = pikepdf.Dictionary


def tag_row_headers(content: bytes, tables: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the PDF with the row headers of these tables tagged, in their order.

    A table whose rows have no headers is left as it is, and so is a PDF without others.
    """
    grids = list(tables)
    if not any(cell["header"] == "row" for grid in grids for cell in grid["cells"]):
        return content
    output = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        tagged = list(_elements(pdf.Root.StructTreeRoot.K, "/Table"))
        for element, grid in zip(tagged, grids, strict=True):
            _tag_table(element, grid)
        pdf.save(
            output,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        )
    return output.getvalue()


def _tag_table(table: Dictionary, grid: Mapping[str, Any]) -> None:
    headers = [cell["header"] for cell in grid["cells"]]
    if "row" not in headers:
        return
    cells = [
        cell
        for row in _elements(table.K, "/TR")
        for cell in _children(row)
        if cell.S in {"/TH", "/TD"}
    ]
    for cell, header in zip(cells, headers, strict=True):
        if header == "row":
            cell.S = pikepdf.Name.TH
            attributes = [*_table_attributes(cell), ("/Scope", pikepdf.Name.Row)]
            cell.A = Dictionary(dict([("/O", pikepdf.Name.Table), *attributes]))
        elif "/A" in cell:
            # Headers by name would hide the ones that have a scope.
            cell.A = Dictionary(
                dict([("/O", pikepdf.Name.Table), *_table_attributes(cell)])
            )


def _table_attributes(cell: Dictionary) -> list[tuple[str, Any]]:
    """Return what the cell says of the table's structure: its spans and its scope."""
    attributes: Any = cell.get("/A", [])
    owners = [attributes] if isinstance(attributes, Dictionary) else list(attributes)
    return [
        (name, owner[name])
        for owner in owners
        for name in ("/RowSpan", "/ColSpan", "/Scope")
        if name in owner
    ]


def _children(element: Any) -> Iterator[Dictionary]:
    children = element.get("/K", [])
    for child in [children] if isinstance(children, Dictionary) else children:
        if isinstance(child, Dictionary) and "/S" in child:
            yield child


def _elements(children: Any, tag: str) -> Iterator[Dictionary]:
    """Yield the elements with this tag below these, in reading order, none in another."""
    stack = [children]
    while stack:
        value = stack.pop()
        if isinstance(value, pikepdf.Array):
            stack += reversed(list(value))
        elif isinstance(value, Dictionary) and "/S" in value:
            if tag == value.S:
                yield value
            elif "/K" in value:
                stack.append(value.K)
