"""Metrics as OpenMetrics text (version 1.0.0), which Prometheus and others read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"

Labels = tuple[tuple[str, str], ...]


class MetricSample(NamedTuple):
    """One value of a family: `suffix` is that of its name, such as `_total`."""

    family: str
    suffix: str
    labels: Labels
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricFamily:
    """A metric: its name, which ends in its unit if it has one, and what it says.

    `merge` is how the gauges of several processes become one. Counters are added.
    """

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    unit: str = ""
    merge: Literal["sum", "max"] = "sum"

    def sample(self, value: float, **labels: str) -> MetricSample:
        """Return the value of a counter or a gauge under these labels."""
        suffix = "_total" if self.kind == "counter" else ""
        return MetricSample(self.name, suffix, tuple(labels.items()), value)


class Histogram:
    """How often a value was at most each of the bounds. Not safe for threads."""

    __slots__ = ("_bounds", "_counts", "_sum")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def add(self, value: float) -> None:
        """Count the value."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    @property
    def count(self) -> int:
        """How many values were counted."""
        return sum(self._counts)

    def samples(self, family: MetricFamily, **labels: str) -> Iterator[MetricSample]:
        """Yield the buckets, each of which holds those before it, the number and the sum."""
        own, total = tuple(labels.items()), 0
        bounds = (*self._bounds, float("inf"))
        for bound, count in zip(bounds, self._counts, strict=True):
            total += count
            bucket = (*own, ("le", number_text(bound)))
            yield MetricSample(family.name, "_bucket", bucket, total)
        yield MetricSample(family.name, "_count", own, total)
        yield MetricSample(family.name, "_sum", own, self._sum)


def merged(
    families: Mapping[str, MetricFamily], samples: Iterable[MetricSample]
) -> list[MetricSample]:
    """Return the samples of several processes as those of one."""
    values: dict[tuple[str, str, Labels], float] = {}
    for sample in samples:
        key = sample[:3]
        if key not in values:
            values[key] = sample.value
        elif families[sample.family].merge == "max":
            values[key] = max(values[key], sample.value)
        else:
            values[key] += sample.value
    return [MetricSample(*key, value) for key, value in values.items()]


def open_metrics_text(
    families: Iterable[MetricFamily], samples: Iterable[MetricSample]
) -> str:
    """Return the samples as text, by family; one without samples is left out."""
    by_family: dict[str, list[MetricSample]] = {}
    for sample in samples:
        by_family.setdefault(sample.family, []).append(sample)
    lines: list[str] = []
    for family in families:
        if family.name in by_family:
            lines += _family_lines(family, by_family[family.name])
    return "\n".join([*lines, "# EOF", ""])


def _family_lines(family: MetricFamily, samples: list[MetricSample]) -> Iterator[str]:
    yield f"# TYPE {family.name} {family.kind}"
    if family.unit:
        yield f"# UNIT {family.name} {family.unit}"
    yield f"# HELP {family.name} {family.help}"
    for sample in samples:
        labels = ",".join(f'{name}="{value}"' for name, value in sample.labels)
        braces = f"{{{labels}}}" if labels else ""
        yield f"{family.name}{sample.suffix}{braces} {number_text(sample.value)}"


def number_text(value: float) -> str:
    """Return a number as the format writes it."""
    if value == float("inf"):
        return "+Inf"
    return repr(float(value))
