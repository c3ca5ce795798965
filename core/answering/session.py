"""A conversation about documents: a question goes in, the events of its answers come out."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
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
from core.answering.focus import AGAIN_TOKENS, FOCUS_TOKENS, Focus, Focused
from core.answering.gauge import Gauge
from core.answering.in_parts import Ahead, InParts, Plan, Spent
from core.answering.job import Job
from core.answering.loops import without_loop
from core.answering.prompts import Prompts, Turn, document_text
from core.answering.talk import Compose, Exchange, Past, Talk
from core.documents.document import Document
from core.errors import DocumentTooLong, OpenBookError
from core.library.passages import Passage
from core.library.retriever import Retriever
from core.model.engine import Branch, BranchFinished, Engine, Piece, PromptRead, Sampling


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
    Retrieved mode attends to the passages in what was read of the documents, if that is held and it
    `may_focus`; else it reads them anew.
    """

    def __init__(
        self,
        engine: Engine,
        prompts: Prompts,
        retriever: Retriever | None,
        documents: Sequence[Document],
        budget: Budget,
        rates: Rates,
        *,
        may_focus: bool = True,
    ) -> None:
        self._engine, self._prompts, self._retriever, self._rates = engine, prompts, retriever, rates
        self._documents, self._budget = tuple(documents), budget
        self._whole_text = document_text(self._documents)
        self._talk = Talk(prompts, engine.context_tokens)
        self._may_focus = may_focus

    def recall(self, past: Sequence[Past]) -> None:
        """Go on from this conversation, whatever was asked before: one kept earlier, or this one cut short.

        What this session wrote itself is known again by its text, and need not be read again.
        """
        self._talk.recall(past)

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
                is_retrieved = mode is Mode.RETRIEVED
                passages, focused = self._find(question.text, brings=True) if is_retrieved else ((), None)
                retrieve_s = perf_counter() - asked_at
                if is_retrieved:
                    yield Retrieved(mode, passages)
                turn = Turn(question.text, passages)
                jobs.append(self._prepare(mode, turn, exchange, retrieve_s, focused))
            except OpenBookError as error:
                if len(question.modes) == 1:
                    raise
                yield Refused(mode, type(error).__name__, error.sentence)
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
        compose = self._compose(Mode.WHOLE)
        prompt = self._talk.compose(Mode.WHOLE, Turn(""), self._budget.answer_tokens, compose)
        prefix, ahead = prompt.tokens[: prompt.prefix_tokens], self._ahead(Mode.WHOLE, prompt.prefix_tokens)
        try:
            for read in self._rates.measured(self._engine.read(prefix, self._document_ids)):
                yield ahead.reading(read, Spent())
        finally:
            self._rates.save()

    def meter(self) -> Meter:
        """Return how full the model's window is."""
        return self._gauge.meter(self._talk)

    def _find(self, text: str, *, brings: bool) -> tuple[tuple[Passage, ...], Focused | None]:
        """Return the passages for a question, and their places in what was read, where it can be focused on.

        With `brings` what lies on the disk is brought into memory for it.
        """
        most = self._budget.passage_tokens
        if self._may_focus and self._focus.is_possible():
            passages = self._retrieve(text, min(most, FOCUS_TOKENS))
            focused = self._focus.find(text, passages, brings=brings)
            if focused is not None and self._fits(Turn(text, passages), focused):
                return passages, focused
        return self._retrieve(text, most), None

    def _fits(self, turn: Turn, focused: Focused) -> bool:
        try:
            self._talk.compose(Mode.RETRIEVED, turn, self._budget.answer_tokens, focused.compose)
        except DocumentTooLong:
            return False
        return True

    def _retrieve(self, text: str, most_tokens: int) -> tuple[Passage, ...]:
        assert self._retriever is not None, "retrieved mode needs a retriever"
        ids, count = self._document_ids, self._count_tokens
        return tuple(self._retriever.retrieve(text, ids, most_tokens, count, self._talk.questions))

    def _count_tokens(self, text: str) -> int:
        return len(self._engine.tokenize(text))

    def _prepare(
        self, mode: Mode, turn: Turn, exchange: Exchange, retrieve_s: float, focused: Focused | None
    ) -> Job:
        plan = self._plan(turn) if mode is Mode.WHOLE else None
        if plan is not None:
            first = plan.prompts[0]
            ahead = self._ahead(mode, first.prefix_tokens)
            return Job(mode, turn, first, ahead, exchange, retrieve_s, plan=plan)
        compose, room = focused.compose if focused else self._compose(mode), self._budget.answer_tokens
        prompt = self._talk.settle(mode, turn, room, compose)
        if mode is Mode.RETRIEVED and focused is None:
            bare = self._talk.compose(mode, Turn(turn.question), room, compose)
            share = (len(prompt.tokens) - len(bare.tokens)) / self._budget.passage_tokens
            self._rates.add_passages(share, is_first=not self._talk.seen_by(mode))
        ahead = self._ahead(mode, focused.attended_tokens if focused else prompt.prefix_tokens)
        return Job(mode, turn, prompt, ahead, exchange, retrieve_s, focused)

    def _plan(self, turn: Turn) -> Plan | None:
        """Return how to ask `turn` in parts; None where the documents fit the window with it.

        Errors: DocumentTooLong.
        """
        if not self._is_in_parts(turn):
            return None
        return self._in_parts.plan(self._talk.seen_by(Mode.WHOLE, 0), turn)

    def _is_in_parts(self, turn: Turn) -> bool:
        whole = self._prompts.compose(Mode.WHOLE, self._whole_text, [turn])
        return len(whole.tokens) + self._budget.answer_tokens > self._engine.context_tokens

    def _compose(self, mode: Mode) -> Compose:
        opening = self._whole_text if mode is Mode.WHOLE else ""
        return lambda turns: self._prompts.compose(mode, opening, turns)

    def _outlook(self, mode: Mode, question: str) -> Outlook:
        window, answer_tokens = self._engine.context_tokens, self._budget.answer_tokens
        retrieves = mode is Mode.RETRIEVED
        passages, focused = self._foreseen(question) if retrieves else ((), None)
        passage_tokens = self._usual_passage_tokens() if retrieves and not question and not focused else 0
        try:
            plan = self._plan(Turn(question)) if mode is Mode.WHOLE else None
            if plan is not None:
                return self._in_parts.outlook(plan)
            turn, room = Turn(question, passages), passage_tokens + answer_tokens
            prompt = self._talk.compose(mode, turn, room, focused.compose if focused else self._compose(mode))
        except DocumentTooLong as error:
            return Outlook(error.document_tokens - answer_tokens, 0, window, False, None, None)
        kept = self._document_ids if mode is Mode.WHOLE else ()
        prefix_tokens = prompt.prefix_tokens + passage_tokens
        if focused:
            held = prefix_tokens = focused.attended_tokens
        else:
            held = self._engine.held_tokens(prompt.tokens, prompt.prefix_tokens, kept)
        again = AGAIN_TOKENS if focused and not question else 0
        total = len(prompt.tokens) - prompt.prefix_tokens + prefix_tokens + again
        seconds = (
            self._rates.retrieve_s() if retrieves else 0.0,
            self._rates.reading_s(held, total, prefix_tokens),
            self._rates.writing_s(total),
        )
        return Outlook(total, held, window, True, total_of(seconds[:2]), total_of(seconds))

    def _foreseen(self, question: str) -> tuple[tuple[Passage, ...], Focused | None]:
        """Return what retrieved mode will find; a usual focus where the question is not known."""
        if question:
            return self._find(question, brings=False)
        usual = self._focus.usual(self._budget.passage_tokens) if self._may_focus else None
        return (), usual if usual and self._fits(Turn(""), usual) else None

    def _usual_passage_tokens(self) -> int:
        is_first = not self._talk.seen_by(Mode.RETRIEVED)
        wanted = self._budget.passage_tokens * self._rates.passage_share(is_first=is_first)
        return min(round(wanted), self._gauge.document_tokens)

    @cached_property
    def _document_ids(self) -> tuple[str, ...]:
        return tuple(document.document_id for document in self._documents)

    @cached_property
    def _gauge(self) -> Gauge:
        window, answer_tokens = self._engine.context_tokens, self._budget.answer_tokens
        return Gauge(self._prompts, self._documents, self._whole_text, window, answer_tokens)

    @cached_property
    def _focus(self) -> Focus:
        def in_parts() -> InParts | None:
            return self._in_parts if self._is_in_parts(Turn("")) else None

        assert self._retriever is not None, "retrieved mode needs a retriever"
        likeness = self._retriever.likeness
        return Focus(self._engine, self._prompts, self._documents, self._whole_text, in_parts, likeness)

    @cached_property
    def _in_parts(self) -> InParts:
        return InParts(self._engine, self._prompts, self._documents, self._budget.answer_tokens, self._rates)

    def _that_fit(self, jobs: Sequence[Job]) -> list[Sequence[Job]]:
        """Return the jobs as one batch, or one by one where the model's memory cannot hold them together."""
        prefixes = {job.prompt.tokens[: job.prompt.prefix_tokens] for job in jobs}  # the same is held once
        own = (len(job.prompt.tokens) - job.prompt.prefix_tokens for job in jobs)
        needed = sum(map(len, prefixes)) + sum(own) + self._budget.answer_tokens * len(jobs)
        return [jobs] if needed <= self._engine.capacity_tokens else [[job] for job in jobs]

    def _answer_in_parts(self, job: Job, plan: Plan, asked_at: float) -> Generator[Event]:
        job.prompt = yield from self._in_parts.take_notes(plan, job.spent)
        job.ahead = self._in_parts.last(job.spent, job.prompt)
        yield from self._answer([job], asked_at)

    def _answer(self, jobs: Sequence[Job], asked_at: float) -> Generator[Event]:
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
        prompts, generated = [job.attended_tokens for job in jobs], [job.generated_tokens for job in jobs]
        self._rates.add_writing(prompts, generated, write_s)

    def _ahead(self, mode: Mode, prefix_tokens: int) -> Ahead:
        return Ahead(Reading(mode, 0, 0, 0, 0.0, None), self._rates, prefix_tokens)

    def _note_reading(self, job: Job, read: PromptRead, seconds: float) -> None:
        job.read_s += seconds
        self._rates.add_reading(job.read_tokens or read.from_cache_tokens, read.done_tokens, seconds)
        job.read_tokens = read.done_tokens

    def _branch(self, job: Job) -> Branch:
        prompt = job.prompt
        return Branch(
            prompt.tokens,
            self._budget.answer_tokens,
            self._budget.sampling,
            prompt.opens_in_thought,
            prompt.prefix_tokens,
            prompt.stop_text,
            self._read_for(job),
            job.focused.spans if job.focused else (),
        )

    def _read_for(self, job: Job) -> tuple[str, ...]:
        """Return the documents of which a prompt's prefix consists."""
        if job.focused:
            return job.focused.document_ids
        return self._document_ids if job.mode is Mode.WHOLE and job.plan is None else ()

    @staticmethod
    def _grow(job: Job, piece: Piece) -> Event:
        if piece.is_thought:
            return Thought(job.mode, piece.text)
        text = piece.text if job.text else piece.text.lstrip()
        job.text += text
        return Delta(job.mode, text)

    def _finish(self, job: Job, finished: BranchFinished, asked_at: float) -> Answer:
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
            is_focused=job.focused is not None,
        )

    def _remember(self, job: Job, text: str, tokens: tuple[int, ...]) -> None:
        turn = Turn(job.turn.question, job.turn.passages, tokens)
        self._talk.remember(job.exchange, job.mode, turn, text)

    def _cite(self, job: Job, text: str) -> tuple[Citation, ...]:
        if job.mode is Mode.WHOLE:
            return self._whole_evidence.cite(text, job.turn.question)
        read = passage_evidence(self._documents, job.turn.passages, self._retriever)
        return read.cite(text, job.turn.question)

    @cached_property
    def _whole_evidence(self) -> Evidence:
        return whole_evidence(self._documents, meaning=self._retriever)
