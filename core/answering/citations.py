"""Which lines of the documents support an answer: found by us, never asked of the model.

Small models cite badly, and a model that cites may invent. So each sentence of the answer is compared with
every sentence that was read, by its words (rare ones weigh more), its numbers and its names. A number or a
name that the sentence has and the span lacks means that the span does not support it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.answering.claims import Claim, claims
from core.answering.clauses import clauses, joined
from core.answering.closeness import UNKNOWN, Closeness, closeness
from core.answering.events import Citation
from core.answering.evidence import LONGEST_RUN, Line, Lines, lines_of_documents, lines_of_passages
from core.answering.support import LEAST_ANSWER, LINE_COST, Sought
from core.answering.translation import Meaning, Translations
from core.documents.document import Document
from core.library.passages import Passage

LEAST_SUPPORT = 0.42
LEAST_WITH_EXACT_NUMBER = 0.22  # of support, where 1,577 stands in both
LEAST_OF_SENTENCE = 0.35  # of support, where a whole sentence has such a number
# How a run of lines fits what is asked, 1 or more: by its topic and nearness beside those of the likeliest
# lines, its closeness to all and to its own line, and further lines. Found by regression on right and wrong
# answers. A number stands in many a line: one that is merely near those about the question is none.
FIT = (0.265, 0.377, 0.622, 0.128, 0.1)
FIT_OF_NUMBERS = (1.1, 0.4, 0.87, 0.39, -1.39)
WHOLE_SUPPORT = 0.7  # of a sentence, with which it is not looked at piece by piece
CANDIDATES = 12  # lines that are looked at closely for each claim, twice


class _Found(NamedTuple):
    """The lines that support a claim, and how well."""

    run: tuple[Line, ...]
    support: float


@dataclass(frozen=True, slots=True)
class _Judged:
    """A run of lines as it stands to a claim; with `score` those that support it are compared."""

    run: tuple[Line, ...]
    support: float
    topic: float
    nearness: float
    closeness: Closeness
    score: float
    is_contradicted: bool

    def fit(self, likeliest: Sequence[float], has_number: bool) -> float:
        """Return how well it fits what is asked, beside the likeliest lines; from 1 on it does."""
        topic = self.topic / likeliest[len(self.run)] if likeliest[len(self.run)] else 1.0
        nearness = min(1.0, self.nearness / likeliest[1]) if likeliest[1] else 1.0
        values = topic, nearness, *self.closeness, len(self.run) - 1
        weights = FIT_OF_NUMBERS if has_number else FIT
        return sum(weight * value for weight, value in zip(weights, values, strict=True))


class Evidence:
    """What was read, ready to be cited; with `meaning`, by answers in another script too."""

    def __init__(self, lines: Iterable[Line], meaning: Meaning | None = None) -> None:
        self._lines = Lines(lines)
        self._translations = Translations(self._lines, meaning) if meaning else None

    def cite(self, answer: str, question: str = "") -> tuple[Citation, ...]:
        """Return a citation for each sentence of `answer` that some span supports, in the answer's order.

        An answer of few words ("In 1998.") means something only with its `question`.
        """
        sought = [Sought(claim, question, self._lines) for claim in claims(answer)]
        found = [self._find(each) if each.says_anything else None for each in sought]
        self._add_translations(sought, found)
        return tuple(
            _citation(claim, run)
            for each, run in zip(sought, found, strict=True)
            for claim, run in self._in_clauses(each.claim, run, answer, question)
        )

    def _in_clauses(
        self, claim: Claim, whole: _Found | None, answer: str, question: str
    ) -> list[tuple[Claim, _Found]]:
        """Return the clauses of a claim and what supports each, if none of them is without support.

        `whole` is what supports it as a whole; where that is most of it, the claim is one.
        """
        if whole is None or whole.support < WHOLE_SUPPORT:
            found = list(self._find_clauses(clauses(claim, answer), question))
            if len(found) > 1 and all(run for _, run in found):
                return [(clause, run) for clause, run in found if run]
        return [(claim, whole)] if whole else []

    def _find_clauses(self, parts: Sequence[Claim], question: str) -> Iterator[tuple[Claim, _Found | None]]:
        """Yield the clauses of a claim and what supports them.

        One that has no support, or says what the question says, goes with the next.
        """
        waiting: Claim | None = None
        for part in parts if len(parts) > 1 else ():
            clause = joined(waiting, part) if waiting else part
            sought = Sought(clause, question, self._lines)
            found = self._find(sought) if sought.added else None
            waiting = None if found else clause
            if found:
                yield clause, found
        if waiting:
            yield waiting, None

    def inventions(self, answer: str, question: str = "") -> Iterator[Claim]:
        """Yield the sentences of `answer` with a name or a long number that nothing of what was read has."""
        for claim in claims(answer):
            if Sought(claim, question, self._lines).is_invented:
                yield claim

    def _find(self, sought: Sought) -> _Found | None:
        judged = self._judge(sought)
        likeliest = [0.0] * (LONGEST_RUN + 1)
        for each in judged:
            for length in range(len(each.run), LONGEST_RUN + 1):
                likeliest[length] = max(likeliest[length], each.topic)
        enough = _enough(sought)
        good = (
            each
            for each in judged
            if not each.is_contradicted
            and each.support >= enough
            and (each.fit(likeliest, sought.has_number) >= 1.0 or sought.is_told(each.run, each.support))
        )
        best = max(good, key=lambda each: each.score, default=None)
        return _Found(best.run, best.support) if best else None

    def _add_translations(self, sought: Sequence[Sought], found: list[_Found | None]) -> None:
        """Find what has no line yet in lines of another script."""
        places = [at for at, each in enumerate(sought) if each.says_anything and found[at] is None]
        if self._translations is None or not places:
            return
        for at, match in zip(places, self._translations.of([sought[at] for at in places]), strict=True):
            if match is not None:
                found[at] = _Found((match[0],), match[1])

    def _judge(self, sought: Sought) -> list[_Judged]:
        """Return the runs of lines that may support a claim, as they stand to it."""
        places = {run for index in self._candidates(sought) for run in self._lines.runs(index)}
        indices = {index for run in places for index in run}
        close = closeness(self._lines, indices, sought.asked, sought.added)
        runs = sorted(places, key=lambda run: (run.start, run.stop))
        return [self._judged(sought, run, close) for run in runs]

    def _candidates(self, sought: Sought) -> set[int]:
        """Return the lines that share most with a claim, and most with what it is about."""
        by_words = np.zeros(len(self._lines), np.float32)
        by_topic = by_words.copy()
        for word in sought.words:
            holders = self._lines.holding(word.forms)
            by_words[holders] += word.weight
            by_topic[holders] += word.weight * word.is_asked
        for number, weight in sought.numbers:
            by_words[self._lines.holding((*number.forms, *number.converted))] += weight
        return _best(by_words) | _best(by_topic)

    def _judged(self, sought: Sought, places: range, close: Mapping[int, Closeness]) -> _Judged:
        run = tuple(self._lines[index] for index in places)
        is_quoted = sought.is_quoted(run)
        support = 1.0 if is_quoted else sought.coverage(run)
        topic = 1.0 if is_quoted else sought.topic_coverage(run)
        nearness = 1.0 if is_quoted else sought.nearness(run)
        score = support + is_quoted - LINE_COST * (len(run) - 1)
        lacks_answer = not sought.has_number and sought.answer_coverage(run) < LEAST_ANSWER
        is_contradicted = lacks_answer or sought.contradicts(run)
        near = max((close[index] for index in places if index in close), default=UNKNOWN)
        return _Judged(run, support, topic, nearness, near, score, is_contradicted)


def whole_evidence(
    documents: Iterable[Document],
    only: Collection[tuple[str, int]] | None = None,
    meaning: Meaning | None = None,
) -> Evidence:
    """Return what whole-document mode read: every block of every page, running headers left out.

    `only` names pages by (document id, page number), where not all of them were read.
    """
    return Evidence(lines_of_documents(documents, only), meaning)


def passage_evidence(
    documents: Iterable[Document], passages: Iterable[Passage], meaning: Meaning | None = None
) -> Evidence:
    """Return what retrieved mode read: the spans of the passages."""
    return Evidence(lines_of_passages(documents, passages), meaning)


def _citation(claim: Claim, found: _Found) -> Citation:
    first, last = found.run[0], found.run[-1]
    return Citation(
        claim.start, claim.end, first.document_id, first.page_number, first.start, last.end, found.support
    )


def _enough(sought: Sought) -> float:
    """Return the support that makes a citation."""
    if not sought.has_exact_number:
        return LEAST_SUPPORT
    return LEAST_WITH_EXACT_NUMBER if sought.is_short else LEAST_OF_SENTENCE


def _best(scores: NDArray[np.float32]) -> set[int]:
    best = np.argsort(-scores, kind="stable")[:CANDIDATES]
    return {int(index) for index in best if scores[index] > 0}
