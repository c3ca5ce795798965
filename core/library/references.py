"""What a question points at: a page, a table or a section by its number, or what was asked before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.library import keywords
from core.library.matching import DocumentIds
from core.library.sections import PATH
from core.library.store import Library

MOST_LABELLED = 200  # chunks that mention a label are looked through for its caption
MOST_PAGES = 20  # of a range: whoever names more means the document
PAGE = re.compile(
    r"(?:\bpages?|\bpp?\.|(?<![א-ת])[בלמהו]{0,2}עמוד(?:ים)?|(?<![א-ת])[בלמהו]{0,2}עמ['׳])\s*"
    r"(\d{1,5})(?:\s*(?:-|–|to|and|עד)\s*(\d{1,5}))?\b",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"\b(table|figure|fig\.|section|chapter|appendix|item|note|exhibit)\s+(\d+[a-z]?(?:\.\d+)*|[A-Z])\b"
    r"|(?<![א-ת])[בלמהו]{0,2}(טבלה|איור|תרשים|סעיף|פרק|נספח)\s+(\d+(?:\.\d+)*|[א-ת](?![א-ת]))",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\b\d[\d.,]*\b")
OPENING = re.compile(
    r"\s*(?:(?:and|but|or|also|then|so)\b|(?:what|how)\s+about\b|ומה\b|ואיך\b|ומי\b|ומתי\b|וכמה\b|ולמה\b|ואיפה\b"
    r"|ו?ב-?(?=\d)|אבל\b|או\b|וגם\b|מה\s+לגבי\b)",
    re.IGNORECASE,
)
POINTING_ENGLISH = """
it its they them their he him his she her this that these those there former latter same
"""
POINTING_HEBREW = """
הוא היא הם הן זה זאת זו אלה אלו שלו שלה שלהם שלהן אותו אותה אותם אותן בו בה בהם בהן
"""
POINTING = frozenset((POINTING_ENGLISH + POINTING_HEBREW).split())
AROUND = ".,;:!?\"'()[]"
# Telling words: so few make no question of their own; so many do, whether they point at another or not.
FEW_WORDS, MORE_WORDS = 1, 6


@dataclass(frozen=True, slots=True)
class References:
    """What a question names: page numbers, and labels such as "Table 3" as they are written in it."""

    pages: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()


def references(question: str) -> References:
    """Return the pages, tables, figures and sections that a question names by number."""
    pages: list[int] = []
    for match in PAGE.finditer(question):
        first, last = int(match[1]), int(match[2] or match[1])
        pages += range(first, last + 1) if 0 <= last - first < MOST_PAGES else [first, last]
    labels = [(m[1] or m[3], m[2] or m[4]) for m in LABEL.finditer(question)]
    # "table a" is no reference, "Table A" is one.
    said = [" ".join(label) for label in labels if not re.fullmatch("[a-z]", label[1])]
    return References(tuple(dict.fromkeys(pages)), tuple(dict.fromkeys(said)))


def named_chunks(library: Library, question: str, document_ids: DocumentIds) -> list[int]:
    """Return the ids of the chunks that a question points at: its pages, and what its labels stand above."""
    named = references(question)
    keys = library.chunks_on(named.pages, document_ids) if named.pages else []
    for label in named.labels:
        keys += _labelled(library, label, document_ids)
    return list(dict.fromkeys(keys))


def _labelled(library: Library, label: str, document_ids: DocumentIds) -> list[int]:
    number = label.split()[-1]
    expression = f'"{keywords.analyse(label).body}" OR {{title section}} : "{keywords.analyse(number).body}"'
    found = [key for key, _ in library.matches(expression, MOST_LABELLED, document_ids)]
    chunks = library.chunks_by_id(found)
    captions = re.compile(rf"^\s*{re.escape(label)}\b", re.IGNORECASE | re.MULTILINE)
    named = re.compile(rf"{re.escape(label)}(?![\w]|\.\d)", re.IGNORECASE)
    numbered = re.compile(rf"{re.escape(number)}(?![\w]|\.\d)", re.IGNORECASE)
    return [
        key
        for key in found
        if captions.search(chunks[key].text)
        or any(map(named.match, path := chunks[key].section.split(PATH)))
        or numbered.match(path[-1])
    ]


def in_full(question: str, earlier: Sequence[str]) -> str:
    """Return what to search for: a follow-up gets the last question in front that stood on its own.

    `earlier` are the questions before, oldest first. Where the follow-up has numbers, it has none of theirs.
    """
    if not is_follow_up(question):
        return question
    before = next((each for each in reversed(earlier) if not is_follow_up(each)), None)
    if before is None:
        return question
    if NUMBER.search(question):  # "and in 2021?" asks no longer about 2020
        before = " ".join(NUMBER.sub("", before).split())
    return f"{before} {question}"


def is_follow_up(question: str) -> bool:
    """Say whether a question leans on what was said before: "and in 2021?", "why did they do it?"."""
    words = [word.strip(AROUND) for word in keywords.normalise(question).split()]
    telling = [word for word in words if word and word not in keywords.STOP_WORDS | POINTING]
    if OPENING.match(question):
        return len(telling) <= MORE_WORDS
    if references(question) != References():
        return False
    points = any(word in POINTING for word in words)
    return len(telling) <= FEW_WORDS or (points and len(telling) < MORE_WORDS)
