"""How answers to one question agree: what they both say, what one alone says, and where numbers differ.

Sentences are compared by their words and numbers; headings, rows of tables and denials claim nothing. No
model judges: the same answers always compare the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from core.answering.claims import Claim, claims
from core.answering.events import Mode
from core.answering.quantities import Quantity, QuantityKind, quantities
from core.answering.terms import is_negated, stems
from core.library.keywords import STOP_WORDS, analyse

SHARED_TERMS = 0.6  # of a sentence's terms that must be in the other answer's
DATING = {QuantityKind.YEAR, QuantityKind.DATE}
NEAR_WORDS = 3  # behind a number, that say what it counts


class Stance(StrEnum):
    """How a sentence stands to the other answers."""

    SHARED = "shared"  # another says it too
    ALONE = "alone"  # no other says it
    DIFFERS = "differs"  # another says it with other numbers


@dataclass(frozen=True, slots=True)
class Difference:
    """Two numbers that disagree: where each stands, [start, end) in its own answer."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Echo:
    """What the answer of `mode` says to the same point, [start, end) in it.

    With `differences` it contradicts.
    """

    mode: Mode
    start: int
    end: int
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, [start, end) of its answer, and what the other answers say to it."""

    start: int
    end: int
    stance: Stance
    echoes: tuple[Echo, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """The sentences of each answer, in order, as they stand to those of the others."""

    sentences: Mapping[Mode, tuple[Sentence, ...]]


def compare(answers: Mapping[Mode, str]) -> Agreement:
    """Return how the answers of two or more modes agree, sentence by sentence."""
    said = {mode: _statements(text) for mode, text in answers.items()}
    echoes: dict[tuple[Mode, int], list[Echo]] = {}
    for mode, statements in said.items():
        for other in said:
            if other is not mode:
                for index, statement in enumerate(statements):
                    echoes.setdefault((mode, index), []).extend(_shared(statement, other, said[other]))
    for one, other in combinations(said, 2):
        _add_differences(one, other, said, echoes)
    return Agreement(
        {
            mode: tuple(
                _sentence(statement, echoes.get((mode, index), []))
                for index, statement in enumerate(statements)
            )
            for mode, statements in said.items()
        }
    )


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number, and the words behind it and its unit."""

    quantity: Quantity
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Statement:
    start: int
    end: int
    words: frozenset[str]
    amounts: tuple[_Amount, ...]
    is_negated: bool


def _statements(text: str) -> list[_Statement]:
    """Return what `text` claims: its sentences, without those that have neither words nor numbers."""
    made = (_statement(text, claim) for claim in claims(text))
    return [each for each in made if each.words or each.amounts]


def _statement(text: str, claim: Claim) -> _Statement:
    start, end = text.index(claim.text, claim.start), claim.end
    found = list(quantities(text[start:end]))
    amounts, words = [], set[str]()
    bounds = [0, *(each.unit_end for each in found)]
    ends = [*(each.start for each in found), end - start]
    for at, (first, last) in enumerate(zip(bounds, ends, strict=True)):
        near = _stems(text[start + first : start + last])
        words.update(near)
        if at:
            amounts.append(_Amount(_moved(found[at - 1], start), frozenset(near[:NEAR_WORDS])))
    return _Statement(start, end, frozenset(words), tuple(amounts), is_negated(text[start:end]))


def _moved(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)


def _stems(text: str) -> list[str]:
    return [stems(word)[-1] for word in analyse(text).body.split() if word not in STOP_WORDS]


def _shared(statement: _Statement, other: Mode, statements: Sequence[_Statement]) -> Iterator[Echo]:
    """Yield the sentence, or the two neighbours, in which the other answer says the same best."""
    best: tuple[float, Echo] | None = None
    for run in _runs(statements):
        share = _share(statement, run)
        if share >= SHARED_TERMS and (best is None or share > best[0]):
            best = share, Echo(other, run[0].start, run[-1].end)
    if best:
        yield best[1]


def _runs(statements: Sequence[_Statement]) -> Iterator[Sequence[_Statement]]:
    """Yield each sentence, then each two that follow each other."""
    for length in (1, 2):
        for start in range(len(statements) - length + 1):
            yield statements[start : start + length]


def _share(statement: _Statement, run: Sequence[_Statement]) -> float:
    """Return which share of a sentence's words and numbers the others have; 0 where a number is missing."""
    if statement.is_negated is not any(each.is_negated for each in run):
        return 0.0
    theirs = [amount.quantity for each in run for amount in each.amounts]
    if not all(any(a.quantity.agrees_with(other) for other in theirs) for a in statement.amounts):
        return 0.0
    words = frozenset[str]().union(*(each.words for each in run))
    total = len(statement.words) + len(statement.amounts)
    return (len(statement.words & words) + len(statement.amounts)) / total


def _add_differences(
    one: Mode,
    other: Mode,
    said: Mapping[Mode, Sequence[_Statement]],
    echoes: dict[tuple[Mode, int], list[Echo]],
) -> None:
    """Pair the sentences that say the same but for their numbers; one that is shared is in no pair."""
    for at, mine in enumerate(said[one]):
        if any(echo.mode is other for echo in echoes.get((one, at), ())):
            continue
        for index, theirs in enumerate(said[other]):
            if any(echo.mode is one for echo in echoes.get((other, index), ())):
                continue
            found = _differences(mine, theirs)
            if found:
                swapped = tuple(Difference(d.other_start, d.other_end, d.start, d.end) for d in found)
                echoes.setdefault((one, at), []).append(Echo(other, theirs.start, theirs.end, tuple(found)))
                echoes.setdefault((other, index), []).append(Echo(one, mine.start, mine.end, swapped))
                break


def _differences(mine: _Statement, theirs: _Statement) -> list[Difference]:
    """Return the numbers that disagree, where two sentences speak of the same thing."""
    left, right = _without_match(mine, theirs), _without_match(theirs, mine)
    same = len(mine.amounts) - len(left)
    fewer = min(len(mine.words), len(theirs.words)) + same
    if len(mine.words & theirs.words) + same < SHARED_TERMS * fewer:
        return []
    pairs = list(_paired(left, right))
    if len({one.quantity.kind in DATING for one, _ in pairs}) > 1:  # another amount of another year
        return []
    return [Difference(a.quantity.start, a.quantity.end, b.quantity.start, b.quantity.end) for a, b in pairs]


def _without_match(mine: _Statement, theirs: _Statement) -> list[_Amount]:
    return [
        amount
        for amount in mine.amounts
        if not any(amount.quantity.agrees_with(other.quantity) for other in theirs.amounts)
    ]


def _paired(left: Sequence[_Amount], right: Sequence[_Amount]) -> Iterator[tuple[_Amount, _Amount]]:
    """Yield the numbers of one sort that count the same thing, in order, each once."""
    free = list(right)
    for amount in left:
        for other in free:
            if _comparable(amount, other):
                yield amount, other
                free.remove(other)
                break


def _comparable(one: _Amount, other: _Amount) -> bool:
    kinds = {one.quantity.kind, other.quantity.kind}
    if kinds <= DATING or kinds == {QuantityKind.PERCENT}:
        return True
    if kinds != {QuantityKind.AMOUNT}:
        return False
    unit, other_unit = one.quantity.unit, other.quantity.unit
    if unit is not None and other_unit is not None:
        return unit.sort == other_unit.sort
    is_measured = unit is not None or other_unit is not None
    return not is_measured and (not one.near or not other.near or not one.near.isdisjoint(other.near))


def _sentence(statement: _Statement, echoes: Sequence[Echo]) -> Sentence:
    if any(echo.differences for echo in echoes):
        stance = Stance.DIFFERS
    else:
        stance = Stance.SHARED if echoes else Stance.ALONE
    return Sentence(statement.start, statement.end, stance, tuple(echoes))
