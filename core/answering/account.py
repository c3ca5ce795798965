"""A conversation as it is told on paper: each answer with its numbered sources and what it cost, in words."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.answering.agreement import compare
from core.answering.events import Answer, Citation, Mode
from core.answering.history import Conversation, PastTurn, automatic_title
from core.documents.document import Page
from core.errors import NotInLibrary
from core.library.store import Library

MODE_NAMES = {Mode.WHOLE: "Whole document", Mode.RETRIEVED: "Retrieved chunks", Mode.CLOSED: "Closed book"}
REMOVED = "a document that was removed"
UNNAMED = "Questions and answers"
MARK_OPENS, MARK_CLOSES = "\ue000", "\ue001"  # around the number of a source; no text has them
BEHIND_SENTENCE = " |"  # a table's row ends so, and nothing may follow that


@dataclass(frozen=True, slots=True)
class Source:
    """Words of a document that support an answer: where they stand, and themselves, as plain text."""

    title: str
    page: str
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
    figures: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldTurn:
    """A question and its answers; `remarks` are the vote and the numbers that disagree."""

    question: str
    asked: str
    answers: tuple[ToldAnswer, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """All of a conversation."""

    title: str
    documents: tuple[str, ...]
    turns: tuple[ToldTurn, ...]


def account(conversation: Conversation, library: Library) -> Account:
    """Return the conversation with the documents' words for its citations.

    A document that the library does not keep any more is named so, and its words are left out.
    """
    titles = {stored.document_id: stored.title for stored in library.documents()}
    documents = tuple(titles.get(each, REMOVED) for each in conversation.document_ids)
    turns = tuple(_turn(turn, _Shelf(library, titles)) for turn in conversation.turns)
    questions = [automatic_title(turn.question) for turn in conversation.turns[:1]]
    has_name = conversation.title and conversation.title not in questions  # else it would be said twice
    return Account(conversation.title if has_name else UNNAMED, documents, turns)


class _Shelf:
    """Looks up the documents' words."""

    def __init__(self, library: Library, titles: dict[str, str]) -> None:
        self._library, self._titles = library, titles

    def source(self, citation: Citation) -> Source:
        page = self._page(citation.document_id, citation.page_number)
        quote = page.text[citation.page_start : citation.page_end] if page else ""
        shown = _page_name(citation.page_number, page.label if page else "")
        return Source(self.title(citation.document_id), shown, " ".join(quote.split()))

    def title(self, document_id: str) -> str:
        return self._titles.get(document_id, REMOVED)

    def _page(self, document_id: str, page_number: int) -> Page | None:
        try:
            return self._library.pages(document_id, [page_number]).get(page_number)
        except NotInLibrary:
            return None


def _page_name(page_number: int, label: str) -> str:
    return f"page {page_number}" + (f" (printed {label})" if label and label != str(page_number) else "")


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


def _figures(answer: Answer) -> Iterator[tuple[str, str]]:
    tokens, timings = answer.tokens, answer.timings
    yield "Tokens read", f"{tokens.read:,}"
    yield "Tokens from memory", f"{tokens.from_cache:,}"
    yield "Tokens written", f"{tokens.generated + tokens.noted:,}"
    yield "First token", f"{timings.first_token_s:.1f} s"
    yield "In all", f"{timings.total_s:.1f} s"
    rate = timings.rate(tokens.generated)
    yield "Tokens per second", f"{rate:.1f}" if rate else "–"


def _notes(answer: Answer, shelf: _Shelf) -> Iterator[str]:
    if answer.passages:
        pages: dict[str, dict[str, None]] = {}
        for passage in answer.passages:
            name = _page_name(passage.page_number, passage.label)
            pages.setdefault(shelf.title(passage.document_id), {})[name] = None
        shown = "; ".join(f"{title}, {', '.join(names)}" for title, names in pages.items())
        yield f"It was shown passages from: {shown}."
    if answer.is_focused:
        yield "They were not read again: the model had read the documents before."
    if answer.part_count > 1:
        yield f"It read the documents in {answer.part_count} parts, and answers from its notes on each."
    if answer.is_cut:
        yield "It reached the set answer length and was cut off there."
    if answer.is_looping:
        yield "The model began to repeat itself and was stopped there."
    if answer.mode is not Mode.CLOSED and not answer.citations:
        yield "No line of the documents was found to support it."


def _remarks(turn: PastTurn) -> Iterator[str]:
    if turn.winners is not None:
        won = [MODE_NAMES[mode] for mode in Mode if mode in turn.winners]
        yield f"Voted best: {' and '.join(won)}." if won else "Voted best: neither."
    differing = list(_differing({answer.mode: answer.text for answer in turn.answers}))
    if differing:
        yield f"Numbers that disagree: {'; '.join(differing)}."


def _differing(said: Mapping[Mode, str]) -> Iterator[str]:
    order = list(said)
    for mode, sentences in compare(said).sentences.items():
        for echo in (echo for sentence in sentences for echo in sentence.echoes):
            if order.index(mode) < order.index(echo.mode):  # each pair once
                for pair in echo.differences:
                    one = said[mode][pair.start : pair.end]
                    other = said[echo.mode][pair.other_start : pair.other_end]
                    yield f"{one} ({MODE_NAMES[mode]}) and {other} ({MODE_NAMES[echo.mode]})"
