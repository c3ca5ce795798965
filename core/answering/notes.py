"""What is noted of each part of a long document: kept short, with page marks that are found by us.

A model is asked for a note on each part, or to say that nothing there helps. Its own page marks are taken
out; a mark is set behind each sentence of a note that a line of the part supports.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.answering.citations import Evidence
from core.answering.denials import denies
from core.answering.parts import PageKey, Place, label

Item = TypeVar("Item")

NOTE_TOKENS = 128  # that a note on one part may take
MERGED_TOKENS = 2 * NOTE_TOKENS  # that one may take which is made of several

_PAGE = r"(?:pages?|pp?\.|עמודים|עמוד|עמ['׳]?)"
_PAGE_MARK = re.compile(
    rf"\s*[\[(][^\[\]()\n]{{0,200}}?\b{_PAGE}\s*\d[\d\s,–-]*[\])]|^{_PAGE}\s*\d+\s*[:.–-]\s*", re.I | re.M
)
_NOTHING = r"(?:nothing (?:is )?here|אין כאן (?:שום )?(?:דבר|כלום))"
_ONLY_NOTHING = re.compile(rf"(?:note|answer|הערה|תשובה)?\W*(?:{_NOTHING}|nothing|none|n/a|כלום)\W*", re.I)
_BEGINS_WITH_NOTHING = re.compile(rf"\W*{_NOTHING}[\"'*\])]*[.!\n]", re.I)
_SECOND_SENTENCE = re.compile(r"[.!?]\s+\S|\n")


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted of a part, or of several parts together."""

    text: str
    pages: frozenset[PageKey]
    begins: Place
    ends: Place

    @property
    def shown(self) -> str:
        """The note as it is put before the model."""
        return f"[{label(self.begins, self.ends)}]\n{self.text}"


def is_over(begun: str) -> bool:
    """Whether a note that is being written has said already that nothing there helps."""
    return _BEGINS_WITH_NOTHING.match(begun) is not None


def is_empty(text: str) -> bool:
    """Whether a note clearly says nothing: the words it was asked for, or one sentence that denies."""
    plain = _PAGE_MARK.sub("", text).strip()
    if not plain or _ONLY_NOTHING.fullmatch(plain) or is_over(plain):
        return True
    return not _SECOND_SENTENCE.search(plain) and denies(plain)


def with_true_marks(text: str, evidence: Evidence, titles: Mapping[str, str]) -> str:
    """Return a note with the pages that its sentences are found on, and no others.

    `titles` name the documents by their ids; of a single one a page needs no title.
    """
    plain = _PAGE_MARK.sub("", text).strip()
    for citation in reversed(evidence.cite(plain)):
        page = f"page {citation.page_number}"
        place = f"{titles[citation.document_id]}, {page}" if len(titles) > 1 else page
        plain = f"{plain[: citation.end]} [{place}]{plain[citation.end :]}"
    return plain


def without_inventions(text: str, evidence: Evidence, question: str) -> str:
    """Return a note without the sentences whose names or long numbers stand nowhere in its pages.

    Asked about a part that says nothing of it, a small model often makes something up.
    """
    for claim in reversed([*evidence.inventions(text, question)]):
        text = text[: claim.start] + text[claim.end :]
    return text.strip()


def joined(notes: Sequence[Note]) -> str:
    """Return notes in order, as they are put before the model."""
    return "\n\n".join(note.shown for note in notes)


def foreseen_merges(sizes: Sequence[float], enough: float, room: float) -> tuple[list[float], float]:
    """Return what the prompts that merge notes of these sizes hold of them, and how much is left then.

    All are tokens. Notes are merged in rounds until they take no more than `enough`; a prompt has `room` for
    so much of them.
    """
    merges, left = list[float](), list(sizes)
    while sum(left) > enough:
        runs = _packed(left, lambda run: sum(run) <= room)
        if len(runs) == len(left):
            return merges, min(sum(left), enough)
        together = [sum(run) for run in runs if len(run) > 1]
        merges += together
        left = [min(sum(run), MERGED_TOKENS) if len(run) > 1 else run[0] for run in runs]
    return merges, sum(left)


def grouped(notes: Sequence[Note], most_tokens: int, count: Callable[[str], int]) -> list[list[Note]]:
    """Return the notes in runs that each fit in `most_tokens`; a longer one stands alone."""
    return _packed(notes, lambda run: count(joined(run)) <= most_tokens)


def _packed(items: Sequence[Item], fits: Callable[[Sequence[Item]], bool]) -> list[list[Item]]:
    """Return the items in runs that fit, each as long as it can be; one that does not fit stands alone."""
    runs: list[list[Item]] = []
    for item in items:
        if runs and fits([*runs[-1], item]):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs
