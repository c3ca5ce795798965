"""How the next token is chosen, by llama.cpp's own samplers."""

from dataclasses import dataclass

import llama_cpp.llama_cpp as llama

TOP_K = 40  # llama.cpp's default: what is beyond has no weight that top-p would keep


@dataclass(frozen=True, slots=True)
class Sampling:
    """How an answer's tokens are chosen: temperature 0 always takes the likeliest, and the rest is unused."""

    temperature: float = 0.0
    top_p: float = 0.95
    seed: int = 0


class Sampler:
    """Chooses the tokens of one answer. Must be closed."""

    def __init__(self, sampling: Sampling) -> None:
        self._chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        for part in _parts(sampling):
            llama.llama_sampler_chain_add(self._chain, part)

    def sample(self, context: object, row: int) -> int:
        """Return the token that follows the given row of the last batch, and remember that it was chosen."""
        token: int = llama.llama_sampler_sample(self._chain, context, row)
        return token

    def close(self) -> None:
        """Give the memory back."""
        llama.llama_sampler_free(self._chain)  # frees its parts too


def _parts(sampling: Sampling) -> list[object]:
    if sampling.temperature == 0:
        return [llama.llama_sampler_init_greedy()]
    return [
        llama.llama_sampler_init_top_k(TOP_K),
        llama.llama_sampler_init_top_p(sampling.top_p, 1),
        llama.llama_sampler_init_temp(sampling.temperature),
        llama.llama_sampler_init_dist(sampling.seed),
    ]
