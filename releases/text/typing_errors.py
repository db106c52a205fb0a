"""Words that a mistyped word may have been meant as.

Each word is kept under itself and under each form with a letter left out. Two words that
share a form are at most two edits apart, of which one may be at each (Garbe, SymSpell).
"""

from __future__ import annotations

MAX_DISTANCE = 2


def word_keys(word: str) -> set[str]:
    """Return the word, and each form of it with a letter left out."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def edit_distance(first: str, second: str) -> int:
    """Return how many letters to add, drop, replace or swap with the next one.

    The restricted distance of Damerau and Levenshtein: no part is edited twice.
    """
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = letter != other
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost)
            is_swap = (
                i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other
            )
            row.append(min(best, earlier[j - 2] + 1) if is_swap else best)
    return row[-1]
