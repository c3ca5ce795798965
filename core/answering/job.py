"""One mode's answer while it comes about."""

from dataclasses import dataclass, field

from core.answering.events import Mode
from core.answering.focus import Focused
from core.answering.in_parts import Ahead, Plan, Spent
from core.answering.prompts import Prompt, Turn
from core.answering.talk import Exchange


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
