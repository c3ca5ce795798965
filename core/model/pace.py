"""How fast a prompt is read, and how much of it to read at a time."""

BLOCK_TOKENS = 64  # llama.cpp's attention computes whole blocks of so many rows in a faster way
MOST_TOKENS = 512  # more at once is no faster
FIRST_TOKENS = 128
SLICE_S = 0.5
LEAST_TOKENS = 128  # measured with a model of 1.5 billion parameters: slices of 64 lose 8 % of its speed,
SLOW_TOKENS_PER_S = 32  # which is worth it only where 128 would take more than four seconds
RECENT = 0.5  # the weight of the last slice in the rate


class Pace:
    """Measures the rate of reading and sizes the next slice so that it lasts about half a second."""

    def __init__(self) -> None:
        self.tokens_per_s = 0.0

    @property
    def slice_tokens(self) -> int:
        """How many tokens to read next: a multiple of 64, and no less than keeps the speed."""
        if not self.tokens_per_s:
            return FIRST_TOKENS
        least = BLOCK_TOKENS if self.tokens_per_s < SLOW_TOKENS_PER_S else LEAST_TOKENS
        wanted = round(self.tokens_per_s * SLICE_S / BLOCK_TOKENS) * BLOCK_TOKENS
        return min(max(wanted, least), MOST_TOKENS)

    def add(self, tokens: int, seconds: float) -> None:
        """Take note of a slice. A short one, the rest of a prompt, says little about the rate."""
        rate = tokens / max(seconds, 1e-6)
        weight = RECENT * min(1.0, tokens / BLOCK_TOKENS) if self.tokens_per_s else 1.0
        self.tokens_per_s += weight * (rate - self.tokens_per_s)


def next_cut(position: int, length: int, prefix_tokens: int, slice_tokens: int) -> int:
    """Return where the slice that starts at `position` ends.

    Cuts lie at whole blocks counted from the start, or from the end of the prefix, so that the numbers
    computed for a token do not depend on when a read was stopped or forked: llama.cpp computes a
    slice of fewer than 64 tokens in another way, with other rounding, which changes greedy answers.
    """
    limit = prefix_tokens if position < prefix_tokens else length
    whole = (limit - position) // BLOCK_TOKENS * BLOCK_TOKENS
    return position + min(slice_tokens, whole) if whole else limit


def fork_point(common: int, prefix_tokens: int) -> int:
    """Return the last cut at or before `common` tokens, for a prompt whose prefix is known.

    Without a prefix (0) the fork is where the prompts part: it reads least, and rounds differently.
    """
    if not prefix_tokens:
        return common
    start = prefix_tokens if common >= prefix_tokens else 0
    return start + (common - start) // BLOCK_TOKENS * BLOCK_TOKENS
