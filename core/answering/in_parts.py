"""Questions about documents that are longer than the window: each part is asked for a note, then the notes.

What decides a part's prefix are the documents and the size of the window, never the question: so a part is
read once for ever, and a second question reads only itself and the notes.
"""

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from core.answering.citations import Evidence, whole_evidence
from core.answering.estimates import Outlook, Rates
from core.answering.events import Mode, Reading
from core.answering.foresight import Foresight, Plan
from core.answering.note_writer import NoteWriter
from core.answering.notes import (
    MERGED_TOKENS,
    NOTE_TOKENS,
    Note,
    grouped,
    is_empty,
    joined,
    with_true_marks,
    without_inventions,
)
from core.answering.parts import PageKey, Part, cut
from core.answering.progress import Ahead, Spent
from core.answering.prompts import Prompt, Prompts, Turn
from core.documents.document import Document
from core.errors import DocumentTooLong
from core.model.engine import Engine, PromptRead

# Behind each part there is room for a note, the question, and what was asked before.
TALK_SHARE, LEAST_TALK_TOKENS = 1 / 8, 320
LEAST_PART_TOKENS = 1500  # smaller parts would be too many, and know too little of what is around them
LEAST_NOTES_TOKENS = 5 * NOTE_TOKENS  # in the last prompt: with less, merging notes would not get far


class InParts:
    """Takes notes of `documents`, part by part, and leaves room for an answer from them."""

    def __init__(
        self,
        engine: Engine,
        prompts: Prompts,
        documents: Sequence[Document],
        answer_tokens: int,
        rates: Rates,
    ) -> None:
        self._engine, self._prompts, self._rates = engine, prompts, rates
        self._documents, self._answer_tokens = documents, answer_tokens
        self._window = engine.context_tokens
        self._talk_tokens = max(int(self._window * TALK_SHARE), LEAST_TALK_TOKENS)
        self._titles = {document.document_id: document.title for document in documents}
        self._foresight = Foresight(prompts, rates, self._window, answer_tokens)
        self._writer = NoteWriter(engine, rates)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The documents in parts. Errors: DocumentTooLong where the window is too small for that."""
        room = self._window - self._talk_tokens - self._bare_tokens((Turn(""),))
        if room < LEAST_PART_TOKENS:
            raise DocumentTooLong(self._window - room + LEAST_PART_TOKENS, self._window)
        return cut(self._documents, room, self._count)

    def plan(self, seen: Sequence[Turn], asked: Turn) -> Plan:
        """Return how to put a question; of what was `seen` before, the oldest goes where room is short.

        Errors: DocumentTooLong, for a question that is too long or a window that is too small.
        """
        parts, turns = self.parts, self._that_fit((*seen, asked))
        prompts = tuple(self._prompts.compose_note(part.text, turns) for part in parts)
        longest = max((len(prompt.tokens) for prompt in prompts), default=self._window)
        last = len(self._prompts.compose_from_notes("", turns).tokens) + self._answer_tokens
        needed = max(longest + NOTE_TOKENS, last + LEAST_NOTES_TOKENS)
        if needed > self._window:
            raise DocumentTooLong(needed, self._window)
        return Plan(turns, prompts, self._window - last)

    def outlook(self, plan: Plan) -> Outlook:
        """Return what the planned question will cost, with notes and an answer of usual length."""
        return self._foresight.outlook(plan, self._held(plan))

    def read(self) -> Generator[Reading]:
        """Read every part before anything is asked, and keep it on disk. Errors: DocumentTooLong; Stopped."""
        plan, spent = self.plan((), Turn("")), Spent()
        held = self._held(plan)
        total = sum(prompt.prefix_tokens for prompt in plan.prompts)
        for index, (part, prompt) in enumerate(zip(self.parts, plan.prompts, strict=True)):
            prefix, later = prompt.tokens[: prompt.prefix_tokens], slice(index + 1, None)
            after_s = self._foresight.reading_s(plan.prompts[later], held[later])
            ahead = Ahead(self._place(index, total), self._rates, len(prefix), after_s)
            if held[index] < len(prefix):
                for read in self._rates.measured(self._engine.read(prefix, part.document_ids)):
                    yield ahead.reading(read, spent)
                self._rates.save()
                spent.read += len(prefix)
            else:
                yield ahead.reading(PromptRead(0, len(prefix), len(prefix), len(prefix), 0.0), spent)
                spent.from_cache += len(prefix)

    def take_notes(self, plan: Plan, spent: Spent) -> Generator[Reading, None, Prompt]:
        """Ask every part for a note, and return the prompt that makes the answer of them. Errors: Stopped.

        What the model made up is left out, unless it is all there is: it might be a name's other spelling.
        """
        notes, true, held = list[Note](), list[Note](), self._held(plan)
        for index, part in enumerate(self.parts):
            after_s = self._foresight.after_part_s(plan, held, index, self._sizes(notes))
            text = yield from self._note(plan, index, after_s, spent)
            if not is_empty(text):
                pages = frozenset(part.pages)
                evidence = self._evidence(pages)
                notes.append(Note(self._marked(text, evidence), pages, part.begins, part.ends))
                said = without_inventions(text, evidence, plan.turns[-1].question)
                true += [replace(notes[-1], text=self._marked(said, evidence))] if said else []
        fitting = yield from self._merged(true or notes, plan, spent)
        return self._prompts.compose_from_notes(joined(fitting), plan.turns)

    def last(self, spent: Spent, prompt: Prompt) -> Ahead:
        """Return the place of a prompt that is made of notes."""
        count, total = len(self.parts), spent.read + spent.from_cache + len(prompt.tokens)
        place = Reading(Mode.WHOLE, 0, total, 0, 0.0, None, count, count)
        return Ahead(place, self._rates, prompt.prefix_tokens)

    def _note(self, plan: Plan, index: int, after_s: float, spent: Spent) -> Generator[Reading, None, str]:
        """Return what the model notes of a part; `after_s` are the seconds from there to the answer."""
        prompt, before = plan.prompts[index], spent.noted
        ahead = Ahead(self._place(index, plan.part_tokens), self._rates, prompt.prefix_tokens, after_s)
        ids = self.parts[index].document_ids
        text = yield from self._writer.write(prompt, NOTE_TOKENS, ids, ahead, spent)
        self._rates.add_note(spent.noted - before)
        return text

    def _sizes(self, notes: Sequence[Note]) -> list[float]:
        return [self._count(note.shown) for note in notes]

    def _merged(
        self, notes: Sequence[Note], plan: Plan, spent: Spent
    ) -> Generator[Reading, None, Sequence[Note]]:
        """Make fewer notes of many, in rounds, until they have room in the last prompt."""
        room = self._foresight.merging_room(plan)
        while self._count(joined(notes)) > plan.notes_room:
            groups = grouped(notes, room, self._count)
            if len(groups) == len(notes):
                return self._shortened(notes, plan.notes_room)
            shorter = list[Note]()
            for index, group in enumerate(groups, 1):
                left = [*shorter, *chain.from_iterable(groups[index:])]
                shorter += (yield from self._merge(group, left, plan, spent)) if len(group) > 1 else group
            notes = shorter
        return notes

    def _merge(
        self, group: Sequence[Note], others: Sequence[Note], plan: Plan, spent: Spent
    ) -> Generator[Reading, None, Sequence[Note]]:
        """Make one note of a group; `others` are what there is beside it, and may be merged later."""
        prompt = self._prompts.compose_merge(joined(group), plan.turns)
        after_s = self._foresight.after_merging_s(plan, prompt, self._sizes(others))
        ahead = replace(self.last(spent, prompt), after_s=after_s)
        text = yield from self._writer.write(prompt, MERGED_TOKENS, (), ahead, spent)
        if is_empty(text):
            return ()
        pages = frozenset[PageKey]().union(*(note.pages for note in group))
        return (Note(self._marked(text, self._evidence(pages)), pages, group[0].begins, group[-1].ends),)

    def _shortened(self, notes: Sequence[Note], room: int) -> Sequence[Note]:
        """Return notes that fit for certain, the longest of them cut off: what cannot be merged any more."""
        kept = list(notes)
        while self._count(joined(kept)) > room:
            index = max(range(len(kept)), key=lambda each: len(kept[each].text))
            kept[index] = replace(kept[index], text=kept[index].text[: len(kept[index].text) // 2])
        return kept

    def _evidence(self, pages: frozenset[PageKey]) -> Evidence:
        return whole_evidence(self._documents, pages)

    def _marked(self, text: str, evidence: Evidence) -> str:
        return with_true_marks(text, evidence, self._titles)

    def _place(self, index: int, total_tokens: int) -> Reading:
        part, count = self.parts[index], len(self.parts)
        pages = part.first_page, part.last_page
        return Reading(Mode.WHOLE, 0, total_tokens, 0, 0.0, None, index + 1, count, *pages)

    def _held(self, plan: Plan) -> list[int]:
        """Return how much of each part's prompt need not be read."""
        return [
            self._engine.held_tokens(prompt.tokens, prompt.prefix_tokens, part.document_ids)
            for part, prompt in zip(self.parts, plan.prompts, strict=True)
        ]

    def _that_fit(self, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
        room = self._talk_tokens - NOTE_TOKENS + self._bare_tokens((Turn(""),))
        while len(turns) > 1 and self._bare_tokens(turns) > room:
            turns = turns[1:]
        return turns

    def _bare_tokens(self, turns: Sequence[Turn]) -> int:
        return len(self._prompts.compose_note("", turns).tokens)

    def _count(self, text: str) -> int:
        return len(self._engine.tokenize(text))
