"""How well a run of lines supports a claim: its words, numbers, names and negations, compared one by one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.answering.claims import Claim
from core.answering.closeness import Forms
from core.answering.columns import years
from core.answering.evidence import Content, Line, Lines, content
from core.answering.quantities import Quantity, QuantityKind
from core.answering.rows import NamedRows
from core.answering.shares import without_shares
from core.answering.subjects import Subjects
from core.answering.terms import GROWS, SHRINKS, denied, has_name, names, script, stems, telling_words
from core.answering.units import unit_asked_for
from core.documents.document import BlockKind
from core.library.keywords import STOP_WORDS, analyse, normalise

LEAST_ANSWER = 0.6  # of what a claim adds to its question, that must be said
AROUND_SHARE = 0.5  # of its weight that a word counts which only stands in a heading
ASKED_SHARE = 0.5  # of its weight that a word of the question counts where the answer is short
FEW_WORDS = 3  # an answer of so many says nothing without its question
HEADING_SHARE = 0.8  # of its support that a heading gives: it announces, and seldom says
MUCH_ADDED = 5  # words and numbers beside the question's
NEARLY_ALL, ALL_BUT_LITTLE = 0.7, 0.85  # of support: by one line, by several that might meet by chance
IN_PLACE = 0.33  # of support, by each line that has a number
LINE_COST = 0.3  # of support, for each further line: the fewest lines that say it are cited
QUOTE_WORDS = 4  # telling ones, that stand in a line as they do in the answer
EXACT_DIGITS = 3
ANY_SCALES = (3, 6, 9)
_WORD_BEHIND = re.compile(r"[ \xa0]([^\W\d_]{2,})")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that a claim has: its forms, how much it says, and whether the claim's question has it too."""

    forms: tuple[str, ...]
    weight: float
    is_asked: bool


class Sought:
    """A claim as it is looked for in `lines`; `question` is what it answers."""

    def __init__(self, claim: Claim, question: str, lines: Lines) -> None:
        self.claim, self.question, self._question, self._lines = claim, question, content(question), lines
        self.content = content(claim.text)
        own = dict.fromkeys(telling_words(without_shares(claim.text)))
        self.words = [*self._weighted(own, 1.0)]
        self.is_short = len(own) <= FEW_WORDS
        if self.is_short:
            asked = (word for word in dict.fromkeys(telling_words(question)) if word not in own)
            self.words += self._weighted(asked, ASKED_SHARE)
        self.numbers = [(each, self._number_weight(each)) for each in self._measured()]
        self._held_by: dict[str, int] = {}
        self._giving: dict[tuple[int, str, int, int], bool] = {}
        self._subjects = Subjects(lines, claim.text, question if self.is_short else "")
        self._named_rows = NamedRows(lines, self.content.stems | self._question.stems)
        self._total = sum(word.weight for word in self.words) + sum(weight for _, weight in self.numbers)

    def _measured(self) -> Iterator[Quantity]:
        """Yield the numbers of the claim, those that answer the question in the unit that it asks for."""
        unit, asked = unit_asked_for(self.question), self._question.quantities
        for each in self.content.quantities:
            is_bare = each.unit is None and each.kind is QuantityKind.AMOUNT
            is_answer = is_bare and not any(each.agrees_with(other) for other in asked)
            yield replace(each, unit=unit) if is_answer else each

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the claim that its question does not have."""
        return tuple(
            name
            for name, is_first in dict.fromkeys(names(self.claim.text))
            if not has_name(name, self._question.words) and (not is_first or self._is_known_name(name))
        )

    @property
    def has_exact_number(self) -> bool:
        """Whether it adds one of so many digits that it hardly stands anywhere by chance."""
        return self.has_number and any(
            sum(map(str.isdigit, each.value.strip("0"))) >= EXACT_DIGITS
            and each.kind is not QuantityKind.YEAR
            and not each.is_share
            for each, _ in self.numbers
        )

    @property
    def has_number(self) -> bool:
        """Whether the claim adds a number to its question: that is found exactly, or not at all."""
        asked = self._question.quantities
        return any(not any(each.agrees_with(other) for other in asked) for each, _ in self.numbers)

    @cached_property
    def asked(self) -> list[tuple[Forms, float]]:
        """The telling words of the question, by their forms and how much each says."""
        return [
            (word.forms, word.weight)
            for word in self._weighted(dict.fromkeys(telling_words(self.question)), 1.0)
        ]

    @cached_property
    def added(self) -> list[Forms]:
        """The forms of the words and numbers that the claim adds to its question."""
        words = dict.fromkeys(analyse(self.claim.text).body.split())
        forms = (stems(word) for word in words if word not in STOP_WORDS)
        return [each for each in forms if self._question.stems.isdisjoint(each)]

    @property
    def says_anything(self) -> bool:
        """Whether there is something to look for."""
        return self._total > 0

    def coverage(self, run: Sequence[Line]) -> float:
        """Return the share of what the claim says that the run says too, in [0, 1]."""
        found = self._weight_in(range(len(self.words)), run)
        found += sum(weight for number, weight in self.numbers if self._has_number(number, run))
        share = found / self._total
        return share * HEADING_SHARE if all(map(_announces, run)) else share

    def topic_coverage(self, run: Sequence[Line]) -> float:
        """Return the share of what the claim is about, its answer left out, that the run speaks of too."""
        total = sum(self.words[index].weight for index in self._topic)
        return self._weight_in(self._topic, run) / total if total else 0.0

    def nearness(self, run: Sequence[Line]) -> float:
        """Return how much of the topic the line has that has the answer, or all, if none has it alone."""
        having = [[line] for line in run if self.answer_coverage([line]) >= LEAST_ANSWER]
        holding = [each for each in having if not self.lacks_name(each) and not self.lacks_number(each)]
        return max(map(self.topic_coverage, holding), default=self.topic_coverage(run))

    def answer_coverage(self, run: Sequence[Line]) -> float:
        """Return the share of what the claim adds to its question that the run says; 1 if it adds no word."""
        total = sum(self.words[index].weight for index in self._added_words)
        return self._weight_in(self._added_words, run) / total if total else 1.0

    @cached_property
    def _added_words(self) -> list[int]:
        """Which of its words the claim adds to its question, none where there is none."""
        has_question = bool(self._question.stems)
        return [index for index, word in enumerate(self.words) if has_question and not word.is_asked]

    def is_told(self, run: Sequence[Line], support: float) -> bool:
        """Say whether the claim adds a lot to its question, and the run says nearly all of it.

        Then it does not matter how far from the question's words that stands.
        """
        added = sum(not word.is_asked for word in self.words) + len(self.numbers)
        enough = NEARLY_ALL if len(run) == 1 else ALL_BUT_LITTLE
        return added >= MUCH_ADDED and support >= enough and self._has_numbers_in_place(run)

    def _has_numbers_in_place(self, run: Sequence[Line]) -> bool:
        """Say whether each line with a number of the claim says a good part of it, or is the rest of one."""
        return len(run) == 1 or all(
            self.coverage([line]) >= IN_PLACE or len(telling_words(line.text)) <= FEW_WORDS
            for line in run
            if any(self._has_number(number, [line]) for number, _ in self.numbers)
        )

    @cached_property
    def _topic(self) -> list[int]:
        """Which of its words the question has; where there is no question, which are no names."""
        if self._question.stems:
            return [index for index, word in enumerate(self.words) if word.is_asked]
        return [
            index
            for index, word in enumerate(self.words)
            if not any(has_name(name, word.forms) for name in self.names)
        ]

    def _weight_in(self, words: Iterable[int], run: Sequence[Line]) -> float:
        mine = around = 0
        for line in run:
            mine |= self._held(line.text)
            around |= self._held(line.around.text)
        found = 0.0
        for index in words:
            if mine >> index & 1:
                found += self.words[index].weight
            elif around >> index & 1:
                found += self.words[index].weight * AROUND_SHARE
        return found

    def _held(self, text: str) -> int:
        """Return which words of the claim stand in a text, a bit for each; worked out once."""
        if text not in self._held_by:
            found = self._lines.content(text).stems
            held = (1 << index for index, word in enumerate(self.words) if not found.isdisjoint(word.forms))
            self._held_by[text] = sum(held)
        return self._held_by[text]

    def is_quoted(self, run: Sequence[Line]) -> bool:
        """Say whether the claim stands in the run word for word."""
        is_long = len(self.words) + len(self.numbers) >= QUOTE_WORDS and not self.is_short
        return is_long and self.content.phrase in _phrase(self._contents(run))

    def contradicts(self, run: Sequence[Line]) -> bool:
        """Say whether the claim has a number or a name that the run lacks, says "not" or the reverse."""
        return (
            self.lacks_number(run)
            or self.lacks_name(run)
            or self.is_of_other_row(run)
            or self._subjects.are_elsewhere(run[0])
            or self._is_denied(run)
            or self._is_reversed(run)
        )

    def is_translated(self, line: Line) -> bool:
        """Say whether the line may say it in another script, in which its words cannot be compared."""
        return self.is_foreign(line) and not self.lacks_number([line]) and not self.lacks_name([line])

    def is_foreign(self, line: Line) -> bool:
        """Say whether the line is in another script than the claim."""
        return script(line.text) not in ("", script(self.claim.text))

    def lacks_number(self, run: Sequence[Line]) -> bool:
        """Say whether the claim has a number that neither the run nor the question has.

        A share in words may be worked out: in a whole sentence it wants no number where the run has no share.
        """
        return not all(
            self._has_number(each, run)
            or self._is_given(each, run)
            or (each.is_share and not self.is_short and not self._has_share(run))
            for each, _ in self.numbers
        )

    def _has_share(self, run: Sequence[Line]) -> bool:
        return any(each.kind is QuantityKind.PERCENT for line in run for each in self._quantities(line))

    @property
    def is_invented(self) -> bool:
        """Whether the claim has a name, or a number of many digits, that none of all the lines has."""
        everything = self._lines.all
        is_spelt_alike = not all(map(self.is_foreign, self._lines.sample()))
        return (is_spelt_alike and self.lacks_name(everything)) or not all(
            self._has_number(each, everything) or self._is_given(each, everything)
            for each, _ in self.numbers
            # A number of few digits is often counted, as in "three reasons", and a share is often worked out.
            if sum(map(str.isdigit, each.value)) >= EXACT_DIGITS and not each.is_share
        )

    def _has_number(self, number: Quantity, run: Sequence[Line]) -> bool:
        return any(self._is_in_line(number, line) for line in run)

    def _is_in_line(self, number: Quantity, line: Line) -> bool:
        """Say whether one line gives a number; worked out once."""
        key = number.start, line.document_id, line.page_number, line.start
        if key not in self._giving:
            self._giving[key] = any(
                _gives(line, other, number) and self._is_of_year(number, line, other)
                for other in self._quantities(line)
            )
        return self._giving[key]

    @cached_property
    def _years(self) -> set[str]:
        """The years that the claim is about, or its question where it names none."""
        return {*years(self.claim.text)} or {*years(self.question)}

    def _is_of_year(self, number: Quantity, line: Line, other: Quantity) -> bool:
        """Say whether a line's number may be of the year of the claim's: not where that has its own."""
        told = self._lines.content(line.text).years
        year = line.year_at(other.start) or told.get(other.start, "")
        mine = self.content.years.get(number.start)
        asked = {mine} if mine else self._years
        return not year or year in asked or asked.isdisjoint({*line.years, *told.values()})

    def _is_given(self, number: Quantity, run: Sequence[Line]) -> bool:
        """Say whether a number is the question's, or the year in the heading of a table."""
        if any(number.agrees_with(other) for other in self._question.quantities):
            return True
        if number.kind not in (QuantityKind.YEAR, QuantityKind.DATE):
            return False
        if any(number.value.startswith(year) for line in run for year in line.years if year):
            return True
        around = (self._lines.content(line.around.text) for line in run if line.kind is BlockKind.TABLE)
        return any(number.agrees_with(other) for each in around for other in each.quantities)

    def _quantities(self, line: Line) -> tuple[Quantity, ...]:
        return self._lines.content(line.text).quantities

    def is_of_other_row(self, run: Sequence[Line]) -> bool:
        """Say whether a row with a number of the claim is another one than it, or its question, names."""
        return any(
            self._named_rows.has_other(line)
            for line in run
            if line.kind is BlockKind.TABLE and any(self._is_in_line(each, line) for each, _ in self.numbers)
        )

    def lacks_name(self, run: Sequence[Line]) -> bool:
        """Say whether the claim has a name that neither the run nor the question has."""
        return not all(any(has_name(name, each.words) for each in self._contents(run)) for name in self.names)

    def _is_denied(self, run: Sequence[Line]) -> bool:
        lacks = self.content.is_negated and not any(each.is_negated for each in self._contents(run))
        if lacks:
            # what a question denies, its answer says in other words: "Who did not come? All but Alon came."
            return not self._question.is_negated
        mine, said = list(denied(self.claim.text)), self.content.stems
        theirs = [
            pair for line in run if self._lines.content(line.text).is_negated for pair in denied(line.text)
        ]
        return len(theirs) > len(mine) and any(
            len(pair) > 1
            and all(not said.isdisjoint(stems(word)) for word in pair)
            and not any(set(pair) & set(other) for other in mine)
            for pair in theirs
        )

    def _is_reversed(self, run: Sequence[Line]) -> bool:
        """Say whether the one speaks of growth only and the other of shrinking only."""
        mine = self.content.stems & {GROWS, SHRINKS}
        theirs = {change for each in self._contents(run) for change in each.stems & {GROWS, SHRINKS}}
        return len(mine) == len(theirs) == 1 and mine != theirs

    def _contents(self, run: Sequence[Line]) -> list[Content]:
        return [self._lines.content(line.text) for line in run]

    def _weighted(self, words: Iterable[str], share: float) -> Iterator[Word]:
        for word in words:
            forms = stems(word)
            weight = share * self._lines.rarity(len(self._lines.holding(forms)))
            yield Word(forms, weight, not self._question.stems.isdisjoint(forms))

    def _number_weight(self, number: Quantity) -> float:
        return self._lines.rarity(len(self._lines.holding(number.forms)))

    def _is_known_name(self, name: str) -> bool:
        """Say whether a word that opens a sentence is a name: the documents write it so within one too."""
        return any(
            name == found and not opens
            for index in self._lines.holding(stems(name))[:20]
            for found, opens in names(self._lines[int(index)].text)
        )


def _announces(line: Line) -> bool:
    """Say whether a line only leads to what is said below it."""
    return line.kind is BlockKind.HEADING or line.text.endswith(":")


def _gives(line: Line, other: Quantity, number: Quantity) -> bool:
    if other.is_label and not number.is_label:  # "Table 2" has no two of anything
        return False
    is_row = line.kind is BlockKind.TABLE
    kinds = {number.kind, other.kind}
    if QuantityKind.PERCENT in kinds and len(kinds) > 1 and not is_row and "%" not in line.text:
        return False
    if number.is_measured and other.unit is None and not is_row and _counts(line, other):
        return False  # "12 km" are not found in "12 nurses"
    scales = line.around.scales or (ANY_SCALES if is_row and number.scale else ())
    return number.is_given_by(other, scales)


def _counts(line: Line, number: Quantity) -> bool:
    """Say whether the word behind a number is what it counts."""
    behind = _WORD_BEHIND.match(line.text, number.end)
    return behind is not None and normalise(behind[1]) not in STOP_WORDS


def _phrase(contents: Sequence[Content]) -> str:
    return " " + "".join(each.phrase.lstrip() for each in contents)
