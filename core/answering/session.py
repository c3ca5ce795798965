"""A conversation about documents: a question goes in, the events of its answers come out."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import cached_property
from time import perf_counter

from core.answering.estimates import Meter, Outlook, Rates, total_of
from core.answering.events import Event, Mode, Question, Reading, Refused, Retrieved
from core.answering.finder import Finder, Found
from core.answering.focus import AGAIN_TOKENS, Focus
from core.answering.foresight import Plan
from core.answering.gauge import Gauge
from core.answering.in_parts import InParts
from core.answering.job import Budget, Job
from core.answering.progress import Ahead, Spent
from core.answering.prompts import Prompts, Turn, document_text
from core.answering.talk import Compose, Exchange, Past, Talk
from core.answering.writer import AnswerWriter
from core.documents.document import Document
from core.errors import DocumentTooLong, OpenBookError
from core.library.naming import names
from core.library.retriever import Retriever
from core.model.engine import Engine


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
        self._documents, self._budget, self._may_focus = _told_apart(documents), budget, may_focus
        self._document_ids = tuple(document.document_id for document in documents)
        self._whole_text = document_text(self._documents)
        self._talk = Talk(prompts, engine.context_tokens)
        self._writer = AnswerWriter(engine, self._documents, self._talk, budget, rates, retriever)

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
        jobs = yield from self._prepared(question, asked_at)
        try:
            for together in filter(None, self._that_fit([job for job in jobs if job.plan is None])):
                yield from self._writer.write(together, asked_at)
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

    def _prepared(self, question: Question, asked_at: float) -> Generator[Event, None, list[Job]]:
        """Return what each mode has to do; of several modes, one that cannot answer is refused."""
        jobs, exchange = [], Exchange()
        for mode in question.modes:
            try:
                retrieves = mode is Mode.RETRIEVED
                found = self._finder.find(question.text, brings=True) if retrieves else Found()
                retrieve_s = perf_counter() - asked_at
                if retrieves:
                    yield Retrieved(mode, found.passages)
                jobs.append(self._prepare(mode, question.text, found, exchange, retrieve_s))
            except OpenBookError as error:
                if len(question.modes) == 1:
                    raise
                yield Refused(mode, type(error).__name__, error.sentence)
        return jobs

    def _prepare(self, mode: Mode, question: str, found: Found, exchange: Exchange, retrieve_s: float) -> Job:
        turn, focused = Turn(question, found.passages), found.focused
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
        found = self._foreseen(question) if mode is Mode.RETRIEVED else Found()
        try:
            plan = self._plan(Turn(question)) if mode is Mode.WHOLE else None
            return self._in_parts.outlook(plan) if plan else self._outlook_at_once(mode, question, found)
        except DocumentTooLong as error:
            return Outlook(error.document_tokens - answer_tokens, 0, window, False, None, None)

    def _outlook_at_once(self, mode: Mode, question: str, found: Found) -> Outlook:
        """Return what a question costs that is not asked in parts. Errors: DocumentTooLong."""
        retrieves, focused, again = mode is Mode.RETRIEVED, found.focused, 0
        passage_tokens = self._usual_passage_tokens() if retrieves and not question and not focused else 0
        turn, room = Turn(question, found.passages), passage_tokens + self._budget.answer_tokens
        compose = focused.compose if focused else self._compose(mode)
        prompt = self._talk.compose(mode, turn, room, compose)
        if focused:
            held = prefix_tokens = focused.attended_tokens
            again = 0 if question else AGAIN_TOKENS
        else:
            kept = self._document_ids if mode is Mode.WHOLE else ()
            held = self._engine.held_tokens(prompt.tokens, prompt.prefix_tokens, kept)
            prefix_tokens = prompt.prefix_tokens + passage_tokens
        total = len(prompt.tokens) - prompt.prefix_tokens + prefix_tokens + again
        seconds = (
            self._rates.retrieve_s() if retrieves else 0.0,
            self._rates.reading_s(held, total, prefix_tokens),
            self._rates.writing_s(total),
        )
        window = self._engine.context_tokens
        return Outlook(total, held, window, True, total_of(seconds[:2]), total_of(seconds))

    def _foreseen(self, question: str) -> Found:
        """Return what retrieved mode will find."""
        return self._finder.find(question, brings=False) if question else self._finder.usual()

    def _usual_passage_tokens(self) -> int:
        is_first = not self._talk.seen_by(Mode.RETRIEVED)
        wanted = self._budget.passage_tokens * self._rates.passage_share(is_first=is_first)
        return min(round(wanted), self._gauge.document_tokens)

    @cached_property
    def _gauge(self) -> Gauge:
        window, answer_tokens = self._engine.context_tokens, self._budget.answer_tokens
        return Gauge(self._prompts, self._documents, self._whole_text, window, answer_tokens)

    @cached_property
    def _finder(self) -> Finder:
        assert self._retriever is not None, "retrieved mode needs a retriever"
        focus = self._focus(self._retriever) if self._may_focus else None
        titles = {document.document_id: document.title for document in self._documents}
        return Finder(self._retriever, focus, self._talk, titles, self._budget, self._count_tokens)

    def _focus(self, retriever: Retriever) -> Focus:
        def in_parts() -> InParts | None:
            return self._in_parts if self._is_in_parts(Turn("")) else None

        documents, text = self._documents, self._whole_text
        return Focus(self._engine, self._prompts, documents, text, in_parts, retriever.likeness)

    def _count_tokens(self, text: str) -> int:
        return len(self._engine.tokenize(text))

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
        yield from self._writer.write([job], asked_at)

    def _ahead(self, mode: Mode, prefix_tokens: int) -> Ahead:
        return Ahead(Reading(mode, 0, 0, 0, 0.0, None), self._rates, prefix_tokens)


def _told_apart(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return several documents under names that tell them apart: a model knows them by their titles alone."""
    if len(documents) == 1:  # the file's name would be one more thing on which what was read depends
        return tuple(documents)
    called = names(documents)
    return tuple(replace(document, title=called[document.document_id]) for document in documents)
