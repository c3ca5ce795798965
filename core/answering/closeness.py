"""How near an answer stands to what its question speaks of.

A document may have the right words and yet say something else with them: "A sold the house to B" has both
names. Which of them a question asks for is told by what stands beside it. So each telling word of a line is
weighed by how near the words of the question are, and the answer should stand where they are nearest.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.answering.evidence import Lines

REACH = 10.0  # telling words, over which nearness falls to a third
Forms = tuple[str, ...]
Weights = NDArray[np.float32]


class Closeness(NamedTuple):
    """How near an answer stands to what is asked, in [0, 1].

    1 is as near as anything stands in all lines (`to_all`), or in its own line (`to_own`).
    """

    to_all: float
    to_own: float


UNKNOWN = Closeness(0.8, 0.8)  # where nothing is asked, or the answer is written in another way


def closeness(
    lines: Lines, indices: Iterable[int], asked: Iterable[tuple[Forms, float]], added: Sequence[Forms]
) -> Mapping[int, Closeness]:
    """Return for each of the lines at `indices` that has a word of an answer how close it is.

    `asked` are the forms of the question's words and how much each says, `added` those of the words that the
    answer adds to it.
    """
    words = lines.words
    chosen = np.unique(np.fromiter(indices, np.int32))
    places = np.flatnonzero(np.isin(words.lines, chosen))
    if not len(places) or not added:
        return {}
    weights, is_asked = _weights(lines, places, asked)
    free = np.where(is_asked, 0.0, weights)
    nearest = free.max()
    owners = words.lines[places]
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    here = np.maximum.reduceat(free, starts)
    means = _means([_tops(weights, np.isin(places, words.holding(forms)), starts) for forms in added])
    return {
        int(line): Closeness(min(1.0, mean / nearest), min(1.0, mean / own) if own else 1.0)
        for line, mean, own in zip(owners[starts], means, here, strict=True)
        if mean
    }


def _weights(
    lines: Lines, places: NDArray[np.int64], asked: Iterable[tuple[Forms, float]]
) -> tuple[Weights, NDArray[np.bool_]]:
    """Return how near what is asked stands to each word, and which words are of the question."""
    weights, is_asked = np.zeros(len(places), np.float32), np.zeros(len(places), np.bool_)
    for forms, weight in asked:
        holders = lines.words.holding(forms)
        if len(holders):
            weights += weight * np.exp(-_distances(lines.words.steps, holders, places) / REACH)
            is_asked |= np.isin(places, holders)
    return weights, is_asked


def _distances(steps: Weights, holders: NDArray[np.int32], places: NDArray[np.int64]) -> Weights:
    """Return how far each place is from the nearest holder, in steps."""
    at = np.searchsorted(holders, places)
    before, after = np.maximum(at - 1, 0), np.minimum(at, len(holders) - 1)
    here = steps[places]
    found: Weights = np.minimum(np.abs(here - steps[holders[before]]), np.abs(steps[holders[after]] - here))
    return found


def _tops(weights: Weights, is_held: NDArray[np.bool_], starts: NDArray[np.int64]) -> Weights:
    """Return for each line the highest weight of those that are held, -1 where there is none."""
    found: Weights = np.maximum.reduceat(np.where(is_held, weights, np.float32(-1.0)), starts)
    return found


def _means(tops: Sequence[Weights]) -> Weights:
    """Return for each line the mean of the words that stand in it, 0 where none does."""
    held = np.array(tops)
    counts = (held >= 0).sum(0)
    found: Weights = np.where(held >= 0, held, 0.0).sum(0) / np.maximum(counts, 1)
    return found
