"""How far the index of the search has come, and the words that it offers for typing errors.

Both are derived from the record and can be made again from it (`manage.py index_search`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SearchState(models.Model):
    """What the index holds: every publication up to `(indexed_until, indexed_id)`.

    In the order of `live_from` and id, and none that was called off. Its tokens are those
    of `words_version` (`releases.text.words`).
    """

    indexed_until = models.DateTimeField()
    indexed_id = models.PositiveBigIntegerField(default=0)
    words_version = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="search_state_is_the_only_row", condition=Q(id=1)
            )
        ]

    def __str__(self) -> str:
        return f"{self.indexed_until:%Y-%m-%d %H:%M:%S} {self.indexed_id}"


class SearchWord(models.Model):
    """A word of a public headline, by itself and by each form with a letter left out."""

    key = models.CharField(max_length=64)
    word = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="search_word_has_each_key_once", fields=["key", "word"]
            )
        ]

    def __str__(self) -> str:
        return self.word
