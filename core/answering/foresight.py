"""What a question about documents in parts will cost: reading each part, noting of it, merging the notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.answering.estimates import Outlook, Rates, total_of
from core.answering.notes import MERGED_TOKENS, NOTE_TOKENS, foreseen_merges
from core.answering.prompts import Prompt, Prompts, Turn

USUAL_NOTE_TOKENS = NOTE_TOKENS // 2
LABEL_TOKENS = 16  # about: the line above a note that says where it is from


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question is put: `turns`, the last of them open, to each part with its prompt.

    In the last prompt, which makes the answer, notes have `notes_room` tokens.
    """

    turns: tuple[Turn, ...]
    prompts: tuple[Prompt, ...]
    notes_room: int

    @property
    def part_tokens(self) -> int:
        """How many tokens the prompts of all parts have together."""
        return sum(len(prompt.tokens) for prompt in self.prompts)


class Foresight:
    """Foresees what planned questions cost, for a window that has room for an answer of `answer_tokens`.

    `held` says of each part how many tokens of its prompt need not be read.
    """

    def __init__(self, prompts: Prompts, rates: Rates, context_tokens: int, answer_tokens: int) -> None:
        self._prompts, self._rates = prompts, rates
        self._window, self._answer_tokens = context_tokens, answer_tokens

    def outlook(self, plan: Plan, held: Sequence[int]) -> Outlook:
        """Return what the planned question will cost, with notes and an answer of usual length."""
        ending = self._ending(plan, self._usual_sizes(len(held)))
        first_s = total_of([*self._noting_s(plan.prompts, held), *self._ending_s(ending)])
        total_s = total_of([first_s, self._rates.writing_s(ending[-1])])
        tokens = plan.part_tokens + sum(ending)
        return Outlook(tokens, sum(held), self._window, True, first_s, total_s, len(plan.prompts))

    def reading_s(self, prompts: Sequence[Prompt], held: Sequence[int]) -> float:
        """Return the seconds to read parts before anything is asked about them."""
        ends = [prompt.prefix_tokens for prompt in prompts]
        return _known([self._rates.reading_s(*each) for each in zip(held, ends, ends, strict=True)])

    def after_part_s(self, plan: Plan, held: Sequence[int], index: int, noted: Sequence[float]) -> float:
        """Return the seconds from where a part is read to the answer; notes of `noted` tokens there are."""
        note = self._rates.note_tokens(USUAL_NOTE_TOKENS)
        later = slice(index + 1, None)
        seconds = [
            self._rates.writing_s(len(plan.prompts[index].tokens), note),
            *self._noting_s(plan.prompts[later], held[later]),
            *self._ending_s(self._ending(plan, [*noted, *self._usual_sizes(len(held) - index)])),
        ]
        return _known(seconds)

    def after_merging_s(self, plan: Plan, prompt: Prompt, noted: Sequence[float]) -> float:
        """Return the seconds from where a merging `prompt` is read to the answer, with the other notes."""
        ending = self._ending(plan, [MERGED_TOKENS, *noted])
        return _known([self._rates.writing_s(len(prompt.tokens), MERGED_TOKENS), *self._ending_s(ending)])

    def merging_room(self, plan: Plan) -> int:
        """Return how many tokens of notes a prompt that merges them can hold."""
        return self._window - MERGED_TOKENS - self._merging_tokens(plan)

    def _merging_tokens(self, plan: Plan) -> int:
        return len(self._prompts.compose_merge("", plan.turns).tokens)

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
        merges, left = foreseen_merges(sizes, plan.notes_room, self.merging_room(plan))
        last, bare = self._window - self._answer_tokens - plan.notes_room, self._merging_tokens(plan)
        return [*(bare + round(size) for size in merges), last + round(left)]

    def _ending_s(self, ending: Sequence[int]) -> list[float | None]:
        """Return what the prompts of an ending take, but for the answer itself."""
        *merges, last = ending
        seconds = [self._rates.reading_s(0, last, 0)]
        for tokens in merges:
            seconds += [self._rates.reading_s(0, tokens, 0), self._rates.writing_s(tokens, MERGED_TOKENS)]
        return seconds


def _known(seconds: Sequence[float | None]) -> float:
    """Return the sum of what is known: before the first note, nobody knows how fast notes are written."""
    return sum(each or 0.0 for each in seconds)
