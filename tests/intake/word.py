"""Small makers of Word files, of the parts that Word itself would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KINDS}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_KINDS}.styles+xml"/>'
    f'<Override PartName="/word/comments.xml" ContentType="{_KINDS}.comments+xml"/>'
    "</Types>"
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
    "</w:style>"
)
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, *looks: str, properties: str = "") -> str:
    """Words; looks are b, i, or superscript, subscript; properties are XML."""
    properties += "".join(
        f'<w:vertAlign w:val="{look}"/>' if len(look) > 1 else f"<w:{look}/>"
        for look in looks
    )
    return (
        f"<w:r><w:rPr>{properties}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def paragraph(*runs: str, style: str = "") -> str:
    """Words and runs in a paragraph."""
    inner = "".join(
        run_or_words if run_or_words.startswith("<") else run(run_or_words)
        for run_or_words in runs
    )
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{chosen}{inner}</w:p>"


def tracked_insertion(text: str) -> str:
    """Return a tracked insertion by Priya."""
    return f'<w:ins w:id="1" w:author="Priya Nair">{run(text)}</w:ins>'


def tracked_deletion(text: str) -> str:
    """Return a tracked deletion by Priya."""
    gone = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="2" w:author="Priya Nair">{gone}</w:del>'


def footnote_mark(number: int) -> str:
    """Return the run that refers to a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def comment_mark() -> str:
    """Where the file's one comment hangs."""
    return '<w:r><w:commentReference w:id="0"/></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """Rows of cells."""
    inner = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{inner}</w:tbl>"


def link(target: str, text: str) -> str:
    """Return a link; its target is a relation of the document."""
    return f'<w:hyperlink r:id="{target}">{run(text)}</w:hyperlink>'


def field(code: str, *result: str) -> str:
    """Return a complex field: its code, and the runs of its result."""
    marks = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    ]
    begin, separate, end = marks
    code = f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'
    return "".join([begin, code, separate, *result, end])


def build_docx(
    *body: str,
    comment: str = "",
    links: Mapping[str, str] | None = None,
    more: Mapping[str, bytes] | None = None,
    styles: str = "",
    margins: Mapping[str, str] | None = None,
    footnotes: Sequence[str] = (),
) -> bytes:
    """Return a .docx with these paragraphs and tables.

    `footnotes` are the texts of those that `footnote_mark` refers to, from 1.
    `styles` are XML; `margins` are the paragraphs of headers and footers, by a name such
    as header1.
    """
    document = (
        f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"
    )
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_R}/hyperlink" Target="{escape(url)}" '
        'TargetMode="External"/>'
        for key, url in (links or {}).items()
    )
    relations += f'<Relationship Id="s" Type="{_R}/styles" Target="styles.xml"/>'
    margins = margins or {}
    relations += "".join(
        f'<Relationship Id="{name}" Type="{_R}/{name[:6]}" Target="{name}.xml"/>'
        for name in margins
    )
    if footnotes:
        relations += (
            f'<Relationship Id="f" Type="{_R}/footnotes" Target="footnotes.xml"/>'
        )
    if comment:
        relations += (
            f'<Relationship Id="c" Type="{_R}/comments" Target="comments.xml"/>'
        )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/styles.xml": f"{HEAD}<w:styles {NAMESPACES}>{STYLES}{styles}</w:styles>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{_PACKAGE}/'
        f'relationships">{relations}</Relationships>',
        "word/document.xml": document,
    }
    for name, inner in margins.items():
        tag = "hdr" if name.startswith("header") else "ftr"
        parts[f"word/{name}.xml"] = f"{HEAD}<w:{tag} {NAMESPACES}>{inner}</w:{tag}>"
    if footnotes:
        notes = "".join(
            f'<w:footnote w:id="{number}">{paragraph(run(text))}</w:footnote>'
            for number, text in enumerate(footnotes, 1)
        )
        parts["word/footnotes.xml"] = (
            f'{HEAD}<w:footnotes xmlns:w="{_W}">{notes}</w:footnotes>'
        )
    if comment:
        parts["word/comments.xml"] = (
            f'{HEAD}<w:comments xmlns:w="{_W}"><w:comment w:id="0" '
            f'w:author="Tom Weld">{paragraph(comment)}</w:comment></w:comments>'
        )
    return build_zip(
        {name: part.encode() for name, part in parts.items()} | dict(more or {})
    )


def build_zip(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()
