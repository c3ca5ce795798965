"""Answers are kept in the history as they come, and taken out of it with all that is shown of them."""

import time
from collections.abc import Sequence

from core.answering.agreement import compare
from core.answering.events import Answer
from core.answering.history import History, PastTurn
from core.errors import NotInLibrary
from core.library.store import Library
from gui.process.requests import Ask


class Keeping:
    """One turn on its way into the history: `past` is what came before it, `answers` what it has by now."""

    def __init__(self, history: History, request: Ask) -> None:
        self._history, self._request = history, request
        self._conversation_id = request.conversation_id
        turns: Sequence[PastTurn] = ()
        if request.conversation_id is not None:
            turns = history.load(request.conversation_id).turns
        self.past = turns[: request.turn]
        again = turns[request.turn] if request.is_again and len(turns) > request.turn else None
        self._turn_id = again.turn_id if again else 0
        self.answers: tuple[Answer, ...] = again.answers if again else ()
        self._is_behind = not request.is_again and len(turns) > request.turn

    def keep(self, answer: Answer) -> int:
        """Keep a complete answer, and return the conversation that it is in.

        The turns that it replaces are dropped only now: a question that is stopped costs nothing.
        """
        if self._conversation_id is None:
            self._conversation_id = self._history.start(self._request.document_ids)
        if self._is_behind:
            self._history.truncate(self._conversation_id, self._request.turn)
            self._is_behind = False
        if self._turn_id:
            self._history.set_answer(self._turn_id, answer)
        else:
            turn = PastTurn(answer.question, time.time(), (answer,))
            self._turn_id = self._history.add_turn(self._conversation_id, turn)
        others = tuple(other for other in self.answers if other.mode is not answer.mode)
        self.answers = (*others, answer)
        return self._conversation_id


def quotes_of(library: Library, answer: Answer) -> tuple[str, ...]:
    """Return the document's own words for each citation; "" of a document that was forgotten."""
    quotes = []
    for citation in answer.citations:
        try:
            pages = library.pages(citation.document_id, [citation.page_number])
        except NotInLibrary:
            pages = {}
        page = pages.get(citation.page_number)
        quotes.append(page.text[citation.page_start : citation.page_end] if page else "")
    return tuple(quotes)


def agreement_of(answers: Sequence[Answer]) -> object | None:
    """Return how answers agree, None where there are not two."""
    return compare({answer.mode: answer.text for answer in answers}) if len(answers) > 1 else None
