"""Which sentences of an answer nothing in the documents was found to support."""

import re

from core.answering.events import Answer, Mode
from core.documents.text import sentences, word_count
from gui.answers.markdown import Block, Kind

FEWEST_WORDS = 4  # "Yes, it did." claims nothing that could be looked up
# "The document does not say", in the ways that models say it.
_SAYS_NOTHING = re.compile(
    r"(?:\bnot?\b|n't).*"
    r"\b(?:mention|say|state|specif|provid|contain|indicat|discuss|find|found|given|available|information)"
    r"|(?:לא|אינו|אינה|אינם|אין).*(?:אומר|מצוי|מציי|מזכיר|מוזכר|נאמר|כתוב|מופיע|מידע|מסמך)",
    re.IGNORECASE | re.DOTALL,
)


def unsupported(answer: Answer, blocks: list[Block]) -> list[tuple[int, int]]:
    """Return the sentences that claim something and have no citation; none where no document was read."""
    if answer.mode is Mode.CLOSED:
        return []
    cited = [(citation.start, citation.end) for citation in answer.citations]
    return [
        (start, end)
        for start, end in sentences(answer.text)
        if _claims(answer.text[start:end])
        and _kind_at(blocks, start) in (Kind.PARAGRAPH, Kind.ITEM)
        and not any(first < end and start < last for first, last in cited)
    ]


def _claims(sentence: str) -> bool:
    if word_count(sentence) < FEWEST_WORDS or sentence.rstrip("*_ ").endswith((":", "?", "؟")):
        return False
    return _SAYS_NOTHING.search(sentence) is None


def _kind_at(blocks: list[Block], place: int) -> Kind | None:
    return next((block.kind for block in blocks if block.start <= place < block.end), None)
