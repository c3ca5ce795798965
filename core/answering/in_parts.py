"""Questions about documents that are longer than the window: each part is asked for a note, then the notes.

What decides a part's prefix are the documents and the size of the window, never the question: so a part is
read once for ever, and a second question reads only itself and the notes.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from time import perf_counter

from core.answering.citations import Evidence, whole_evidence
from core.answering.estimates import Outlook, Rates, total_of
from core.answering.events import Mode, Reading
from core.answering.loops import without_loop
from core.answering.notes import (
    MERGED_TOKENS,
    NOTE_TOKENS,
    Note,
    foreseen_merges,
    grouped,
    is_empty,
    is_over,
    joined,
    with_true_marks,
    without_inventions,
)
from core.answering.parts import PageKey, Part, cut
from core.answering.prompts import Prompt, Prompts, Turn
from core.documents.document import Document
from core.errors import DocumentTooLong
from core.model.engine import Branch, Engine, Piece, PromptRead

# Behind each part there is room for a note, the question, and what was asked before.
TALK_SHARE, LEAST_TALK_TOKENS = 1 / 8, 320
LEAST_PART_TOKENS = 1500  # smaller parts would be too many, and know too little of what is around them
LEAST_NOTES_TOKENS = 5 * NOTE_TOKENS  # in the last prompt: with less, merging notes would not get far
USUAL_NOTE_TOKENS = NOTE_TOKENS // 2
LABEL_TOKENS = 16  # about: the line above a note that says where it is from


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question is put: `turns`, the last of them open, to each part with its prompt."""

    turns: tuple[Turn, ...]
    prompts: tuple[Prompt, ...]
    notes_room: int


@dataclass(slots=True)
class Spent:
    """What notes have cost so far: tokens and seconds."""

    read: int = 0
    from_cache: int = 0
    noted: int = 0
    read_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Ahead:
    """One prompt among others: what is known of its place, and the seconds that what comes after it takes."""

    place: Reading
    rates: Rates
    prefix_tokens: int
    after_s: float = 0.0

    def reading(self, read: PromptRead, spent: Spent) -> Reading:
        """Return how far all the reading is, of which a place that says no total is all."""
        left_s = self.rates.left_s(read, self.prefix_tokens)
        return replace(
            self.place,
            total_tokens=self.place.total_tokens or read.total_tokens,
            done_tokens=spent.read + spent.from_cache + read.done_tokens,
            from_cache_tokens=spent.from_cache + read.from_cache_tokens,
            tokens_per_s=read.tokens_per_s,
            remaining_s=None if left_s is None else left_s + self.after_s,
        )


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
        held, ending = self._held(plan), self._ending(plan, self._usual_sizes(len(plan.prompts)))
        first_s = total_of([*self._noting_s(plan.prompts, held), *self._reading_s(ending)])
        total_s = total_of([first_s, self._rates.writing_s(ending[-1])])
        tokens = _size(plan.prompts) + sum(ending)
        return Outlook(tokens, sum(held), self._window, True, first_s, total_s, len(plan.prompts))

    def _usual_sizes(self, count: int) -> list[float]:
        """Return how long so many notes will be, each with the line above it."""
        return [self._rates.note_tokens(USUAL_NOTE_TOKENS) + LABEL_TOKENS] * count

    def _noting_s(self, prompts: Sequence[Prompt], held: Sequence[int]) -> list[float | None]:
        """Return what each part, of which so much is held, takes: to be read, and to be noted of."""
        note = self._rates.note_tokens(USUAL_NOTE_TOKENS)
        seconds = list[float | None]()
        for known, prompt in zip(held, prompts, strict=True):
            seconds.append(self._rates.reading_s(known, len(prompt.tokens), prompt.prefix_tokens))
            seconds.append(self._rates.writing_s(len(prompt.tokens), note))
        return seconds

    def _ending(self, plan: Plan, sizes: Sequence[float]) -> list[int]:
        """Return the tokens of each prompt that follows notes of these sizes: merging them, then the last."""
        bare = self._merging_tokens(plan)
        merges, left = foreseen_merges(sizes, plan.notes_room, self._window - MERGED_TOKENS - bare)
        last = self._window - self._answer_tokens - plan.notes_room
        return [*(bare + round(size) for size in merges), last + round(left)]

    def _reading_s(self, ending: Sequence[int]) -> list[float | None]:
        """Return what the prompts of an ending take, but for the answer itself."""
        *merges, last = ending
        seconds = [self._rates.reading_s(0, last, 0)]
        for tokens in merges:
            seconds += [self._rates.reading_s(0, tokens, 0), self._rates.writing_s(tokens, MERGED_TOKENS)]
        return seconds

    def _merging_tokens(self, plan: Plan) -> int:
        return len(self._prompts.compose_merge("", plan.turns).tokens)

    def read(self) -> Generator[Reading]:
        """Read every part before anything is asked, and keep it on disk. Errors: DocumentTooLong; Stopped."""
        plan, spent = self.plan((), Turn("")), Spent()
        held = self._held(plan)
        total = sum(prompt.prefix_tokens for prompt in plan.prompts)
        for index, (part, prompt) in enumerate(zip(self.parts, plan.prompts, strict=True)):
            prefix = prompt.tokens[: prompt.prefix_tokens]
            later = zip(plan.prompts[index + 1 :], held[index + 1 :], strict=True)
            after = [self._rates.reading_s(known, p.prefix_tokens, p.prefix_tokens) for p, known in later]
            ahead = Ahead(self._place(index, total), self._rates, len(prefix), _known(after))
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
        for index, (part, prompt) in enumerate(zip(self.parts, plan.prompts, strict=True)):
            place = self._place(index, _size(plan.prompts))
            after_s = self._after_part_s(plan, held, index, self._sizes(notes))
            ahead = Ahead(place, self._rates, prompt.prefix_tokens, after_s)
            noted = spent.noted
            text = yield from self._write(prompt, NOTE_TOKENS, part.document_ids, ahead, spent)
            self._rates.add_note(spent.noted - noted)
            if not is_empty(text):
                pages = frozenset(part.pages)
                evidence = self._evidence(pages)
                notes.append(Note(self._marked(text, evidence), pages, part.begins, part.ends))
                said = without_inventions(text, evidence, plan.turns[-1].question)
                true += [replace(notes[-1], text=self._marked(said, evidence))] if said else []
        fitting = yield from self._merged(true or notes, plan, spent)
        return self._prompts.compose_from_notes(joined(fitting), plan.turns)

    def _after_part_s(self, plan: Plan, held: Sequence[int], index: int, sizes: Sequence[float]) -> float:
        """Return the seconds from where a part is read to the answer; notes of these sizes there are."""
        note = self._rates.note_tokens(USUAL_NOTE_TOKENS)
        later = slice(index + 1, None)
        ending = self._ending(plan, [*sizes, *self._usual_sizes(len(held) - index)])
        seconds = [
            self._rates.writing_s(len(plan.prompts[index].tokens), note),
            *self._noting_s(plan.prompts[later], held[later]),
            *self._reading_s(ending),
        ]
        return _known(seconds)

    def _sizes(self, notes: Sequence[Note]) -> list[float]:
        return [self._count(note.shown) for note in notes]

    def _merged(
        self, notes: Sequence[Note], plan: Plan, spent: Spent
    ) -> Generator[Reading, None, Sequence[Note]]:
        """Make fewer notes of many, in rounds, until they have room in the last prompt."""
        room = self._window - MERGED_TOKENS - self._merging_tokens(plan)
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
        ending = self._ending(plan, [MERGED_TOKENS, *self._sizes(others)])
        writing_s = self._rates.writing_s(len(prompt.tokens), MERGED_TOKENS)
        ahead = replace(self.last(spent, prompt), after_s=_known([writing_s, *self._reading_s(ending)]))
        text = yield from self._write(prompt, MERGED_TOKENS, (), ahead, spent)
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

    def _write(
        self, prompt: Prompt, most_tokens: int, document_ids: tuple[str, ...], ahead: Ahead, spent: Spent
    ) -> Generator[Reading, None, str]:
        """Let the model write a note, greedily. Where it only came to think, what it thought is the note."""
        branch = Branch(
            prompt.tokens,
            most_tokens,
            opens_in_thought=prompt.opens_in_thought,
            prefix_tokens=prompt.prefix_tokens,
            stop_text=prompt.stop_text,
            document_ids=document_ids,
        )
        said = {False: "", True: ""}
        count, write_s, seen_at, begin, cached = 0, 0.0, perf_counter(), 0, 0
        for event in self._engine.answer([branch]):
            seconds = perf_counter() - seen_at
            if isinstance(event, PromptRead):
                cached = event.from_cache_tokens
                spent.read_s += seconds
                self._rates.add_reading(begin or cached, event.done_tokens, seconds)
                begin = event.done_tokens
                yield ahead.reading(event, spent)
            elif isinstance(event, Piece):
                write_s += seconds
                count += 1
                said[event.is_thought] += event.text
            else:
                count, write_s = event.generated_tokens, write_s + seconds
            seen_at = perf_counter()
            if is_over(said[False]):
                break
        self._rates.add_writing([len(prompt.tokens)], [max(count, 1)], write_s)
        spent.read += len(prompt.tokens) - cached
        spent.from_cache += cached
        spent.noted += count
        return without_loop(said[False].strip() or said[True].strip())

    def _evidence(self, pages: frozenset[PageKey]) -> Evidence:
        return whole_evidence(self._documents, pages)

    def _marked(self, text: str, evidence: Evidence) -> str:
        return with_true_marks(text, evidence, self._titles)

    def _place(self, index: int, total_tokens: int) -> Reading:
        part, count = self.parts[index], len(self.parts)
        pages = part.first_page, part.last_page
        return Reading(Mode.WHOLE, 0, total_tokens, 0, 0.0, None, index + 1, count, *pages)

    def last(self, spent: Spent, prompt: Prompt) -> Ahead:
        """Return the place of a prompt that is made of notes."""
        count, total = len(self.parts), spent.read + spent.from_cache + len(prompt.tokens)
        place = Reading(Mode.WHOLE, 0, total, 0, 0.0, None, count, count)
        return Ahead(place, self._rates, prompt.prefix_tokens)

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


def _known(seconds: Sequence[float | None]) -> float:
    """Return the sum of what is known: before the first note, nobody knows how fast notes are written."""
    return sum(each or 0.0 for each in seconds)


def _size(prompts: Sequence[Prompt]) -> int:
    return sum(len(prompt.tokens) for prompt in prompts)
