"""What is asked of the engine, and what it tells while it works."""

from dataclasses import dataclass, field
from typing import Literal

from core.model.sampling import Sampling

Reason = Literal["end", "length", "loop"]


class PromptTooLong(ValueError):
    """Prompts and answers do not fit the window together. The caller checks before; here it is a bug."""

    def __init__(self, prompt_tokens: int, context_tokens: int) -> None:
        self.prompt_tokens, self.context_tokens = prompt_tokens, context_tokens
        super().__init__(f"{prompt_tokens} tokens do not fit a window of {context_tokens}")


@dataclass(frozen=True, slots=True)
class Branch:
    """One answer to be written: the tokens of its whole prompt, and how to go on from there.

    `prefix_tokens` says how many of them are the beginning that never changes (instructions and document).
    Where it is given, a single branch writes the same greedy answer whether the prefix was read just now,
    long ago, or with a stop between. `opens_in_thought`: the prompt ends inside a <think> block. `stop_text`
    ends the answer where a model without turns would write on; it is not part of the answer. `document_ids`
    are the documents of which the prefix consists: it is then kept on disk, and read once for ever. Where
    `spans` are given, [begin, end) in tokens of the prefix, the answer attends to nothing else of it but its
    last token; a prefix that is not held (`Engine.hold`) is read, and attended to as a whole.
    """

    prompt: tuple[int, ...]
    answer_tokens: int
    sampling: Sampling = field(default_factory=Sampling)
    opens_in_thought: bool = False
    prefix_tokens: int = 0
    stop_text: str = ""
    document_ids: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PromptRead:
    """So much of a prompt is read. `branch` is its index in the request.

    `done_tokens` counts the `from_cache_tokens` that were held already (with spans: those that are attended
    to); `tokens_per_s` is the recent rate of the others.
    """

    branch: int
    done_tokens: int
    total_tokens: int
    from_cache_tokens: int
    tokens_per_s: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an answer, or of the thought before it; whole characters."""

    branch: int
    text: str
    is_thought: bool


@dataclass(frozen=True, slots=True)
class BranchFinished:
    """An answer is over: ended by the model, as long as it may be, or repeating itself ("loop").

    `tokens` are what was written, without the end-of-turn token. Seconds count from the start of the request.
    """

    branch: int
    tokens: tuple[int, ...]
    reason: Reason
    read_tokens: int
    from_cache_tokens: int
    generated_tokens: int
    first_token_s: float
    total_s: float
