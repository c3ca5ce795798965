"""What is asked, what happens while an answer comes, and what an answer is: plain frozen values.

A question put to `core.answering.session.Session.ask` yields, in this order and for each mode:

    Retrieved(passages)     retrieved mode: what will be read, with scores
    Reading(...)            prompt tokens read so far; from_cache_tokens says how many cost nothing
    Thought(text)           the reasoning of models that reason aloud, kept apart from the answer
    Delta(text)             the growing answer
    Answered(answer)        text, citations, timings, tokens, what was read

A mode that cannot answer while others can yields Refused(name, sentence) in the place of all these.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.library.passages import Passage
from core.sentences import Words


class Mode(StrEnum):
    """What the model has before it when it answers."""

    WHOLE = "whole"
    RETRIEVED = "retrieved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, to be answered in one mode or side by side in several."""

    text: str
    modes: tuple[Mode, ...] = (Mode.RETRIEVED,)


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of an answer, and the span of a document that supports it.

    `start` and `end` are characters of the answer; `page_start` and `page_end` of the page's text.
    `support` is in [0, 1].
    """

    start: int
    end: int
    document_id: str
    page_number: int
    page_start: int
    page_end: int
    support: float


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds, counted from the moment the question was put (opening and loading come before it).

    `retrieve_s` is the search for passages, `read_s` the reading of the prompt, `first_token_s` all until the
    first token of the answer, `total_s` all until its last.
    """

    retrieve_s: float
    read_s: float
    first_token_s: float
    total_s: float

    def rate(self, generated_tokens: int) -> float:
        """Return the tokens generated per second, the reading left out; 0 where too few to tell."""
        writing_s = self.total_s - self.first_token_s
        return (generated_tokens - 1) / writing_s if generated_tokens > 1 and writing_s > 0 else 0.0


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """Tokens: `read` anew for this answer, taken `from_cache` at no cost, and `generated`.

    `noted` were written on the way to the answer, in the notes on each part of long documents.
    """

    read: int
    from_cache: int
    generated: int
    noted: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer.

    `is_cut` says that it reached the answer length before its end, `is_looping` that the model repeated
    itself and was stopped; `text` then has that once. `part_count` is above 1 where the documents are longer
    than the window and were read in so many parts. `is_focused`: retrieved mode attended to the passages in
    what was read of the documents before, and did not read them anew.
    """

    question: str
    mode: Mode
    text: str
    model: str
    passages: tuple[Passage, ...]
    citations: tuple[Citation, ...]
    timings: Timings
    tokens: TokenCounts
    context_tokens: int
    is_cut: bool
    is_looping: bool = False
    part_count: int = 1
    is_focused: bool = False


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages were found and will be read."""

    mode: Mode
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """So many of the prompt's tokens are read. `remaining_s` is an estimate, None while there is none.

    Documents longer than the window are read in parts: this is part `part` of `part_count`, and the pages
    `first_page` to `last_page`, counted over all the documents. Tokens and time are those of all parts. The
    pages are 0 when the notes on the parts are read at the end.
    """

    mode: Mode
    done_tokens: int
    total_tokens: int
    from_cache_tokens: int
    tokens_per_s: float
    remaining_s: float | None
    part: int = 1
    part_count: int = 1
    first_page: int = 0
    last_page: int = 0


@dataclass(frozen=True, slots=True)
class Delta:
    """The answer grew by `text`."""

    mode: Mode
    text: str


@dataclass(frozen=True, slots=True)
class Thought:
    """The model reasons aloud; not part of the answer."""

    mode: Mode
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is complete."""

    mode: Mode
    answer: Answer


@dataclass(frozen=True, slots=True)
class Refused:
    """This mode cannot answer, others go on. `name` is the error's class, `sentence` is for the person."""

    mode: Mode
    name: str
    sentence: Words


Event = Retrieved | Reading | Thought | Delta | Answered | Refused
