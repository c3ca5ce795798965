"""Whether a model fits this machine, and what is to be said of it before it is chosen."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.errors import ContextTooLarge, ModelError, ModelTooLarge, ModelUnsupported
from core.model.weights import Weights, fitting_context, memory_needed, read_weights
from core.sentences import Words

# The rest is for the answer's scratch space, the embedder and the person's other programs.
SHARE_OF_MEMORY = 0.8
TOY_PARAMETERS = 500_000_000  # below, a model is good for trying OpenBook, not for trusting


class Fit(StrEnum):
    """How a model fits the memory that is free."""

    WHOLE = "whole"  # with the window that is wanted
    SMALLER_WINDOW = "smaller window"
    TOO_LARGE = "too large"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class Fitness:
    """What can be said of the model at `path` on this machine.

    `weights` is None where the file is no model that can be used; `reason` then says why, in a few words.
    `context_tokens` is the window that would be opened, `needed_bytes` what the model takes with it; of one
    that is too large, both are of the window that is wanted.
    """

    path: Path
    fit: Fit
    weights: Weights | None = None
    context_tokens: int = 0
    needed_bytes: int = 0
    reason: Words = ""

    @property
    def is_toy(self) -> bool:
        """Whether the model is too small to be trusted."""
        return self.weights is not None and self.weights.parameter_count < TOY_PARAMETERS

    @property
    def has_chat_template(self) -> bool:
        """Whether the model was taught to answer, as far as its file says."""
        return self.weights is not None and bool(self.weights.chat_template)


def judge(path: Path, kv_type: str, wanted_tokens: int, available_bytes: int) -> Fitness:
    """Judge the model at `path`; `wanted_tokens` is 0 for all that it was trained for.

    `available_bytes` is what is free, of which a model may take SHARE_OF_MEMORY. A model that cannot be used
    raises nothing: the result says so.
    """
    try:
        weights = read_weights(path)
    except ModelUnsupported as error:
        return Fitness(path, Fit.UNUSABLE, reason=error.reason)
    except ModelError as error:
        return Fitness(path, Fit.UNUSABLE, reason=error.sentence)
    wanted = min(wanted_tokens, weights.context_tokens) if wanted_tokens else weights.context_tokens
    try:
        opened = fitting_context(weights, kv_type, int(available_bytes * SHARE_OF_MEMORY), wanted_tokens)
    except (ModelTooLarge, ContextTooLarge):
        needed = memory_needed(weights, wanted, kv_type)
        return Fitness(path, Fit.TOO_LARGE, weights, wanted, needed)
    fit = Fit.WHOLE if opened == wanted else Fit.SMALLER_WINDOW
    return Fitness(path, fit, weights, opened, memory_needed(weights, opened, kv_type))
