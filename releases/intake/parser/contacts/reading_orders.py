"""The people and desks of contact blocks.

A block's lines may stand in columns that a copy took apart: each order in which they can
be read is one reading, and the one whose cards have most points is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from releases.intake.parser.blocks import Block
from releases.intake.parser.contacts.cards import CardReader
from releases.intake.parser.contacts.contact_emails import show_hidden_emails
from releases.intake.parser.contacts.contact_labels import (
    audience_of,
    goes_on,
    is_label_word,
    label_of,
)
from releases.intake.parser.contacts.contact_lines import (
    COLUMN,
    REACH,
    PrintedLine,
    facts_of,
)
from releases.intake.parser.contacts.people import Person
from releases.intake.parser.names import (
    FORM,
    is_known_title,
    is_person,
    is_title,
    two_titles,
)
from releases.intake.parser.reading import Audience, Contact, Doubt, Lines, Phone
from releases.intake.parser.tables.values import is_value
from releases.intake.parser.weights import CLOSE_CARDS, COLUMNS, UNIFORM
from releases.text.dates import MONTH, WEEKDAY
from releases.text.phones import e164
from releases.text.translatable import Message, gettext_noop

_A_CONTACT = Message(gettext_noop("a contact"))
_NO_AUDIENCE = Message(
    gettext_noop("Read as a general contact, because no audience is named.")
)
_OTHERWISE = gettext_noop("These lines could also be read so: %(others)s.")
_DAY = re.compile(
    rf"(?:{WEEKDAY},? )?{MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {MONTH} \d{{4}}"
)
_GOES_ON = re.compile(
    r"[A-Za-z](?:,|,? (?:and|or|&|of))$|, .{4,80}\s(?:Corporate|Investor|Public|External|Vice)$"
)
_AREA, _REST = re.compile(r"\(\d{3}\)$"), re.compile(r"\d{3}-\d{4}\b")
_BEFORE_NUMBER = re.compile(
    r"(?i)(?:.*[,;]\s)?(?:tel(?:ephone)?|phone|voice|fax|facsimile)\.?\s?:"
)
_FORMS_ALONE = re.compile(rf"(?:(?:{FORM})\b[.,\s]*)+")
_LATER_NAME = re.compile(r"(?P<name>[A-Z][\w’'-]+)(?:$|,\s|\s\(\d)")
_CONTACT_WORDS = frozenset(["contact", "contacts"])
_NUMBER = re.compile(r"[+(\d][\d() .+/-]{5,}\d(?=$|[,;\s])")
# An analyst by office is not whom investors ask.
_ANALYST = re.compile(r"(?i)\banalysts?\b")
_WIDTHS, _FEWEST_ROWS, _SHORT_FIGURE, _MOST_LABEL_WORDS = (2, 3), 3, 4, 9
Text = tuple[int, bool, str]


def parse_contacts(
    runs: Sequence[Sequence[Block]], issuer: str | None
) -> tuple[list[Contact], list[Doubt]]:
    """Return everybody named in the contact blocks, in order, once each, and doubts."""
    people: list[Person] = []
    doubts: list[Doubt] = []
    for run in runs:
        read, other = _people(show_hidden_emails(run), issuer)
        people += read
        if other and read:
            assumed = Message(_OTHERWISE, {"others": "; ".join(other)})
            doubts.append(
                Doubt(line=read[0].first, saw=_summary_of(read[0]), assumed=assumed)
            )
    contacts = [_contact(person) for person in _merge_duplicates(people)]
    doubts += [
        Doubt(
            line=contact.lines.first,
            saw=contact.name or contact.organization or _A_CONTACT,
            assumed=_NO_AUDIENCE,
        )
        for contact in contacts
        if contact.audience == "general"
    ]
    return contacts, doubts


def _people(run: Sequence[Block], issuer: str | None) -> tuple[list[Person], list[str]]:
    """Return the people of the best reading of a run, and what a close second has."""
    ranked: list[tuple[float, list[Person]]] = []
    tables = any(block.kind == "table" for block in run)
    for uniform, order in _orders(run):
        lines = [
            PrintedLine(n, gap, facts_of(text, issuer), text) for n, gap, text in order
        ]
        cost = COLUMNS + UNIFORM * uniform if ranked and not tables else 0.0
        reader = CardReader(lines, issuer)
        for reading in reader.readings():
            people = reading.people
            points = reading.points + reader.inherited(people) + cost
            ranked.append((points, [p for p in people if p.name or p.reachable]))
    ranked.sort(key=lambda reading: -reading[0])
    if not ranked:
        return [], []
    points, people = ranked[0]
    summaries = {_summary_of(person) for person in people}
    for other_points, others in ranked[1:]:
        differing = [_summary_of(p) for p in others if _summary_of(p) not in summaries]
        if points - other_points < CLOSE_CARDS and differing:
            return people, differing[:2]
    return people, []


def _summary_of(person: Person) -> str:
    """Return a person with their firm and numbers, in a line."""
    numbers = [written for written, _ in person.phones]
    words = [person.name, person.organization, *numbers, *person.emails]
    return ", ".join(word for word in words if word)


def _whole(lines: Iterable[Text]) -> list[Text]:
    """Return the lines, each that ends with “and” or “Fax:” with the one that it goes on in."""
    out: list[Text] = []
    for number, gap, text in lines:
        above = out[-1][2] if out else ""
        labelled = _BEFORE_NUMBER.fullmatch(above) and _NUMBER.match(text)
        labelled = labelled or (_AREA.search(above) and _REST.match(text))
        if labelled or (not gap and (_GOES_ON.search(above) or _is_cut(above, text))):
            out[-1] = (*out[-1][:2], f"{above} {text}")
        else:
            out.append((number, gap, text))
    return out


def _is_cut(above: str, text: str) -> bool:
    """Return whether a name or a label of several words was cut behind its first."""
    if " " in above or "@" in text or above.endswith(":") or is_label_word(above):
        return False
    if " " in text:
        later = _LATER_NAME.match(text)
        named = later is not None and is_person(f"{above} {later['name']}")
        return named or _FORMS_ALONE.fullmatch(text) is not None
    both = f"{above} {text}"
    if text.lower().rstrip(":") in _CONTACT_WORDS:
        return is_label_word(above) or audience_of(above, label=True) is not None
    return is_person(both) and not (is_label_word(text) or above.endswith(":"))


def _orders(run: Sequence[Block]) -> Iterator[tuple[int, list[Text]]]:
    """Yield the lines of a run in each order in which they may be read.

    With each stands how many of its rows have things of one kind in all columns.
    """
    if any(block.kind == "table" for block in run):
        for cells in (_rows, _columns, _from_right, _desks):
            yield 0, [text for block in run for text in _lines_in(block, cells)]
        return
    lines = _whole(text for block in run for text in _lines_in(block, _rows))
    yield 0, lines
    halves = [_halves(text) for _, _, text in lines]
    if any(a and b for a, b in pairwise(halves)):
        yield 0, list(_side_by_side(lines, halves))
    yield from ((0, dealt) for dealt in [_dealt(lines)] if dealt)
    for width in _WIDTHS:
        for start in sorted((0, 1), key=lambda first: (len(lines) - first) % width):
            yield from _in_columns(lines[:start], lines[start:], width)


def _in_columns(
    above: list[Text], lines: list[Text], width: int
) -> Iterator[tuple[int, list[Text]]]:
    """Yield lines read as so many columns that a copy took apart row by row."""
    kinds = [_kinds_of(text) for _, _, text in lines]
    rows = [kinds[i : i + width] for i in range(0, len(kinds), width)]
    reached = [[not REACH.isdisjoint(cell) for cell in row] for row in rows]
    uneven = sum(1 for row in reached if any(row) != all(row))
    whole = any(len(row) == width and all(row) for row in reached)
    if len(rows) < _FEWEST_ROWS or uneven > 1 or not whole:
        return
    uniform = sum(1 for row in rows if len(row) == width and len(set(row)) == 1)
    yield uniform, above + [t for i in range(width) for t in lines[i::width]]
    over = len(lines) % width
    if over:  # a last cell that belongs to the last column
        filled = lines[:-over]
        columns = [t for i in range(width) for t in filled[i::width]]
        yield uniform, above + columns + lines[-over:]


def _dealt(lines: Sequence[Text]) -> list[Text]:
    """Return lines with several desks, then as many people, then their numbers, by desk.

    A title that is not there for each of them is left out.
    """
    whole = [(n, part) for n, _, text in lines for part in _labels_in(text) or [text]]
    named = [(n, m) for n, text in whole for m in facts_of(text, None).mentions]
    parted = {part for n, part in whole if (n, part) not in {t[::2] for t in lines}}
    kinds: dict[str, list[tuple[int, str]]] = {}
    for number, mention in named:
        heard = mention.kind != "label" or mention.audience or mention.text in parted
        kinds.setdefault(mention.kind if heard else "", []).append(
            (number, mention.text)
        )
    desks, people = len(kinds.get("label", ())), len(kinds.get("person", ()))
    order = [
        m.kind
        for _, m in named
        if m.kind == "person"
        or (m.kind == "label" and (m.audience or m.text in parted))
    ]
    if desks < min(_WIDTHS) or desks != people or order != sorted(order):
        return []
    columns = ("label", "person", "org", "title", "phone", "email")
    every = [kinds[kind] for kind in columns if len(kinds.get(kind, ())) == desks]
    return [(row[i][0], False, row[i][1]) for i in range(desks) for row in every]


def _kinds_of(text: str) -> tuple[str, ...]:
    return tuple(mention.kind for mention in facts_of(text, None).mentions)


def _halves(text: str) -> tuple[str, str] | None:
    """Return the two parts of a line that name the same kinds of things, or None."""
    mentions = facts_of(text, None).mentions
    kinds, half = [mention.kind for mention in mentions], len(mentions) // 2
    named = [mention.text for mention in mentions if mention.kind != "label"]
    if labels := _two_labels(text):
        return labels
    if half and kinds[:half] == kinds[half:]:
        second = mentions[half].text
    elif len(named) == 1 and (titles := two_titles(named[0])):
        second = titles[1]
    else:
        return None
    cut = text.rfind(second)
    return (text[:cut].strip(), text[cut:].strip()) if cut > 0 else None


def _two_labels(text: str) -> tuple[str, str] | None:
    """Return two desks' labels that stand side by side: Investors Media."""
    labels = _labels_in(text)
    return (labels[0], labels[1]) if len(labels) == min(_WIDTHS) else None


def _labels_in(text: str) -> list[str]:
    """Return the desks' labels that stand side by side in a line, if they are several.

    All but the last are for an audience: Investors, Media, Agency.
    """
    words = text.split()
    for cut in range(1, len(words) if len(words) <= _MOST_LABEL_WORDS else 0):
        first, rest = " ".join(words[:cut]), " ".join(words[cut:])
        heard = [audience_of(half, label=True) for half in (first, rest)]
        if heard[0] is None or heard[0] == heard[1] or goes_on(words[cut]):
            continue
        if not _is_label(first):
            continue
        if more := _labels_in(rest):
            return [first, *more]
        if _is_label(rest):
            return [first, rest]
    return []


def _is_label(words: str) -> bool:
    """Return whether words are a contact's label and nothing else."""
    label = label_of(words)
    return label is not None and not any(label[1:]) and " and" not in words


def _side_by_side(
    lines: Sequence[Text], halves: Sequence[tuple[str, str] | None]
) -> Iterator[Text]:
    """Yield the lines with each stretch of halved ones as two columns."""
    right: list[Text] = []
    for (number, gap, text), parts in zip(lines, halves, strict=True):
        if parts is None:
            yield from right
            right = []
        yield number, gap, parts[0] if parts else text
        right += [(number, False, parts[1])] if parts else []
    yield from right


def _lines_in(
    block: Block, cells: Callable[[Block], Iterator[tuple[int, str]]]
) -> Iterator[Text]:
    """Yield the lines of a block; of a table, in the order that `cells` reads it."""
    if block.kind == "table":
        yield from ((number, False, text) for number, text in cells(block) if text)
    elif block.kind != "mark":
        gap = block.gap
        for line in block.text.split("\n"):
            if not _DAY.fullmatch(line):
                yield block.first, gap, line
            gap = False


def _rows(block: Block) -> Iterator[tuple[int, str]]:
    """Yield a table's rows, each as one line."""
    for number, row in zip(block.row_lines, block.rows, strict=True):
        first, *rest = [cell for cell in row if cell] or [""]
        joint = " " if first.endswith(":") else ", "
        yield number, joint.join([first, ", ".join(rest)] if rest else [first])


def _columns(block: Block) -> Iterator[tuple[int, str]]:
    """Yield a table's columns, one below the other."""
    for column in range(max(len(row) for row in block.rows)):
        if column and block.rows[0][column]:
            yield block.first, COLUMN
        for number, row in zip(block.row_lines, block.rows, strict=True):
            if not (is_value(row[column]) and len(row[column]) < _SHORT_FIGURE):
                yield number, row[column]


def _from_right(block: Block) -> Iterator[tuple[int, str]]:
    """Yield a table's columns from the last on: people beside the house that has the number."""
    for column in reversed(range(max(len(row) for row in block.rows))):
        for number, row in zip(block.row_lines, block.rows, strict=True):
            yield number, row[column]


def _desks(block: Block) -> Iterator[tuple[int, str]]:
    """Yield a table's desks: the names of each, then all numbers beside them."""
    beside: list[tuple[int, str]] = []
    for number, row in zip(block.row_lines, block.rows, strict=True):
        named = [kind for kind, _ in facts_of(row[0], None).pieces[:1]]
        if named == ["org"]:
            yield from beside
            beside = []
        yield number, row[0]
        beside += [(number, cell) for cell in row[1:]]
    yield from beside


def _merge_duplicates(people: Iterable[Person]) -> list[Person]:
    seen: list[Person] = []
    for person in people:
        same = next((p for p in seen if p.name and p.name == person.name), None)
        if same is None:
            seen.append(person)
            continue
        known = {written for written, _ in same.phones}
        same.phones += [p for p in person.phones if p[0] not in known]
        same.emails += [m for m in person.emails if m not in same.emails]
        same.title = same.title or person.title
        same.organization = same.organization or person.organization
        heard = {same.audience, person.audience}
        same.audience = (
            "investors" if "investors" in heard else same.audience or person.audience
        )
    return seen


def _contact(person: Person) -> Contact:
    words = f"{person.title or ''} {person.organization or ''}"
    heard = audience_of(_ANALYST.sub("", words), label=False)
    desk = heard if person.name is None and person.title is None else None
    title, organization = person.title, person.organization
    office = title is not None and (is_title(title) or is_known_title(title))
    if office and organization is None and person.name is None:
        organization, title = title, None
    audience: Audience = desk or person.audience or heard or "general"
    return Contact(
        audience=audience,
        organization=organization,
        name=person.name,
        title=title,
        phones=tuple(
            Phone(written=written, e164=e164(written), label=label)
            for written, label in dict.fromkeys(person.phones)
        ),
        emails=tuple(dict.fromkeys(person.emails)),
        notes=tuple(person.notes),
        lines=Lines(first=person.first, last=max(person.first, person.last)),
    )
