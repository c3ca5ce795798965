"""A conversation as it is told on paper: each answer with its numbered sources and what it cost, in words.

What is ours is kept as sentences, so that it can be told in the language of the window.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from core.answering.agreement import compare
from core.answering.events import Answer, Citation, Mode
from core.answering.history import Conversation, PastTurn, automatic_title
from core.documents.document import Page
from core.errors import NotInLibrary
from core.library.naming import names
from core.sentences import Sentence, Words, joined, said

if TYPE_CHECKING:  # the window reads an Account, and has neither SQLite nor numpy
    from core.library.store import Library

MODE_NAMES = {
    Mode.WHOLE: said("Whole document"),
    Mode.RETRIEVED: said("Retrieved chunks"),
    Mode.CLOSED: said("Closed book"),
}
REMOVED = said("a document that was removed")
UNNAMED = said("Questions and answers")
MARK_OPENS, MARK_CLOSES = "\ue000", "\ue001"  # around the number of a source; no text has them
BEHIND_SENTENCE = " |"  # a table's row ends so, and nothing may follow that


@dataclass(frozen=True, slots=True)
class Source:
    """Words of a document that support an answer: where they stand, and themselves, as plain text."""

    title: Words
    page: Words
    quote: str


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """An answer: `text` is the model's Markdown, with marks where sources are cited; all else is plain.

    `figures` are what it cost, each with its name.
    """

    mode: Mode
    text: str
    model: str
    sources: tuple[Source, ...]
    figures: tuple[tuple[Words, Words], ...]
    notes: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ToldTurn:
    """A question and its answers; `remarks` are the vote and the numbers that disagree."""

    question: str
    asked: str
    answers: tuple[ToldAnswer, ...]
    remarks: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """All of a conversation."""

    title: Words
    documents: tuple[Words, ...]
    turns: tuple[ToldTurn, ...]


def account(conversation: Conversation, library: "Library") -> Account:
    """Return the conversation with the documents' words for its citations.

    A document that the library does not keep any more is named so, and its words are left out.
    """
    titles = names(library.documents())
    documents = tuple(titles.get(each, REMOVED) for each in conversation.document_ids)
    turns = tuple(_turn(turn, _Shelf(library, titles)) for turn in conversation.turns)
    questions = [automatic_title(turn.question) for turn in conversation.turns[:1]]
    has_name = conversation.title and conversation.title not in questions  # else it would be said twice
    return Account(conversation.title if has_name else UNNAMED, documents, turns)


class _Shelf:
    """Looks up the documents' words."""

    def __init__(self, library: "Library", titles: dict[str, str]) -> None:
        self._library, self._titles = library, titles

    def source(self, citation: Citation) -> Source:
        page = self._page(citation.document_id, citation.page_number)
        quote = page.text[citation.page_start : citation.page_end] if page else ""
        shown = _page_name(citation.page_number, page.label if page else "")
        return Source(self.title(citation.document_id), shown, " ".join(quote.split()))

    def title(self, document_id: str) -> Words:
        return self._titles.get(document_id, REMOVED)

    def _page(self, document_id: str, page_number: int) -> Page | None:
        try:
            return self._library.pages(document_id, [page_number]).get(page_number)
        except NotInLibrary:
            return None


def _page_name(page_number: int, label: str) -> Words:
    if label and label != str(page_number):
        return said("page {number} (printed {label})", number=page_number, label=label)
    return said("page {number}", number=page_number)


def _turn(turn: PastTurn, shelf: _Shelf) -> ToldTurn:
    asked = time.strftime("%Y-%m-%d %H:%M", time.localtime(turn.asked_s))
    answers = tuple(_answer(answer, shelf) for answer in turn.answers)
    return ToldTurn(turn.question, asked, answers, tuple(_remarks(turn)))


def _answer(answer: Answer, shelf: _Shelf) -> ToldAnswer:
    places = list(dict.fromkeys(_cited(citation) for citation in answer.citations))
    by_place = {_cited(citation): shelf.source(citation) for citation in answer.citations}
    numbers = {place: number for number, place in enumerate(places, 1)}
    marked = _marked(
        answer.text, [(citation.end, numbers[_cited(citation)]) for citation in answer.citations]
    )
    sources = tuple(by_place[place] for place in places)
    figures, notes = tuple(_figures(answer)), tuple(_notes(answer, shelf))
    return ToldAnswer(answer.mode, marked, answer.model, sources, figures, notes)


def _cited(citation: Citation) -> tuple[str, int, int, int]:
    return citation.document_id, citation.page_number, citation.page_start, citation.page_end


def _marked(text: str, ends: Sequence[tuple[int, int]]) -> str:
    """Return an answer's text with the numbers of its sources behind the sentences they support."""
    plain = text.replace(MARK_OPENS, " ").replace(MARK_CLOSES, " ")
    for end, number in sorted(ends, reverse=True):
        at = len(plain[:end].rstrip(BEHIND_SENTENCE))
        plain = f"{plain[:at]}{MARK_OPENS}{number}{MARK_CLOSES}{plain[at:]}"
    return plain


def _figures(answer: Answer) -> Iterator[tuple[Words, Words]]:
    tokens, timings = answer.tokens, answer.timings
    yield said("Tokens read"), f"{tokens.read:,}"
    yield said("Tokens from memory"), f"{tokens.from_cache:,}"
    yield said("Tokens written"), f"{tokens.generated + tokens.noted:,}"
    yield said("First token"), said("{seconds:.1f} s", seconds=timings.first_token_s)
    yield said("In all"), said("{seconds:.1f} s", seconds=timings.total_s)
    rate = timings.rate(tokens.generated)
    yield said("Tokens per second"), f"{rate:.1f}" if rate else "–"


def _notes(answer: Answer, shelf: _Shelf) -> Iterator[Words]:
    if answer.passages:
        pages: dict[Words, dict[Words, None]] = {}
        for passage in answer.passages:
            name = _page_name(passage.page_number, passage.label)
            pages.setdefault(shelf.title(passage.document_id), {})[name] = None
        shown = joined("; ", (joined(", ", (title, *names)) for title, names in pages.items()))
        yield said("It was shown passages from: {pages}.", pages=shown)
    if answer.is_focused:
        yield said("They were not read again: the model had read the documents before.")
    if answer.part_count > 1:
        yield said(
            "It read the documents in {count} parts, and answers from its notes on each.",
            count=answer.part_count,
        )
    if answer.is_cut:
        yield said("It reached the set answer length and was cut off there.")
    if answer.is_looping:
        yield said("The model began to repeat itself and was stopped there.")
    if answer.mode is not Mode.CLOSED and not answer.citations:
        yield said("No line of the documents was found to support it.")


def _remarks(turn: PastTurn) -> Iterator[Words]:
    if turn.winners is not None:
        won = [MODE_NAMES[mode] for mode in Mode if mode in turn.winners]
        yield said("Voted best: {modes}.", modes=reduce(_both, won)) if won else said("Voted best: neither.")
    differing = list(_differing({answer.mode: answer.text for answer in turn.answers}))
    if differing:
        yield said("Numbers that disagree: {pairs}.", pairs=joined("; ", differing))


def _both(one: Sentence, other: Sentence) -> Sentence:
    return said("{one} and {other}", one=one, other=other)


def _differing(texts: Mapping[Mode, str]) -> Iterator[Words]:
    order = list(texts)
    for mode, sentences in compare(texts).sentences.items():
        for echo in (echo for sentence in sentences for echo in sentence.echoes):
            if order.index(mode) < order.index(echo.mode):  # each pair once
                for pair in echo.differences:
                    yield said(
                        "{one} ({mode}) and {other} ({other_mode})",
                        one=texts[mode][pair.start : pair.end],
                        mode=MODE_NAMES[mode],
                        other=texts[echo.mode][pair.other_start : pair.other_end],
                        other_mode=MODE_NAMES[echo.mode],
                    )
