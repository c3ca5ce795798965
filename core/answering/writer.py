"""Lets the model write answers, several at once, and finds the lines of the documents that support them."""

from collections.abc import Generator, Sequence
from functools import cached_property
from time import perf_counter

from core.answering.citations import Evidence, passage_evidence, whole_evidence
from core.answering.estimates import Rates
from core.answering.events import Answer, Answered, Citation, Delta, Event, Mode, Thought
from core.answering.job import Budget, Job
from core.answering.loops import without_loop
from core.answering.prompts import Turn
from core.answering.talk import Talk
from core.answering.translation import Meaning
from core.answering.waiting import waited_for
from core.documents.document import Document
from core.model.engine import Branch, BranchFinished, Engine, Piece, PromptRead


class AnswerWriter:
    """Writes the answers of jobs about `documents`, and remembers them in `talk`."""

    def __init__(
        self,
        engine: Engine,
        documents: Sequence[Document],
        talk: Talk,
        budget: Budget,
        rates: Rates,
        meaning: Meaning | None,
    ) -> None:
        self._engine, self._documents, self._talk = engine, documents, talk
        self._budget, self._rates, self._meaning = budget, rates, meaning

    def write(self, jobs: Sequence[Job], asked_at: float) -> Generator[Event]:
        """Yield what happens until all of the jobs are answered. Errors: Stopped."""
        write_s = 0.0
        for seconds, event in waited_for(self._engine.answer([self._branch(job) for job in jobs])):
            job = jobs[event.branch]
            if isinstance(event, PromptRead):
                self._note_reading(job, event, seconds)
                yield job.ahead.reading(event, job.spent)
                continue
            write_s += seconds
            if isinstance(event, Piece):
                yield _grow(job, event)
            else:
                yield Answered(job.mode, self._finish(job, event, asked_at))
        prompts, generated = [job.attended_tokens for job in jobs], [job.generated_tokens for job in jobs]
        self._rates.add_writing(prompts, generated, write_s)

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
        if job.mode is Mode.WHOLE and job.plan is None:
            return tuple(document.document_id for document in self._documents)
        return ()

    def _note_reading(self, job: Job, read: PromptRead, seconds: float) -> None:
        job.read_s += seconds
        self._rates.add_reading(job.read_tokens or read.from_cache_tokens, read.done_tokens, seconds)
        job.read_tokens = read.done_tokens

    def _finish(self, job: Job, finished: BranchFinished, asked_at: float) -> Answer:
        seconds, text = perf_counter() - asked_at, job.text.rstrip()
        if finished.reason == "loop":
            text = without_loop(text)
        turn = Turn(job.turn.question, job.turn.passages, finished.tokens)
        self._talk.remember(job.exchange, job.mode, turn, text)
        job.generated_tokens = finished.generated_tokens
        retrieve_s = job.retrieve_s if job.mode is Mode.RETRIEVED else None
        self._rates.add_answer(finished.generated_tokens, retrieve_s)
        return Answer(
            question=job.turn.question,
            mode=job.mode,
            text=text,
            model=self._engine.weights.path.stem,
            passages=job.turn.passages,
            citations=self._cite(job, text),
            timings=job.timings(asked_at, seconds),
            tokens=job.token_counts(finished),
            context_tokens=self._engine.context_tokens,
            is_cut=finished.reason == "length",
            is_looping=finished.reason == "loop",
            part_count=len(job.plan.prompts) if job.plan else 1,
            is_focused=job.focused is not None,
        )

    def _cite(self, job: Job, text: str) -> tuple[Citation, ...]:
        if job.mode is Mode.WHOLE:
            return self._whole_evidence.cite(text, job.turn.question)
        read = passage_evidence(self._documents, job.turn.passages, self._meaning)
        return read.cite(text, job.turn.question)

    @cached_property
    def _whole_evidence(self) -> Evidence:
        return whole_evidence(self._documents, meaning=self._meaning)


def _grow(job: Job, piece: Piece) -> Event:
    job.first_token_at = job.first_token_at or perf_counter()
    if piece.is_thought:
        return Thought(job.mode, piece.text)
    text = piece.text if job.text else piece.text.lstrip()
    job.text += text
    return Delta(job.mode, text)
