"""The rows of a contact block with only a name that stands where a firm's would.

Groups of a block are parallel: if a firm heads one, what heads the next in the same form is
one too, even if it looks like a person's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releases.intake.parser.contacts.contact_lines import ContactLine, PrintedLine
from releases.intake.parser.contacts.email_owners import is_at, is_named_after
from releases.intake.parser.contacts.pieces import is_role


def rows_of_firms(lines: Sequence[PrintedLine]) -> Iterator[int]:
    """Yield the rows with only a name that stands where a firm's would.

    So it does above a person where a firm is above another of them in the same way, and
    between a firm's role and people.
    """
    named = [[kind for kind, _ in line.facts.pieces] for line in lines]
    places = [_place(lines, named, row) for row in range(len(lines))]
    of_firms = {p for p, own in zip(places, named, strict=True) if own == ["org"]}
    for row, (place, own) in enumerate(zip(places, named, strict=True)):
        if own != ["person"] or not place:
            continue
        above = [m.text for m in lines[row - 1].facts.mentions] if row else []
        role = [is_role(words) for words in above] == [True]
        free = row < 2 or named[row - 2] != ["org"]
        if (place != "above" and place in of_firms) or (role and free):
            yield row
    yield from _heads_of_groups(lines, named, _starts(lines))


def rows_with_firms(lines: Sequence[PrintedLine]) -> Iterator[int]:
    """Yield the rows of a person, a comma and a name that is a firm's as on the rows beside.

    Those have a person, a firm with a firm's word and a number.
    """
    rows = [row for row, line in enumerate(lines) if line.facts.phones]
    named = {row: [kind for kind, _ in lines[row].facts.pieces] for row in rows}
    if ["person", "org"] not in named.values():
        return
    for row in rows:
        line = lines[row]
        names = [words for _, words in line.facts.pieces]
        if named[row] == ["person", "person"] and ", ".join(names) in line.text:
            yield row


def _place(lines: Sequence[PrintedLine], named: Sequence[list[str]], row: int) -> str:
    """Return how a name alone on its row is above people: with what number; "" if it is not."""
    facts = lines[row].facts
    below = named[row + 1] if row + 1 < len(lines) else []
    if facts.label or facts.phones or facts.emails or below[:1] != ["person"]:
        return ""
    if lines[row + 1].facts.phones or lines[row + 1].facts.emails:
        return "beside"
    last = lines[row + 2].facts if row + 2 < len(lines) else None
    labelled = row > 0 and lines[row - 1].facts.label is not None
    reached = last and not named[row + 2] and (last.phones or last.emails)
    return "below" if labelled and reached else "above"


def _starts(lines: Sequence[PrintedLine]) -> list[int]:
    """Return the rows at which groups begin: below a blank line, or below a group's numbers.

    Blank lines above every row part nothing. There, and where none is, a group also begins at
    a name with a number as the firm above has one, below people who have none.
    """
    spaced = not all(line.gap for line in lines[1:])
    parted = spaced and any(line.gap for line in lines[1:])
    starts = [0]
    people = numbered = False
    for row, line in enumerate(lines[1:], 1):
        facts = line.facts
        names = bool(facts.pieces or facts.label)
        like_firm = not parted and people and _is_numbered_name(facts)
        like_firm = like_firm and bool(lines[_head(lines, starts[-1])].facts.phones)
        below = numbered and people and names
        if (spaced and line.gap) or below or like_firm:
            starts.append(row)
            people = numbered = False
        else:
            people = people or any(kind == "person" for kind, _ in facts.pieces)
            numbered = _is_reached(facts) and not names
    return starts


def _heads_of_groups(
    lines: Sequence[PrintedLine], named: Sequence[list[str]], starts: Sequence[int]
) -> Iterator[int]:
    """Yield the rows of names that head a group of people as a firm does one above."""
    facts = [line.facts for line in lines]
    forms: set[str] = set()
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        head = _head(lines, start)
        form = _form(facts[head:stop], named[head:stop])
        if not form:
            continue
        if named[head][:1] == ["org"]:
            forms.add(form)
        elif named[head] == ["person"] and not facts[head].label:
            name = facts[head].pieces[0][1]
            mails = [mail for below in facts[head:stop] for mail in below.emails]
            own = any(is_named_after(name, m) and not is_at(m, name) for m in mails)
            if not own and (form in forms or (form == "last" and forms)):
                yield head


def _form(lines: Sequence[ContactLine], named: Sequence[list[str]]) -> str:
    """Return where the number is of a group with people below its head; "" if it is none."""
    if len(lines) < 2 or lines[0].emails or not any(map(_is_reached, lines)):
        return ""
    form = "last"
    first = 1
    if lines[0].phones:
        form = "on"
    elif not named[1] and lines[1].phones:
        form, first = "below", 2
    if named[first : first + 1] == [] or named[first][:1] != ["person"]:
        return ""
    if any(m.kind == "aside" for m in lines[first].mentions) or (
        form != "last" and lines[first].phones
    ):
        return ""
    return form


def _head(lines: Sequence[PrintedLine], start: int) -> int:
    """Return the first row of a group that is no label."""
    facts = lines[start].facts
    label_alone = facts.label and not facts.pieces and not _is_reached(facts)
    return start + 1 if label_alone and start + 1 < len(lines) else start


def _is_numbered_name(facts: ContactLine) -> bool:
    """Return whether a line has only a name and a number."""
    lone = [kind for kind, _ in facts.pieces] == ["person"] and not facts.label
    return lone and bool(facts.phones)


def _is_reached(facts: ContactLine) -> bool:
    return bool(facts.phones or facts.emails)
