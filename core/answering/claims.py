"""What an answer claims: the sentences in it that could be looked up in a document.

A heading, a row of a table, a lead-in ("There are three reasons:"), a question, a sentence that the answer's
length cut off, and "The document does not say" claim nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.answering.denials import denies
from core.documents.text import sentences, word_count

FEWEST_WORDS = 4  # "Yes, it did." says nothing by itself that could be looked up
FRAGMENT_WORDS = 5

# Markdown's marks before a sentence, and the model's own numbering.
OPENING_MARKS = re.compile(r"\s*(?:(?:[#>]+|\d{1,3}[.)]|[-*•–])\s+)*")
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.M | re.S)
_HEADING = re.compile(r"\s*(?:#{1,6}\s|[*_]{2}[^*_]+[*_]{2}:?\s*$)")
_TABLE_ROW = re.compile(r"\s*\|.*|[^|\n]+(?:\s\|\s[^|\n]*){2,}")
_LIST_MARK = re.compile(r"\s*(?:\d{1,3}[.)]|[-*•–])\s")
_ENDS = re.compile(r"[.!?…。！؟:;][\"'”’»)\]*_]*$")
_NO_CLAIM_END = re.compile(r"[:?؟][*_]*$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer, [start, end); `text` is that without the marks before it.

    `is_certain` says that it is long enough to miss a source where it has none.
    """

    start: int
    end: int
    text: str
    is_certain: bool


def claims(answer: str) -> list[Claim]:
    """Return what `answer` claims, in order."""
    fenced = [match.span() for match in _FENCED.finditer(answer)]
    found = sentences(answer)
    made: list[Claim] = []
    for index, (start, end) in enumerate(found):
        if any(first < end and start < last for first, last in fenced):
            continue
        if _is_apart(answer, start, end) or _is_cut_off(answer, found, index):
            continue
        made += _claim(answer, start, end)
    return made


def _claim(answer: str, start: int, end: int) -> Iterator[Claim]:
    marks = OPENING_MARKS.match(answer, start, end)
    text = answer[marks.end() if marks else start : end].rstrip("*_ ")
    count = word_count(text)
    if count and not denies(text):
        yield Claim(start, end, text, count >= FEWEST_WORDS)


def _is_apart(answer: str, start: int, end: int) -> bool:
    """Say whether what stands there is a heading, a row of a table, a lead-in or a question."""
    if _NO_CLAIM_END.search(answer[start:end].rstrip("*_ ")):
        return True
    first = answer.rfind("\n", 0, start) + 1
    last = answer.find("\n", end)
    line = answer[first : last if last >= 0 else len(answer)]
    return bool(_HEADING.match(line) or _TABLE_ROW.match(line))


def _is_cut_off(answer: str, found: list[tuple[int, int]], index: int) -> bool:
    """Say whether the answer's last sentence is only its beginning: "The sea" after a whole sentence."""
    start, end = found[index]
    if not index or index < len(found) - 1 or _ENDS.search(answer[start:end]):
        return False
    before = answer[found[index - 1][0] : found[index - 1][1]]
    line = answer.rfind("\n", 0, start) + 1
    is_item = _LIST_MARK.match(answer, line) is not None and not _ENDS.search(before)
    return not is_item and word_count(answer[start:end]) < FRAGMENT_WORDS and bool(_ENDS.search(before))
