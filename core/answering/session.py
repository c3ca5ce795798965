"""A conversation about documents: a question goes in, the events of its answers come out."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile
from time import perf_counter

from core.answering.citations import Evidence, passage_evidence, whole_evidence
from core.answering.estimates import Meter, Outlook, Rates, total_of
from core.answering.events import (
    Answer,
    Answered,
    Citation,
    Delta,
    Event,
    Mode,
    Question,
    Reading,
    Refused,
    Retrieved,
    Thought,
    Timings,
    TokenCounts,
)
from core.answering.in_parts import Ahead, InParts, Plan, Spent
from core.answering.loops import without_loop
from core.answering.parts import JOINT_TOKENS
from core.answering.prompts import Prompt, Prompts, Turn, document_text, page_text
from core.documents.document import Document
from core.errors import DocumentTooLong, OpenBookError
from core.library.passages import Passage
from core.library.retriever import Retriever
from core.model.engine import Branch, BranchFinished, Engine, Piece, PromptRead, Sampling

READING_MODES = (Mode.WHOLE, Mode.RETRIEVED)

# A question that was put, and for each mode that answered it the passages it read and the answer's text.
Past = tuple[str, Mapping[Mode, tuple[tuple[Passage, ...], str]]]
Exchange = dict[Mode, Turn]  # one question, as each mode that answered it was asked and answered


@dataclass(slots=True)
class _Job:
    """One mode's answer while it comes about. Times are readings of `perf_counter`.

    With a `plan` it is made of notes, which have `spent` something already; its prompt is known after them.
    """

    mode: Mode
    turn: Turn
    prompt: Prompt
    ahead: Ahead
    exchange: Exchange
    retrieve_s: float
    plan: Plan | None = None
    spent: Spent = field(default_factory=Spent)
    text: str = ""
    read_s: float = 0.0
    read_tokens: int = 0
    generated_tokens: int = 0
    first_token_at: float | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be read and written for one question, in tokens, and how it is written."""

    passage_tokens: int = 1024
    answer_tokens: int = 512
    sampling: Sampling = field(default_factory=Sampling)


class Session:
    """Asks questions about `documents`, each in one mode or in several side by side.

    A mode that reads sees the whole conversation: where it did not answer a question itself, the answer of
    the other reading mode stands in for its own. Closed book knows only what it said itself. A follow-up
    finds what was read before still in the model's memory, and reads only what is new. A stopped question
    leaves no trace in the conversation. Documents that are longer than the window are read in parts.
    """

    def __init__(
        self,
        engine: Engine,
        prompts: Prompts,
        retriever: Retriever | None,
        documents: Sequence[Document],
        budget: Budget,
        rates: Rates,
    ) -> None:
        self._engine, self._prompts, self._retriever, self._rates = engine, prompts, retriever, rates
        self._documents, self._budget = tuple(documents), budget
        self._whole_text = document_text(self._documents)
        self._exchanges: list[Exchange] = []
        self._first = dict.fromkeys(Mode, 0)  # the oldest exchange that still fits each mode's window
        self._written: dict[str, tuple[int, ...]] = {}  # answers of this session, with the tokens they are

    def recall(self, past: Sequence[Past]) -> None:
        """Go on from this conversation, whatever was asked before: one kept earlier, or this one cut short.

        What this session wrote itself is known again by its text, and need not be read again.
        """
        exchanges = [
            {mode: self._recalled(question, *said) for mode, said in answers.items()}
            for question, answers in past
        ]
        kept = _common_beginning(self._exchanges, exchanges)
        self._first = {mode: first if first <= kept else 0 for mode, first in self._first.items()}
        self._exchanges = exchanges

    def ask(self, question: Question) -> Generator[Event]:
        """Answer `question` in each of its modes at once, yielding what happens on the way.

        Closing the iterator stops at once; what was read stays read. Where several modes are asked, one that
        cannot answer yields Refused and the others go on, and one that reads in parts begins after them.
        Errors: DocumentTooLong, before anything is read; Stopped, if the engine was told to stop.
        """
        asked_at = perf_counter()
        jobs, exchange = [], Exchange()
        for mode in question.modes:
            try:
                passages = self._retrieve(question.text) if mode is Mode.RETRIEVED else ()
                retrieve_s = perf_counter() - asked_at
                if mode is Mode.RETRIEVED:
                    yield Retrieved(mode, passages)
                jobs.append(self._prepare(mode, Turn(question.text, passages), exchange, retrieve_s))
            except OpenBookError as error:
                if len(question.modes) == 1:
                    raise
                yield Refused(mode, type(error).__name__, str(error))
        try:
            for together in filter(None, self._that_fit([job for job in jobs if job.plan is None])):
                yield from self._answer(together, asked_at)
            for job in jobs:
                if job.plan is not None:
                    yield from self._answer_in_parts(job, job.plan, asked_at)
        finally:
            self._rates.save()

    def outlook(self, modes: Sequence[Mode], question: str = "") -> dict[Mode, Outlook]:
        """Return what the next question will cost in each of these modes, if it were asked in that alone.

        With the question itself, its passages are searched for; without, their usual length is taken.
        """
        return {mode: self._outlook(mode, question) for mode in modes}

    def read_ahead(self) -> Generator[Reading]:
        """Read the whole documents before anything is asked about them, and keep that on disk.

        Closing the iterator stops; what was read stays read.
        Errors: DocumentTooLong, before anything is read; Stopped.
        """
        if self._plan(Turn("")) is not None:
            yield from self._in_parts.read()
            return
        prompt, _ = self._compose(Mode.WHOLE, Turn(""), self._budget.answer_tokens)
        prefix, ahead = prompt.tokens[: prompt.prefix_tokens], self._ahead(Mode.WHOLE, prompt)
        try:
            for read in self._rates.measured(self._engine.read(prefix, self._document_ids)):
                yield ahead.reading(read, Spent())
        finally:
            self._rates.save()

    def meter(self) -> Meter:
        """Return how full the model's window is."""
        page_count = sum(len(document.pages) for document in self._documents)
        mode = Mode.WHOLE if self._fitting_pages == page_count else Mode.RETRIEVED
        turns = self._seen_by(mode, self._first[mode])
        empty, filled = (
            len(self._prompts.compose(mode, "", [*shown, Turn("")]).tokens) for shown in ([], turns)
        )
        return Meter(
            self._engine.context_tokens,
            self._document_tokens,
            filled - empty,
            page_count,
            self._fitting_pages,
        )

    def _recalled(self, question: str, passages: tuple[Passage, ...], text: str) -> Turn:
        return Turn(question, passages, self._written.get(text) or self._prompts.tokens(text))

    def _retrieve(self, text: str) -> tuple[Passage, ...]:
        assert self._retriever is not None, "retrieved mode needs a retriever"
        ids = self._document_ids
        return tuple(self._retriever.retrieve(text, ids, self._budget.passage_tokens, self._count_tokens))

    def _count_tokens(self, text: str) -> int:
        return len(self._engine.tokenize(text))

    def _prepare(self, mode: Mode, turn: Turn, exchange: Exchange, retrieve_s: float) -> _Job:
        plan = self._plan(turn) if mode is Mode.WHOLE else None
        if plan is not None:
            first = plan.prompts[0]
            return _Job(mode, turn, first, self._ahead(mode, first), exchange, retrieve_s, plan)
        prompt, self._first[mode] = self._compose(mode, turn, self._budget.answer_tokens)
        if mode is Mode.RETRIEVED:
            bare, _ = self._compose(mode, Turn(turn.question), self._budget.answer_tokens)
            share = (len(prompt.tokens) - len(bare.tokens)) / self._budget.passage_tokens
            self._rates.add_passages(share, is_first=not self._seen_by(mode, self._first[mode]))
        return _Job(mode, turn, prompt, self._ahead(mode, prompt), exchange, retrieve_s)

    def _plan(self, turn: Turn) -> Plan | None:
        """Return how to ask `turn` in parts; None where the documents fit the window with it.

        Errors: DocumentTooLong.
        """
        whole = self._prompts.compose(Mode.WHOLE, self._whole_text, [turn])
        if len(whole.tokens) + self._budget.answer_tokens <= self._engine.context_tokens:
            return None
        return self._in_parts.plan(self._seen_by(Mode.WHOLE, 0), turn)

    def _compose(self, mode: Mode, turn: Turn, room_tokens: int) -> tuple[Prompt, int]:
        """Return the prompt that asks `turn`, and the first exchange that it shows, with room behind it.

        The oldest questions go first; the documents stay.
        """
        opening = self._whole_text if mode is Mode.WHOLE else ""
        for first in range(self._first[mode], len(self._exchanges) + 1):
            prompt = self._prompts.compose(mode, opening, [*self._seen_by(mode, first), turn])
            needed = len(prompt.tokens) + room_tokens
            if needed <= self._engine.context_tokens:
                return prompt, first
        raise DocumentTooLong(needed, self._engine.context_tokens)

    def _seen_by(self, mode: Mode, first: int) -> list[Turn]:
        return [*filter(None, (_as_seen(each, mode) for each in self._exchanges[first:]))]

    def _outlook(self, mode: Mode, question: str) -> Outlook:
        window, answer_tokens = self._engine.context_tokens, self._budget.answer_tokens
        retrieves = mode is Mode.RETRIEVED
        passages = self._retrieve(question) if retrieves and question else ()
        passage_tokens = self._usual_passage_tokens() if retrieves and not question else 0
        try:
            plan = self._plan(Turn(question)) if mode is Mode.WHOLE else None
            if plan is not None:
                return self._in_parts.outlook(plan)
            prompt, _ = self._compose(mode, Turn(question, passages), passage_tokens + answer_tokens)
        except DocumentTooLong as error:
            return Outlook(error.document_tokens - answer_tokens, 0, window, False, None, None)
        kept = self._document_ids if mode is Mode.WHOLE else ()
        held = self._engine.held_tokens(prompt.tokens, prompt.prefix_tokens, kept)
        total = len(prompt.tokens) + passage_tokens
        seconds = (
            self._rates.retrieve_s() if retrieves else 0.0,
            self._rates.reading_s(held, total, prompt.prefix_tokens + passage_tokens),
            self._rates.writing_s(total),
        )
        return Outlook(total, held, window, True, total_of(seconds[:2]), total_of(seconds))

    def _usual_passage_tokens(self) -> int:
        is_first = not self._seen_by(Mode.RETRIEVED, self._first[Mode.RETRIEVED])
        wanted = self._budget.passage_tokens * self._rates.passage_share(is_first=is_first)
        return min(round(wanted), self._document_tokens)

    @cached_property
    def _document_ids(self) -> tuple[str, ...]:
        return tuple(document.document_id for document in self._documents)

    @cached_property
    def _document_tokens(self) -> int:
        return len(self._prompts.tokens(self._whole_text))

    @cached_property
    def _in_parts(self) -> InParts:
        return InParts(self._engine, self._prompts, self._documents, self._budget.answer_tokens, self._rates)

    @cached_property
    def _fitting_pages(self) -> int:
        """How many pages, from the first one on, fit the window with the instructions and an answer."""
        pages = [page for document in self._documents for page in document.pages]
        around = len(self._prompts.compose(Mode.WHOLE, "", [Turn("")]).tokens) + self._budget.answer_tokens
        room = self._engine.context_tokens - around
        if self._document_tokens <= room:
            return len(pages)
        for index, page in enumerate(pages):
            room -= self._count_tokens(page_text(page)) + JOINT_TOKENS
            if room < 0:
                return index
        return len(pages) - 1  # the titles are what is too much

    def _that_fit(self, jobs: Sequence[_Job]) -> list[Sequence[_Job]]:
        """Return the jobs as one batch, or one by one where the model's memory cannot hold them together."""
        needed = sum(len(job.prompt.tokens) + self._budget.answer_tokens for job in jobs)
        return [jobs] if needed <= self._engine.capacity_tokens else [[job] for job in jobs]

    def _answer_in_parts(self, job: _Job, plan: Plan, asked_at: float) -> Generator[Event]:
        job.prompt = yield from self._in_parts.take_notes(plan, job.spent)
        job.ahead = self._in_parts.last(job.spent, job.prompt)
        yield from self._answer([job], asked_at)

    def _answer(self, jobs: Sequence[_Job], asked_at: float) -> Generator[Event]:
        branches = [self._branch(job) for job in jobs]
        write_s, seen_at = 0.0, perf_counter()
        for event in self._engine.answer(branches):
            now, job = perf_counter(), jobs[event.branch]
            if isinstance(event, PromptRead):
                self._note_reading(job, event, now - seen_at)
                yield job.ahead.reading(event, job.spent)
                seen_at = perf_counter()
                continue
            write_s += now - seen_at
            if isinstance(event, Piece):
                job.first_token_at = job.first_token_at or now
                yield self._grow(job, event)
            else:
                yield Answered(job.mode, self._finish(job, event, asked_at))
            seen_at = perf_counter()
        prompts, generated = [len(job.prompt.tokens) for job in jobs], [job.generated_tokens for job in jobs]
        self._rates.add_writing(prompts, generated, write_s)

    def _ahead(self, mode: Mode, prompt: Prompt) -> Ahead:
        return Ahead(Reading(mode, 0, 0, 0, 0.0, None), self._rates, prompt.prefix_tokens)

    def _note_reading(self, job: _Job, read: PromptRead, seconds: float) -> None:
        job.read_s += seconds
        self._rates.add_reading(job.read_tokens or read.from_cache_tokens, read.done_tokens, seconds)
        job.read_tokens = read.done_tokens

    def _branch(self, job: _Job) -> Branch:
        prompt = job.prompt
        return Branch(
            prompt.tokens,
            self._budget.answer_tokens,
            self._budget.sampling,
            prompt.opens_in_thought,
            prompt.prefix_tokens,
            prompt.stop_text,
            self._document_ids if job.mode is Mode.WHOLE and job.plan is None else (),
        )

    @staticmethod
    def _grow(job: _Job, piece: Piece) -> Event:
        if piece.is_thought:
            return Thought(job.mode, piece.text)
        text = piece.text if job.text else piece.text.lstrip()
        job.text += text
        return Delta(job.mode, text)

    def _finish(self, job: _Job, finished: BranchFinished, asked_at: float) -> Answer:
        now, text = perf_counter(), job.text.rstrip()
        if finished.reason == "loop":
            text = without_loop(text)
        self._remember(job, text, finished.tokens)
        job.generated_tokens = finished.generated_tokens
        self._rates.add_answer(
            finished.generated_tokens, job.retrieve_s if job.mode is Mode.RETRIEVED else None
        )
        first_s, spent = (job.first_token_at or now) - asked_at, job.spent
        return Answer(
            question=job.turn.question,
            mode=job.mode,
            text=text,
            model=self._engine.weights.path.stem,
            passages=job.turn.passages,
            citations=self._cite(job, text),
            timings=Timings(job.retrieve_s, spent.read_s + job.read_s, first_s, now - asked_at),
            tokens=TokenCounts(
                spent.read + finished.read_tokens,
                spent.from_cache + finished.from_cache_tokens,
                finished.generated_tokens,
                spent.noted,
            ),
            context_tokens=self._engine.context_tokens,
            is_cut=finished.reason == "length",
            is_looping=finished.reason == "loop",
            part_count=len(job.plan.prompts) if job.plan else 1,
        )

    def _remember(self, job: _Job, text: str, tokens: tuple[int, ...]) -> None:
        if not job.exchange:  # the first of its modes to finish
            self._exchanges.append(job.exchange)
        job.exchange[job.mode] = Turn(job.turn.question, job.turn.passages, tokens)
        self._written[text] = tokens

    def _cite(self, job: _Job, text: str) -> tuple[Citation, ...]:
        if job.mode is Mode.WHOLE:
            return self._whole_evidence.cite(text)
        return passage_evidence(self._documents, job.turn.passages).cite(text)

    @cached_property
    def _whole_evidence(self) -> Evidence:
        return whole_evidence(self._documents)


def _as_seen(exchange: Exchange, mode: Mode) -> Turn | None:
    """Return a past exchange as `mode` is shown it: its own answer, or the other reading mode's."""
    if mode in exchange:
        return exchange[mode]
    others = [exchange[other] for other in READING_MODES if other in exchange]
    if mode not in READING_MODES or not others:
        return None
    return replace(others[0], passages=())  # they are in what this mode reads itself, or are not for it


def _common_beginning(some: Sequence[Exchange], others: Sequence[Exchange]) -> int:
    """Return how many exchanges both conversations begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False))
    return sum(1 for _ in same)
