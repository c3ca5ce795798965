"""The clauses of a sentence that says several things, each of which may stand in another place.

"The roof cost £300, the doors £200, and the hide £100" may be told on three pages, and no span says it all.
"""

import re
from collections.abc import Iterator

from core.answering.claims import FEWEST_WORDS, Claim
from core.answering.quantities import quantities
from core.answering.terms import telling_words
from core.documents.text import word_count

FEWEST_TERMS = 2  # telling words and numbers of a clause: fewer say nothing, nor do numbers alone
_BORDER = re.compile(
    r"[,;،]\s+(?:(?:and|or|but|while|whereas|with)\s+)?|\s+(?:and|but|while|whereas|אבל|ואילו|וכן)\s+",
    re.IGNORECASE,
)


def clauses(claim: Claim, answer: str) -> list[Claim]:
    """Return the clauses of a claim of `answer`, and the items that it lists; itself if it has one only."""
    begin = answer.index(claim.text, claim.start)
    spans = list(_spans(claim.text))
    firsts = [claim.start, *(begin + start for start, _ in spans[1:])]
    lasts = [*(begin + end for _, end in spans[:-1]), claim.end]
    texts = [claim.text[start:end] for start, end in spans]
    return [
        Claim(first, last, text, word_count(text) >= FEWEST_WORDS)
        for first, last, text in zip(firsts, lasts, texts, strict=True)
    ]


def joined(one: Claim, other: Claim) -> Claim:
    """Return two clauses that follow each other as one."""
    return Claim(one.start, other.end, f"{one.text}, {other.text}", one.is_certain or other.is_certain)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where they are; a comma within a date parts nothing, nor one beside what says too little."""
    numbers = [(each.start, each.end) for each in quantities(text)]
    start = 0
    for border in _BORDER.finditer(text):
        is_within = any(first < border.end() and border.start() < last for first, last in numbers)
        if (
            not is_within
            and _says_enough(text[start : border.start()])
            and _says_enough(text[border.end() :])
        ):
            yield start, border.start()
            start = border.end()
    yield start, len(text)


def _says_enough(text: str) -> bool:
    words = len(telling_words(text))
    return words > 0 and words + sum(1 for _ in quantities(text)) >= FEWEST_TERMS
