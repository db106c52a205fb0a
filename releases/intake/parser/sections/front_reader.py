"""The parts above the first paragraph: the best joint reading of all their blocks.

Each block could be masthead, headline, deck, contact, notice, correction or dateline,
or where the body begins. Its features speak for each (`weights.FRONT`), its
neighbours for the order; the reading with most points is chosen (Viterbi).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from releases.intake.parser.front.banners import (
    is_control,
    is_date_line,
    is_label,
)
from releases.intake.parser.front.title_lines import (
    JOINTS,
    VERB,
    joins,
    lacks_subject,
)
from releases.intake.parser.names import is_company
from releases.intake.parser.sections.front_features import FrontFeatures
from releases.intake.parser.weights import ORDER


@dataclass(frozen=True, slots=True)
class _Step:
    """The best reading so far that ends with a role."""

    score: float
    roles: tuple[str, ...]
    titled: bool
    title: float = 0.0  # the most points of a line of its title


class FrontReader(FrontFeatures):
    """The reading of the blocks at the top that has most points."""

    def best(
        self, banned: frozenset[int] = frozenset()
    ) -> tuple[float, tuple[str, ...]]:
        """Return the most points that a reading of all blocks has, and its roles.

        No headline begins at the `banned` blocks.
        """
        steps = {"": _Step(0.0, (), titled=False)}
        for index in range(self.size):
            steps = self._advance(steps, index, banned)
        ended = [
            (
                step.score
                + (
                    0 if step.roles[-1:] in {("body",), ("rest",)} else ORDER["no_body"]
                ),
                step.roles,
            )
            for step in steps.values()
        ]
        return max(ended, key=lambda reading: reading[0])

    def _advance(
        self, steps: dict[str, _Step], index: int, banned: frozenset[int]
    ) -> dict[str, _Step]:
        out: dict[str, _Step] = {}
        for step in steps.values():
            for role, points in self.scores[index].items():
                moves = self.moves(step.roles, role, index, banned)
                if moves is None:
                    continue
                titled = step.titled or role == "title"
                key = f"{role}{titled}"
                least = role == "title" and step.titled
                floor = ORDER["least_of_a_title_that_goes_on"] if least else points
                moved = sum(ORDER[name] for name in moves)
                own = self.scores[index]["title"]
                over = own - step.title - ORDER["outshone_from"]
                if role == "deck" and over > 0:
                    moved += over * ORDER["outshone"]
                total = step.score + max(points, floor) + moved
                if key not in out or total > out[key].score:
                    best = max(own, step.title) if least else own
                    best = best if role == "title" else step.title
                    out[key] = _Step(total, (*step.roles, role), titled, best)
        return out

    def moves(
        self,
        before: Sequence[str],
        role: str,
        index: int,
        banned: frozenset[int] = frozenset(),
    ) -> list[str] | None:
        """Return what in `ORDER` counts for a role after others; None if it can't follow."""
        last = before[-1] if before else ""
        inside = last in {"body", "rest"}
        if inside or role == "rest":
            return [] if inside and role == "rest" else None
        if role == "body":
            return self._end(before, index)
        if role == "title":
            return self._as_title(before, index, banned)
        if role == "deck" and "title" not in before:
            return None
        if role == "dateline":
            return None if "dateline" in before else []
        late = role == "mast" and last in {"title", "deck"} and not self._is_mark(index)
        moves = ["late_mast"] * late
        moves += self._as_deck(last, index) if role == "deck" else []
        return moves + ["apart_from_dash"] * self._is_apart(last, role, index)

    def _is_apart(self, last: str, role: str, index: int) -> bool:
        """Return whether a line that is no news is directly below a dateline's dash."""
        if last != "dateline" or not self.texts[index - 1].endswith(("-", "–", "—")):
            return False
        notes = role in {"correction", "notice"} and self.scores[index][role] > 0
        text = self.texts[index]
        return not (notes or is_label(text) or is_date_line(text))

    def _is_mark(self, index: int) -> bool:
        return self.blocks[index].kind == "mark"

    def _as_title(
        self, before: Sequence[str], index: int, banned: frozenset[int]
    ) -> list[str] | None:
        dashed = self._is_apart(before[-1] if before else "", "title", index)
        if "title" not in before:
            joint = self.texts[index].lower() in JOINTS
            no = joint or index in banned
            return None if no else ["apart_from_dash"] * dashed
        if before[-1] != "title" or not self.continues(index):
            return None
        start = list(before).index("title")
        above, text = self.texts[start:index], self.texts[index]
        needs: object = {above[-1].lower(), text.lower()} & JOINTS
        if joins(text):
            needs = needs or (len(above) == 1 and is_company(above[0]))
        if lacks_subject(text) and not above[-1].endswith((";", ",")):
            if any(VERB.search(line) for line in above):
                return None
            needs = len(above) == 1 and is_company(above[0])
        return ["title_needs_more" if needs else "title_goes_on"]

    def _as_deck(self, last: str, index: int) -> list[str]:
        if last == "dateline":
            again = index < self.wired
            return ["deck_after_date" if again else "deck_after_dateline"]
        if last == "mast" and not self._is_mark(index - 1):
            above = self.texts[index - 1]
            idle = is_date_line(above) or is_control(above)
            return ["deck_after_date" if idle else "deck_after_mast"]
        if last == "deck":
            return ["another_deck"]
        broken = last == "title" and self.continues(index)
        return ["title_ends"] * broken

    def _end(self, before: Sequence[str], index: int) -> list[str]:
        if "title" in before:
            return []
        bare = not any(role in {"mast", "deck"} for role in before)
        opened = index < self.size and self.openings[index] is not None
        return ["no_title_at_start" if bare and opened else "no_title"]
