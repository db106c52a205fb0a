"""The digests by which a publication is found again, made when it is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releases.models import ContentDigest, Publication
from releases.record.documents import Document, ReleaseDocument
from releases.record.release_parts import RELEASE_PARTS
from releases.text.text_digests import DIGEST_LENGTH, is_long_enough, text_digest

Part = ContentDigest.Part
# The parts of a release with words that stand alone, as readers copy them.
WORDED = ("notice", "headline", "subheadlines", "text", "about", "disclaimers")


def add_digests(
    publication: Publication, document: Document, files: Iterable[str]
) -> None:
    """Store the digests of a publication; `files` are the SHA-256 of its files."""
    ContentDigest.objects.bulk_create(
        ContentDigest(publication=publication, part=part, digest=digest)
        for part, digest in digests_of(publication.digest, document, files)
    )


def digests_of(
    sha256: str, document: Document, files: Iterable[str]
) -> list[tuple[Part, str]]:
    """Return (part, digest) of a document, its files and its words, each once."""
    pairs = {(Part.DOCUMENT, sha256[:DIGEST_LENGTH])}
    pairs |= {(Part.FILE, file[:DIGEST_LENGTH]) for file in files}
    if isinstance(document, ReleaseDocument):
        pairs |= set(text_digests(document))
    return sorted(pairs)


def text_digests(document: ReleaseDocument) -> Iterator[tuple[Part, str]]:
    """Yield the digests of a release's words: of all of them, and of each paragraph.

    The page runs the dateline in before the text, and a feed does not: both count.
    """
    words = {
        part.key: [passage.text for passage in part.passages(document)]
        for part in RELEASE_PARTS
        if part.key in WORDED
    }
    dateline = document.dateline_text
    text = words["text"]
    with_dateline = (
        [f"{dateline} — {text[0]}", *text[1:]] if dateline and text else text
    )
    head = [*words["headline"], *words["subheadlines"]]
    after = [*words["about"], *words["disclaimers"]]
    for body in (text, with_dateline):
        if not body:
            continue
        yield Part.TEXT, text_digest("".join(body))
        yield Part.RELEASE, text_digest("".join([*words["headline"], *body]))
        yield Part.RELEASE, text_digest("".join([*head, *body]))
        yield Part.RELEASE, text_digest("".join([*head, *body, *after]))
    for passage in {*words["notice"], *head, *text, *with_dateline[:1], *after}:
        if is_long_enough(passage):
            yield Part.PASSAGE, text_digest(passage)
