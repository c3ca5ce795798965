"""How far an answer has come: what it has cost so far, and what is left of it."""

from dataclasses import dataclass, replace

from core.answering.estimates import Rates
from core.answering.events import Reading
from core.model.engine import PromptRead


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
