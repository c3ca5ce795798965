"""What a question will cost before it is asked: seconds from rates measured on this machine, never guessed.

Reading a token takes longer the more stand before it (attention), and every batch costs something of its
own; so seconds are fitted as `c * batches + a * tokens + b * positions`, by least squares that forget. The
rates of one model in one setting are kept in a file, so that the first question of a day is foreseen too.
While something is read, what is left of it is foreseen by the same fit, times how far the last seconds were
off: another program may have begun to work meanwhile.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.answering.waiting import waited_for
from core.errors import LibraryError
from core.model.pace import Pace, next_cut
from core.paths import ensure_folder, write_whole, writing_to

if TYPE_CHECKING:
    # It brings llama.cpp with it, and the window, which does without, has need of an Outlook.
    from core.model.branches import PromptRead

log = logging.getLogger(__name__)

VERSION = 1
MEMORY_S = 300.0  # what was measured this many seconds of work ago counts for a third
RECENT_S = 10.0  # what was measured this many seconds of work ago counts for a third in `left_s`
MEAN_WEIGHT = 0.2  # of the last answer in a running mean
TOLERANCE = 1e-3  # of all that is to be explained, that a further term must explain to be taken in
TERMS = ((1,), (1, 2), (0, 1), (0, 1, 2))  # the number of tokens always counts; the simplest comes first

Features = tuple[float, float, float]  # batches, tokens, sum of the tokens' positions


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the next question will cost in one mode, asked alone.

    Of `prompt_tokens`, `held_tokens` need not be read: they are in the model's memory or on the disk. Seconds
    are None where it does not fit the window, and before anything was measured. With a `part_count` above 1
    the documents are read in so many parts, and the figures are sums over them.
    """

    prompt_tokens: int
    held_tokens: int
    context_tokens: int
    fits: bool
    first_token_s: float | None
    total_s: float | None
    part_count: int = 1


@dataclass(frozen=True, slots=True)
class Meter:
    """How full the model's window is, in tokens, with the whole of the documents before it.

    `fitting_pages` of all `page_count` pages fit, counted from the first one, with an answer behind them.
    `conversation_tokens` is what was asked and answered so far, as far as it is still shown to the model.
    """

    context_tokens: int
    document_tokens: int
    conversation_tokens: int
    page_count: int
    fitting_pages: int


class Fit:
    """Seconds as a sum of three measured quantities, none of which saves time (no negative coefficients)."""

    def __init__(self, sums: Sequence[float] = (0.0,) * 10) -> None:
        self.sums = list(sums)  # 6 products of two features, 3 of a feature and seconds, 1 of seconds squared
        self._found: list[float] | None = None
        self._is_solved = False

    def add(self, features: Features, seconds: float) -> None:
        """Take note of a measurement. Long ones weigh more, but not by the square."""
        weight, fading = 1 / max(seconds, 1e-4), exp(-seconds / MEMORY_S)
        row = (*features, seconds)
        products = [row[i] * row[j] for i in range(3) for j in range(i, 3)]
        products += [each * seconds for each in row]
        self.sums = [fading * old + weight * new for old, new in zip(self.sums, products, strict=True)]
        self._is_solved = False

    def predict(self, features: Features) -> float | None:
        """Return the seconds to expect, None before anything was measured."""
        if not self._is_solved:
            self._found, self._is_solved = self._coefficients(), True
        found = self._found
        return None if found is None else sum(c * x for c, x in zip(found, features, strict=True))

    def _coefficients(self) -> list[float] | None:
        best, left = None, float("inf")
        total = self.sums[9]
        for terms in TERMS:
            solved = _solve([[self._product(i, j) for j in terms] + [self.sums[6 + i]] for i in terms])
            if solved is None or min(solved) < 0:
                continue
            rest = total - sum(c * self.sums[6 + i] for c, i in zip(solved, terms, strict=True))
            if rest < left - TOLERANCE * total:
                left, best = rest, [dict(zip(terms, solved, strict=True)).get(i, 0.0) for i in range(3)]
        return best

    def _product(self, i: int, j: int) -> float:
        low, high = min(i, j), max(i, j)
        return self.sums[(0, 3, 5)[low] + high - low]


class Rates:
    """How fast one model reads and writes in one setting; kept in a file with the rates of others."""

    def __init__(self, file: Path, key: str) -> None:
        self._file, self._key = file, key
        saved = _load(file).get(key, {})
        self._reading = Fit(saved.get("reading", [0.0] * 10))
        self._writing = Fit(saved.get("writing", [0.0] * 10))
        self._retrieve_s: float | None = saved.get("retrieve_s")
        self._answer_tokens: float | None = saved.get("answer_tokens")
        self._note_tokens: float | None = saved.get("note_tokens")
        self._shares: dict[str, float] = saved.get("passage_shares", {})
        self._slowness = 1.0  # of the last seconds, beside what was foreseen

    def add_reading(self, begin: int, end: int, seconds: float) -> None:
        """Take note of a batch of prompt tokens at the positions [begin, end)."""
        if end > begin:
            foreseen = self._reading.predict(_batch(begin, end))
            if foreseen:
                weight = 1 - exp(-seconds / RECENT_S)
                self._slowness += weight * (seconds / foreseen - self._slowness)
            self._reading.add(_batch(begin, end), seconds)

    def measured(self, reads: "Iterable[PromptRead]") -> "Iterator[PromptRead]":
        """Pass on how far one prompt is read, by itself, and take note of the time that each step took."""
        begin = 0
        for seconds, read in waited_for(reads):
            self.add_reading(begin or read.from_cache_tokens, read.done_tokens, seconds)
            begin = read.done_tokens
            yield read

    def left_s(self, read: "PromptRead", prefix_tokens: int) -> float | None:
        """Return the seconds until a prompt that is being read now is read to its end."""
        seconds = self.reading_s(read.done_tokens, read.total_tokens, prefix_tokens)
        return None if seconds is None else seconds * self._slowness

    def add_writing(self, prompt_tokens: Sequence[int], generated: Sequence[int], seconds: float) -> None:
        """Take note of answers written together, each behind its prompt."""
        steps = max(generated) - 1
        if steps > 0:
            rows = sum(count - 1 for count in generated)
            positions = sum(_positions(p, p + g - 1) for p, g in zip(prompt_tokens, generated, strict=True))
            self._writing.add((steps, rows, positions), seconds)

    def add_answer(self, generated_tokens: int, retrieve_s: float | None) -> None:
        """Take note of an answer's length, and of the search before it where there was one."""
        self._answer_tokens = _mean(self._answer_tokens, generated_tokens)
        if retrieve_s is not None:
            self._retrieve_s = _mean(self._retrieve_s, retrieve_s)

    def add_note(self, generated_tokens: int) -> None:
        """Take note of how long a note on a part of a document is."""
        self._note_tokens = _mean(self._note_tokens, generated_tokens)

    def note_tokens(self, before_any: float) -> float:
        """Return the length to expect of a note; `before_any` where none was measured."""
        return before_any if self._note_tokens is None else self._note_tokens

    def add_passages(self, share: float, *, is_first: bool) -> None:
        """Take note of how much of its budget a search filled with passages that had to be read.

        A later question of a conversation often finds some that were read for an earlier one.
        """
        which = "first" if is_first else "later"
        self._shares[which] = _mean(self._shares.get(which), share)

    def passage_share(self, *, is_first: bool) -> float:
        """Return the share to expect; before anything was measured, all of the budget."""
        return self._shares.get("first" if is_first else "later", 1.0)

    def retrieve_s(self) -> float | None:
        """Return the seconds that a search for passages takes."""
        return self._retrieve_s

    def reading_s(self, held: int, total: int, prefix_tokens: int) -> float | None:
        """Return the seconds to read a prompt, of which so much is held; in the engine's own batches."""
        pace, begin, seconds = Pace(), held, 0.0
        while begin < total:
            end = next_cut(begin, total, prefix_tokens, pace.slice_tokens)
            taken = self._reading.predict(_batch(begin, end))
            if taken is None:
                return None
            pace.add(end - begin, taken)
            begin, seconds = end, seconds + taken
        return seconds

    def writing_s(self, prompt_tokens: int, answer_tokens: float | None = None) -> float | None:
        """Return the seconds that an answer takes from its first token to its last; None: of usual length."""
        length = self._answer_tokens if answer_tokens is None else answer_tokens
        if length is None:
            return None
        tokens = max(length - 1, 0.0)
        return self._writing.predict((tokens, tokens, _positions(prompt_tokens, prompt_tokens + tokens)))

    def save(self) -> None:
        """Write the rates; that they cannot be written must cost nobody an answer."""
        ours = {
            "reading": self._reading.sums,
            "writing": self._writing.sums,
            "retrieve_s": self._retrieve_s,
            "answer_tokens": self._answer_tokens,
            "note_tokens": self._note_tokens,
            "passage_shares": self._shares,
        }
        try:
            ensure_folder(self._file.parent)
            with writing_to(self._file):
                saved = {"version": VERSION, "models": {**_load(self._file), self._key: ours}}
                write_whole(self._file, json.dumps(saved))
        except LibraryError as error:
            log.warning("The measured rates are not saved: %s", error)


@lru_cache(maxsize=16)
def rates_of(file: Path, key: str) -> Rates:
    """Return the rates under `key`, the same ones for every conversation of this process."""
    return Rates(file, key)


def total_of(seconds: Sequence[float | None]) -> float | None:
    """Return the sum, None where one of them is not known."""
    known = [each for each in seconds if each is not None]
    return sum(known) if len(known) == len(seconds) else None


def _load(file: Path) -> dict[str, Any]:
    try:
        saved = json.loads(file.read_text(encoding="utf-8"))
        models: dict[str, Any] = saved["models"] if saved["version"] == VERSION else {}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("The measured rates in %s are not used: %s", file, error)
        return {}
    return models


def _batch(begin: int, end: int) -> Features:
    return 1.0, end - begin, _positions(begin, end)


def _positions(begin: float, end: float) -> float:
    return (end * end - begin * begin) / 2


def _mean(old: float | None, new: float) -> float:
    return new if old is None else old + MEAN_WEIGHT * (new - old)


def _solve(rows: list[list[float]]) -> list[float] | None:
    """Return the solution of symmetric linear equations, if there is one; right sides are the last column."""
    size = len(rows)
    for at in range(size):
        pivot = rows[at][at]
        if pivot <= 0:
            return None
        rows[at] = [value / pivot for value in rows[at]]
        for other in range(size):
            if other != at:
                factor, before = rows[other][at], rows[other][other]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[at], strict=True)]
                if other > at and rows[other][other] <= 1e-9 * before:  # says nothing that the others do not
                    return None
    return [row[size] for row in rows]
