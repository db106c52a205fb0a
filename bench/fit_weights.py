"""Fit the parser's points to labelled releases, and tell by cross-validation whether they help.

    .venv/bin/python bench/fit_weights.py front|parts FOLDER... [--also FOLDER...]

A folder has texts (`NAME.txt`) and their labels (`NAME.json`: `headline`, `subheadline`,
`dateline.cities`, `boilerplates` and `disclaimers` with `heading`, `starts_with` and
`ends_with`). Copies of a text in other layouts have its name in another folder. Points
are moved by an averaged structured perceptron: where the best reading, with a cost for
each block that is wrong, is not a labelled one, towards the best labelled reading and
back towards the present points a little. Errors are texts with a block in a wrong part:
with the present points, and with points fitted to the other folds. Texts of `--also`
are in every fold's training and in none's test. Prints the fitted points at the end.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

sys.path.insert(0, str(Path(__file__).parents[1]))

from releases.intake.parser import reader
from releases.intake.parser.blocks import Block
from releases.intake.parser.sections import parts
from releases.intake.parser.sections.front_reader import FrontReader
from releases.intake.parser.weights import BASE, FRONT, ORDER, PART
from releases.text.links import strip_markdown

FOLDS, EPOCHS = 5, 8
# A line of a deck has so many letters.
LEAST = 20
SEED = 7

Weight = tuple[str, str]
Table = dict[str, dict[str, float]]


class Text(Protocol):
    """A labelled text, as one choice of the parser sees it."""

    name: str

    def best(self, *, labelled: bool, cost: float) -> tuple[float, list[str]] | None:
        """Return the best reading, among all or only among those that are as labelled."""

    def counts(self, roles: Sequence[str]) -> Counter[Weight]:
        """Return how often each weight counts in a reading."""

    def wrong(self, roles: Sequence[str]) -> int:
        """Return how many blocks of a reading are not as labelled."""


def folded(words: str) -> str:
    """Return the letters and digits of a text, in small letters."""
    return re.sub(r"[\W_]+", "", strip_markdown(words)).casefold()


def runs_of(texts: Sequence[str], wanted: str) -> list[tuple[int, int]]:
    """Return where consecutive texts are together the words that are wanted."""
    runs = []
    for start, first in enumerate(texts):
        joined, stop = first, start + 1
        while first and joined and wanted.startswith(joined) and joined != wanted:
            joined, stop = joined + "".join(texts[stop : stop + 1]), stop + 1
            if stop > len(texts) + 1:
                break
        if joined and joined == wanted:
            runs.append((start, min(stop, len(texts))))
    return runs


class FrontText:
    """The blocks above the first paragraph, with the roles that the labels allow."""

    tables: dict[str, Table] = {
        "front": FRONT,
        "base": {"": BASE},
        "order": {"": ORDER},
    }

    def __init__(
        self, name: str, blocks: Sequence[Block], label: dict[str, Any]
    ) -> None:
        self.name = name
        self.front = FrontReader(blocks)
        self.names = [list(self.front.features(i)) for i in range(self.front.size)]
        texts = [folded(text) for text in self.front.texts]
        decks = [folded(d) for d in (label.get("subheadline") or "").split("\n") if d]
        whole = folded(label.get("subheadline") or "")
        self.decks = {
            i
            for i, text in enumerate(texts)
            if text in decks or (len(text) >= LEAST and text in whole)
        }
        headline = folded(label.get("headline") or "")
        self.titles = runs_of(texts[: self.front.size], headline) if headline else []
        self.known = bool(self.titles) or not headline

    def _allowed(self, title: tuple[int, int]) -> Iterator[set[str]]:
        other = set(BASE) - {"title", "deck"}
        first_deck = True
        for index in range(self.front.size):
            if title[0] <= index < title[1]:
                yield {"title"}
            elif index in self.decks and index >= title[1]:
                yield {"deck"} if first_deck else {"deck", *other}
            else:
                yield other

    def best(self, *, labelled: bool, cost: float) -> tuple[float, list[str]] | None:
        scores = [self._scores(index) for index in range(self.front.size)]
        options = []
        for title in self.titles or [(0, 0)]:
            allowed = list(self._allowed(title))
            kept = [
                {
                    role: points + cost * (role not in allowed[i])
                    for role, points in row.items()
                    if not labelled or role in allowed[i]
                }
                for i, row in enumerate(scores)
            ]
            self.front.scores = kept
            try:
                points, roles = self.front.best()
            except ValueError:
                continue
            if len(roles) == len(kept):
                options.append((points, list(roles)))
            if not labelled:
                break
        return max(options, default=None, key=lambda option: option[0])

    def _scores(self, index: int) -> dict[str, float]:
        row = dict(BASE)
        for name in self.names[index]:
            for role, points in FRONT[name].items():
                row[role] += points
        return row

    def counts(self, roles: Sequence[str]) -> Counter[Weight]:
        total: Counter[Weight] = Counter()
        self.front.scores = [self._scores(index) for index in range(self.front.size)]
        for index, role in enumerate(roles):
            total["base//", role] += 1
            for name in self.names[index]:
                total[f"front//{name}", role] += 1
            for name in self.front.moves(roles[:index], role, index) or []:
                total["order//", name] += 1
        if roles and roles[-1] not in {"body", "rest"}:
            total["order//", "no_body"] += 1
        return total

    def wrong(self, roles: Sequence[str]) -> int:
        return min(
            sum(
                role not in ok for role, ok in zip(roles, self._allowed(t), strict=True)
            )
            for t in self.titles or [(0, 0)]
        )


class PartText:
    """The blocks after the dateline, with the moves that the labels allow."""

    tables: dict[str, Table] = {"part": PART}

    def __init__(
        self, name: str, arguments: tuple[Any, ...], label: dict[str, Any]
    ) -> None:
        self.name = name
        self.sorter = parts.PartSorter(*arguments)
        blocks = self.sorter.blocks
        texts = [folded(block.flat) for block in blocks]
        self.candidates = [
            None if i in self.sorter.fixed else self.sorter.contender(i)
            for i in range(len(blocks))
        ]
        self.moves = [tuple(c.moves()) if c else () for c in self.candidates]
        self.known_names: dict[Any, tuple[str, ...]] = {}
        self.known = True
        self.allowed: list[set[str]] = [{"body"} for _ in blocks]
        for kind, key in (("about", "boilerplates"), ("legal", "disclaimers")):
            for section in label[key]:
                self._mark(texts, kind, section)

    def _mark(self, texts: Sequence[str], kind: str, section: dict[str, Any]) -> None:
        heading = folded(section.get("heading") or "")
        first, last = folded(section["starts_with"]), folded(section["ends_with"])
        starts = [
            i
            for i, t in enumerate(texts)
            if t.removeprefix(heading).startswith(first) or t.startswith(first)
        ]
        if not starts:
            self.known = False
            return
        start = starts[-1]
        stop = next(
            (i for i in range(start, len(texts)) if texts[i].endswith(last)), None
        )
        if stop is None:
            self.known = False
            return
        run_in = (
            bool(heading)
            and texts[start].startswith(heading)
            and not texts[start].startswith(first)
        )
        headed = bool(heading) and start > 0 and texts[start - 1] == heading
        opening = {f"{kind}_run"} if run_in else {"notice"}
        if headed:
            self.allowed[start - 1] = {f"{kind}_head"}
            opening = {kind}
        self.allowed[start] = opening
        for index in range(start + 1, stop + 1):
            self.allowed[index] = {kind}

    def best(self, *, labelled: bool, cost: float) -> tuple[float, list[str]] | None:
        paths: dict[parts.State, tuple[float, tuple[str, ...]]] = {
            parts.BODY: (0.0, ())
        }
        for index, candidate in enumerate(self.candidates):
            if candidate is None:
                paths = self._forced(paths, self.sorter.fixed[index])
                continue
            out: dict[parts.State, tuple[float, tuple[str, ...]]] = {}
            for state, (score, roles) in paths.items():
                for move in self.moves[index]:
                    wrong = move not in self.allowed[index]
                    astray = move in {"about", "legal"} and move != state.section
                    if astray or (labelled and wrong):
                        continue
                    points = score + cost * wrong + self._points(state, move, index)
                    after = parts.after_move(state, move, candidate)
                    if after not in out or points > out[after][0]:
                        out[after] = points, (*roles, move)
            paths = out
        points, best = max(paths.values(), default=(0.0, None))
        return (points, list(best)) if best is not None else None

    def _points(self, state: parts.State, move: str, index: int) -> float:
        return sum(
            PART[name].get(move, 0.0) for name in self._names(state, move, index)
        )

    def _names(self, state: parts.State, move: str, index: int) -> tuple[str, ...]:
        key = state, move, index
        if key not in self.known_names:
            names = self.sorter.speaking(state, move, self.candidates[index])
            self.known_names[key] = tuple(names)
        return self.known_names[key]

    @staticmethod
    def _forced(
        paths: dict[parts.State, tuple[float, tuple[str, ...]]], role: str
    ) -> dict[parts.State, tuple[float, tuple[str, ...]]]:
        if role == "mark":
            return {s: (points, (*roles, role)) for s, (points, roles) in paths.items()}
        ended = [
            (points + state.empty * PART["unfilled"]["body"], (*roles, role))
            for state, (points, roles) in paths.items()
        ]
        return {parts.BODY: max(ended)} if ended else {}

    def counts(self, roles: Sequence[str]) -> Counter[Weight]:
        total: Counter[Weight] = Counter()
        state = parts.BODY
        for index, (role, candidate) in enumerate(
            zip(roles, self.candidates, strict=True)
        ):
            if candidate is None:
                ends = role != "mark"
                total["part//unfilled", "body"] += ends and state.empty
                state = parts.BODY if ends else state
                continue
            for name in self._names(state, role, index):
                total[f"part//{name}", role] += 1
            state = parts.after_move(state, role, candidate)
        return total

    def wrong(self, roles: Sequence[str]) -> int:
        free = self.sorter.fixed
        return sum(
            role not in ok
            for i, (role, ok) in enumerate(zip(roles, self.allowed, strict=True))
            if i not in free
        )


def labelled_texts(kind: str, folders: Sequence[Path]) -> Iterator[Any]:
    """Yield each text of the folders as the parser's choice of this kind gets it."""
    caught: dict[str, Any] = {}
    read_front, sort_parts = reader.read_front, reader.sort_parts

    def front(blocks: Sequence[Block]) -> Any:
        caught["front"] = blocks
        return read_front(blocks)

    def sort(*arguments: Any) -> Any:
        caught["parts"] = arguments
        return sort_parts(*arguments)

    reader.read_front, reader.sort_parts = front, sort
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            caught.clear()
            reader.read(path.read_text())
            label = json.loads(path.with_suffix(".json").read_text())
            if kind in caught:
                form = FrontText if kind == "front" else PartText
                yield form(path.stem, caught[kind], label)
    reader.read_front, reader.sort_parts = read_front, sort_parts


def table_of(tables: dict[str, Table], key: str) -> dict[str, float]:
    """Return the row of points that a weight's first name is of."""
    name, _, row = key.partition("//")
    return tables[name].setdefault(row, {})


def values(tables: dict[str, Table]) -> dict[Weight, float]:
    """Return every point of the tables."""
    return {
        (f"{name}//{row}", key): points
        for name, table in tables.items()
        for row, columns in table.items()
        for key, points in columns.items()
    }


def put(tables: dict[str, Table], points: dict[Weight, float]) -> None:
    """Set the points of the tables."""
    for (key, column), number in points.items():
        table_of(tables, key)[column] = number


def fit(
    texts: Sequence[Text],
    tables: dict[str, Table],
    rate: float,
    pull: float,
    cost: float,
) -> dict[Weight, float]:
    """Return the points, averaged over all steps, that the texts move the present ones to."""
    start = values(tables)
    now, total, steps = dict(start), Counter[Weight](), 0
    order = list(texts)
    chance = random.Random(SEED)  # noqa: S311 - the order of texts
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for text in order:
            steps += 1
            put(tables, now)
            guess = text.best(labelled=False, cost=cost)
            gold = text.best(labelled=True, cost=0.0)
            if guess and gold and text.wrong(guess[1]):
                moved = text.counts(gold[1])
                moved.subtract(text.counts(guess[1]))
                for weight, count in moved.items():
                    if weight in start:
                        now[weight] += rate * count
            for weight, number in now.items():
                now[weight] = number + pull * (start[weight] - number)
                total[weight] += now[weight]
    put(tables, start)
    return {weight: total[weight] / steps for weight in start}


def errors(texts: Sequence[Text]) -> tuple[set[str], int]:
    """Return the texts that are read wrongly, and how many blocks of them are wrong."""
    wrong, blocks = set(), 0
    for text in texts:
        guess = text.best(labelled=False, cost=0.0)
        amiss = text.wrong(guess[1]) if guess else 1
        if amiss:
            wrong.add(text.name)
            blocks += amiss
    return wrong, blocks


def main() -> None:
    """Cross-validate, then fit to everything and print the points that moved."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("kind", choices=["front", "parts"])
    options.add_argument("folders", type=Path, nargs="+")
    options.add_argument("--also", type=Path, nargs="*", default=[])
    options.add_argument("--rate", type=float, default=0.2)
    options.add_argument("--pull", type=float, default=0.001)
    options.add_argument("--cost", type=float, default=1.0)
    options.add_argument("--write", action="store_true", help="print every point")
    given = options.parse_args()
    every = list(labelled_texts(given.kind, given.folders))
    texts = [text for text in every if text.known]
    reachable = [t for t in texts if t.best(labelled=True, cost=0.0)]
    also = [t for t in labelled_texts(given.kind, given.also) if t.known]
    tables = (FrontText if given.kind == "front" else PartText).tables
    print(
        f"{len(every)} texts; of {len(texts)} the blocks of the labels are known, of {len(reachable)} a reading has them"
    )
    print("not known:", *(t.name for t in every if not t.known))
    print("no reading:", *(t.name for t in texts if t not in reachable))
    wrong, blocks = errors(texts)
    print(f"present points: {len(wrong)} texts wrong, {blocks} blocks:", *sorted(wrong))
    names = sorted({text.name for text in texts})
    random.Random(SEED).shuffle(names)  # noqa: S311 - the folds
    cross: set[str] = set()
    cross_blocks = 0
    present = values(tables)
    for fold in range(FOLDS):
        held = set(names[fold::FOLDS])
        train = [t for t in [*reachable, *also] if t.name not in held]
        put(tables, fit(train, tables, given.rate, given.pull, given.cost))
        amiss, number = errors([t for t in texts if t.name in held])
        put(tables, present)
        cross |= amiss
        cross_blocks += number
    print(
        f"cross-validated: {len(cross)} texts wrong, {cross_blocks} blocks:",
        *sorted(cross),
    )
    fitted = fit([*reachable, *also], tables, given.rate, given.pull, given.cost)
    put(tables, fitted)
    amiss, number = errors(texts)
    print(f"fitted to all: {len(amiss)} texts wrong, {number} blocks")
    for weight, points in sorted(fitted.items()):
        if given.write or abs(points - present[weight]) >= 0.2:
            print(*weight, present[weight], round(points, 1))


if __name__ == "__main__":
    main()
