"""A conversation about documents: a question goes in, the events of its answers come out."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter

from core.answering.citations import Evidence, passage_evidence, whole_evidence
from core.answering.events import (
    Answer,
    Answered,
    Citation,
    Delta,
    Event,
    Mode,
    Question,
    Reading,
    Retrieved,
    Thought,
    Timings,
    TokenCounts,
)
from core.answering.prompts import Prompt, Prompts, Turn, document_text
from core.documents.document import Document
from core.errors import DocumentTooLong
from core.library.passages import Passage
from core.library.retriever import Retriever
from core.model.engine import Branch, BranchFinished, Engine, Piece, PromptRead, Sampling


@dataclass(slots=True)
class _Job:
    """One mode's answer while it comes about. Times are readings of `perf_counter`."""

    mode: Mode
    turn: Turn
    prompt: Prompt
    retrieve_s: float
    text: str = ""
    read_s: float = 0.0
    first_token_at: float | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be read and written for one question, in tokens, and how it is written."""

    passage_tokens: int = 1024
    answer_tokens: int = 512
    sampling: Sampling = field(default_factory=Sampling)


class Session:
    """Asks questions about `documents`, each in one mode or in several side by side.

    A conversation is kept per mode: a follow-up finds what was read before still in the model's memory, and
    reads only itself (and passages that were not shown yet). A stopped question leaves no trace in it.
    """

    def __init__(
        self,
        engine: Engine,
        prompts: Prompts,
        retriever: Retriever | None,
        documents: Sequence[Document],
        budget: Budget,
    ) -> None:
        self._engine, self._prompts, self._retriever = engine, prompts, retriever
        self._documents, self._budget = tuple(documents), budget
        self._whole_text = document_text(self._documents)
        self._turns: dict[Mode, list[Turn]] = {mode: [] for mode in Mode}

    def ask(self, question: Question) -> Generator[Event]:
        """Answer `question` in each of its modes at once, yielding what happens on the way.

        Closing the iterator stops at once; what was read stays read.
        Errors: DocumentTooLong, before anything is read; Stopped, if the engine was told to stop.
        """
        asked_at = perf_counter()
        jobs = []
        for mode in question.modes:
            passages = self._retrieve(question.text) if mode is Mode.RETRIEVED else ()
            retrieve_s = perf_counter() - asked_at
            if mode is Mode.RETRIEVED:
                yield Retrieved(mode, passages)
            jobs.append(self._prepare(mode, Turn(question.text, passages), retrieve_s))
        for together in self._that_fit(jobs):
            yield from self._answer(together, asked_at)

    def _retrieve(self, text: str) -> tuple[Passage, ...]:
        assert self._retriever is not None, "retrieved mode needs a retriever"
        ids = [document.document_id for document in self._documents]
        return tuple(self._retriever.retrieve(text, ids, self._budget.passage_tokens, self._count_tokens))

    def _count_tokens(self, text: str) -> int:
        return len(self._engine.tokenize(text))

    def _prepare(self, mode: Mode, turn: Turn, retrieve_s: float) -> _Job:
        opening = self._whole_text if mode is Mode.WHOLE else ""
        turns = [*self._turns[mode], turn]
        while True:
            prompt = self._prompts.compose(mode, opening, turns)
            needed = len(prompt.tokens) + self._budget.answer_tokens
            if needed <= self._engine.context_tokens:
                self._turns[mode] = turns[:-1]
                return _Job(mode, turn, prompt, retrieve_s)
            if len(turns) == 1:
                raise DocumentTooLong(needed, self._engine.context_tokens)
            turns = turns[1:]  # the oldest question goes; the documents stay before the next one

    def _that_fit(self, jobs: Sequence[_Job]) -> list[Sequence[_Job]]:
        """Return the jobs as one batch, or one by one where the model's memory cannot hold them together."""
        needed = sum(len(job.prompt.tokens) + self._budget.answer_tokens for job in jobs)
        return [jobs] if needed <= self._engine.capacity_tokens else [[job] for job in jobs]

    def _answer(self, jobs: Sequence[_Job], asked_at: float) -> Generator[Event]:
        branches = [self._branch(job.prompt) for job in jobs]
        seen_at = perf_counter()
        for event in self._engine.answer(branches):
            now, job = perf_counter(), jobs[event.branch]
            if isinstance(event, PromptRead):
                job.read_s += now - seen_at
                yield _reading(job.mode, event)
            elif isinstance(event, Piece):
                job.first_token_at = job.first_token_at or now
                yield self._grow(job, event)
            else:
                yield Answered(job.mode, self._finish(job, event, asked_at))
            seen_at = perf_counter()

    def _branch(self, prompt: Prompt) -> Branch:
        return Branch(
            prompt.tokens,
            self._budget.answer_tokens,
            self._budget.sampling,
            prompt.opens_in_thought,
            prompt.prefix_tokens,
            prompt.stop_text,
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
        self._turns[job.mode].append(Turn(job.turn.question, job.turn.passages, finished.tokens))
        first_s = (job.first_token_at or now) - asked_at
        return Answer(
            question=job.turn.question,
            mode=job.mode,
            text=text,
            model=self._engine.weights.path.stem,
            passages=job.turn.passages,
            citations=self._cite(job, text),
            timings=Timings(job.retrieve_s, job.read_s, first_s, now - asked_at),
            tokens=TokenCounts(finished.read_tokens, finished.from_cache_tokens, finished.generated_tokens),
            context_tokens=self._engine.context_tokens,
            is_cut=finished.reason == "length",
        )

    def _cite(self, job: _Job, text: str) -> tuple[Citation, ...]:
        if job.mode is Mode.WHOLE:
            return self._whole_evidence.cite(text)
        return passage_evidence(self._documents, job.turn.passages).cite(text)

    @cached_property
    def _whole_evidence(self) -> Evidence:
        return whole_evidence(self._documents)


def _reading(mode: Mode, read: PromptRead) -> Reading:
    return Reading(
        mode, read.done_tokens, read.total_tokens, read.from_cache_tokens, read.tokens_per_s, read.remaining_s
    )
