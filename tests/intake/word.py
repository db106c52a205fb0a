"""Small makers of Word files, of the parts that Word itself would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
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
    f'{HEAD}<w:styles xmlns:w="{_W}">'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
    "</w:style></w:styles>"
)


def run(text: str, *looks: str) -> str:
    """Words; looks are b, i, or superscript, subscript."""
    properties = "".join(
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
        run_or_words if run_or_words.startswith("<w:") else run(run_or_words)
        for run_or_words in runs
    )
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{chosen}{inner}</w:p>"


def tracked_insertion(text: str) -> str:
    """A tracked insertion by Priya."""
    return f'<w:ins w:id="1" w:author="Priya Nair">{run(text)}</w:ins>'


def tracked_deletion(text: str) -> str:
    """A tracked deletion by Priya."""
    gone = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="2" w:author="Priya Nair">{gone}</w:del>'


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
    """A link; its target is a relation of the document."""
    return f'<w:hyperlink r:id="{target}">{run(text)}</w:hyperlink>'


def build_docx(
    *body: str,
    comment: str = "",
    links: Mapping[str, str] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A .docx with these paragraphs and tables."""
    document = (
        f'{HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'
        f"{''.join(body)}</w:body></w:document>"
    )
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_R}/hyperlink" Target="{escape(url)}" '
        'TargetMode="External"/>'
        for key, url in (links or {}).items()
    )
    relations += f'<Relationship Id="s" Type="{_R}/styles" Target="styles.xml"/>'
    if comment:
        relations += (
            f'<Relationship Id="c" Type="{_R}/comments" Target="comments.xml"/>'
        )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{_PACKAGE}/'
        f'relationships">{relations}</Relationships>',
        "word/document.xml": document,
    }
    if comment:
        parts["word/comments.xml"] = (
            f'{HEAD}<w:comments xmlns:w="{_W}"><w:comment w:id="0" '
            f'w:author="Tom Weld">{paragraph(comment)}</w:comment></w:comments>'
        )
    return build_zip(
        {name: part.encode() for name, part in parts.items()} | dict(more or {})
    )


def build_zip(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()
