"""One mode's answer while it comes about, and how much it may cost."""

from dataclasses import dataclass, field

from core.answering.events import Mode, Timings, TokenCounts
from core.answering.focus import Focused
from core.answering.foresight import Plan
from core.answering.progress import Ahead, Spent
from core.answering.prompts import Prompt, Turn
from core.answering.talk import Exchange
from core.model.engine import BranchFinished, Sampling


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be read and written for one question, in tokens, and how it is written."""

    passage_tokens: int = 1024
    answer_tokens: int = 512
    sampling: Sampling = field(default_factory=Sampling)


@dataclass(slots=True)
class Job:
    """One mode's answer while it comes about. Times are readings of `perf_counter`.

    With a `plan` it is made of notes, which have `spent` something already; its prompt is known after them.
    """

    mode: Mode
    turn: Turn
    prompt: Prompt
    ahead: Ahead
    exchange: Exchange
    retrieve_s: float
    focused: Focused | None = None
    plan: Plan | None = None
    spent: Spent = field(default_factory=Spent)
    text: str = ""
    read_s: float = 0.0
    read_tokens: int = 0
    generated_tokens: int = 0
    first_token_at: float | None = None

    @property
    def attended_tokens(self) -> int:
        """How much of the prompt the answer attends to."""
        own = len(self.prompt.tokens) - self.prompt.prefix_tokens
        return self.focused.attended_tokens + own if self.focused else len(self.prompt.tokens)

    def timings(self, asked_at: float, total_s: float) -> Timings:
        """Return the seconds that the answer has taken, where it took `total_s` in all."""
        first_s = total_s if self.first_token_at is None else self.first_token_at - asked_at
        return Timings(self.retrieve_s, self.spent.read_s + self.read_s, first_s, total_s)

    def token_counts(self, finished: BranchFinished) -> TokenCounts:
        """Return the tokens that the answer has cost, its notes included."""
        return TokenCounts(
            self.spent.read + finished.read_tokens,
            self.spent.from_cache + finished.from_cache_tokens,
            finished.generated_tokens,
            self.spent.noted,
        )
