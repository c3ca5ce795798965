"""A model in memory: loading, tokens to text and back. Owns llama.cpp's model handle."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

import llama_cpp.llama_cpp as llama
import psutil

from core.errors import ModelUnsupported
from core.model.llama_log import forget_errors, last_error, start_backend
from core.model.pieces import CLOSING, OPENING
from core.sentences import said

PIECE_BYTES = 64  # longer ones are asked for again


def physical_cores() -> int:
    """Return how many threads to compute with: one per physical core (more of them slow each other down)."""
    return psutil.cpu_count(logical=False) or psutil.cpu_count() or 1


def can_use_gpu() -> bool:
    """Tell whether this build of llama.cpp can compute on a GPU that is there."""
    start_backend()
    return bool(llama.llama_supports_gpu_offload())


def was_built_for_amx() -> bool:
    """Tell whether this build would compute with AMX tiles, if weights were laid out for them.

    That ends the process ("illegal instruction") where GCC 12 built it, which leaves the tiles
    unconfigured, and where Linux wants each thread to ask for them.
    Source: pull request 26954 of ggml-org/llama.cpp.
    """
    return b"AMX_INT8 = 1" in llama.llama_print_system_info()


class LoadedModel:
    """The weights in memory, and the vocabulary. Must be closed.

    `gpu_layers` is how many layers go to the GPU, -1 for all, 0 for none. `is_packed`: weights are laid out
    anew for other kernels, in memory of the process's own; else they are mapped as they are in the file. A
    build with AMX is never given packed ones.
    Errors: ModelUnsupported with llama.cpp's reason.
    """

    def __init__(self, path: Path, gpu_layers: int, *, is_packed: bool = True) -> None:
        start_backend()
        forget_errors()
        parameters = llama.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        parameters.use_extra_bufts = is_packed and not was_built_for_amx()
        self.handle = llama.llama_model_load_from_file(str(path).encode(), parameters)
        if not self.handle:
            raise ModelUnsupported(path, last_error(said("llama.cpp cannot load it")))
        self._vocabulary = llama.llama_model_get_vocab(self.handle)
        if not llama.llama_model_has_decoder(self.handle) or llama.llama_model_has_encoder(self.handle):
            self.close()
            raise ModelUnsupported(path, said("it is not a model that writes text from left to right"))

    @property
    def bos(self) -> tuple[int, ...]:
        """The token that a prompt must begin with: none or one."""
        wants = llama.llama_vocab_get_add_bos(self._vocabulary)
        return (int(llama.llama_vocab_bos(self._vocabulary)),) if wants else ()

    @property
    def layer_count(self) -> int:
        """How many layers the model has."""
        return int(llama.llama_model_n_layer(self.handle))

    def tokenize(self, text: str, parse_special: bool) -> list[int]:
        """Return the tokens of `text`, without BOS; "<|im_end|>" is plain text unless `parse_special`."""
        encoded = text.replace("\0", " ").encode("utf-8", "replace")
        room = len(encoded) + 8
        while True:
            tokens = (llama.llama_token * room)()
            found = llama.llama_tokenize(
                self._vocabulary, encoded, len(encoded), tokens, room, False, parse_special
            )
            if found >= 0:
                return list(tokens[:found])
            room = -found

    def piece(self, token: int) -> bytes:
        """Return the bytes that a token writes: none for a control token, unless it is a tag of thought."""
        shown = self._piece(token, special=False)
        if shown:
            return shown
        tag = self._piece(token, special=True)
        return tag if tag in (OPENING.encode(), CLOSING.encode()) else b""

    def detokenize(self, tokens: Sequence[int]) -> str:
        """Return the text of `tokens`, without control tokens."""
        return b"".join(self.pieces(tokens)).decode("utf-8", "replace")

    def pieces(self, tokens: Sequence[int]) -> list[bytes]:
        """Return the bytes of each of `tokens`: none of a control token."""
        known = {token: self._piece(token, special=False) for token in set(tokens)}
        return [known[token] for token in tokens]

    def _piece(self, token: int, *, special: bool) -> bytes:
        size = PIECE_BYTES
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama.llama_token_to_piece(self._vocabulary, token, buffer, size, 0, special)
            if length >= 0:
                return buffer.raw[:length]
            size = -length

    def is_end(self, token: int) -> bool:
        """Tell whether an answer ends with this token."""
        return bool(llama.llama_vocab_is_eog(self._vocabulary, token))

    def close(self) -> None:
        """Give the memory back; harmless when done already."""
        if self.handle:
            llama.llama_model_free(self.handle)
        self.handle = None
