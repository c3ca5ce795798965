"""A model with a running state instead of cells: it cannot be cut back, so it reads anew, never wrongly."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import Stopped
from core.model.engine import Branch, BranchFinished, Engine
from core.model.gguf import read_gguf
from core.model.weights import read_weights
from tests.core.model.gguf_files import LLAMA, write_gguf

LAYERS, WIDTH, INNER, STATE, RANK, KERNEL = 4, 128, 256, 16, 8, 4
F32 = 0
VOCABULARY = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
SAID: dict[str, Any] = {
    **{key: None for key in LLAMA if key.startswith("llama.")},
    "general.architecture": "mamba",
    "mamba.block_count": LAYERS,
    "mamba.embedding_length": WIDTH,
    "mamba.context_length": 4096,
    "mamba.feed_forward_length": 0,
    "mamba.attention.head_count": 0,
    "mamba.attention.layer_norm_rms_epsilon": 1e-5,
    "mamba.ssm.conv_kernel": KERNEL,
    "mamba.ssm.inner_size": INNER,
    "mamba.ssm.state_size": STATE,
    "mamba.ssm.time_step_rank": RANK,
    "tokenizer.ggml.model": "llama",
    "tokenizer.ggml.tokens": VOCABULARY,
    "tokenizer.ggml.unknown_token_id": 0,
}
BLOCK = {
    "attn_norm.weight": (WIDTH,),
    "ssm_in.weight": (WIDTH, 2 * INNER),
    "ssm_conv1d.weight": (KERNEL, INNER),
    "ssm_conv1d.bias": (INNER,),
    "ssm_x.weight": (INNER, RANK + 2 * STATE),
    "ssm_dt.weight": (RANK, INNER),
    "ssm_dt.bias": (INNER,),
    "ssm_a": (STATE, INNER),
    "ssm_d": (INNER,),
    "ssm_out.weight": (INNER, WIDTH),
}
TEXT = "The tide comes and goes twice a day, says the director of the harbour. " * 40


@pytest.fixture(scope="module")
def mamba(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Mamba that was never trained: it writes nonsense, and always the same."""
    tensors = {
        "token_embd.weight": ((WIDTH, len(VOCABULARY)), F32),
        "output_norm.weight": ((WIDTH,), F32),
        **{f"blk.{n}.{name}": (shape, F32) for n in range(LAYERS) for name, shape in BLOCK.items()},
    }
    path = write_gguf(tmp_path_factory.mktemp("mamba") / "mamba.gguf", SAID, tensors)
    chance = np.random.default_rng(0)
    with path.open("r+b") as file:
        for tensor in read_gguf(path).tensors:
            values = chance.normal(0, 0.15, tensor.value_count)
            if tensor.name.endswith("norm.weight"):
                values[:] = 1
            if tensor.name.endswith("ssm_a"):
                values = -np.abs(values) - 0.1  # the state must fade, not grow
            file.seek(tensor.offset)
            file.write(values.astype("<f4").tobytes())
    return path


@pytest.fixture
def engine(mamba: Path) -> Iterator[Engine]:
    with Engine(read_weights(mamba), context_tokens=4096) as loaded:
        yield loaded


@pytest.fixture
def cold(mamba: Path) -> Iterator[Engine]:
    with Engine(read_weights(mamba), context_tokens=4096) as loaded:
        yield loaded


def finish(engine: Engine, *prompts: tuple[int, ...]) -> list[BranchFinished]:
    events = engine.answer([Branch(prompt, 8) for prompt in prompts])
    return sorted((e for e in events if isinstance(e, BranchFinished)), key=lambda e: e.branch)


def prompts_about(engine: Engine, read: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [read + tuple(engine.tokenize(question)) for question in ("\nWho?", "\nWhat else is there?")]


def test_two_answers_go_on_from_one_state_and_are_the_cold_ones(engine: Engine, cold: Engine) -> None:
    read = tuple(engine.tokenize(TEXT)[:400])
    prompts = prompts_about(engine, read)
    list(engine.read(read))
    together = finish(engine, *prompts)
    assert [each.from_cache_tokens for each in together] == [400, 400]
    assert [each.tokens for each in together] == [finish(cold, prompt)[0].tokens for prompt in prompts]


def test_a_follow_up_goes_on_and_another_question_reads_anew(engine: Engine, cold: Engine) -> None:
    read = tuple(engine.tokenize(TEXT)[:300])
    first, second = prompts_about(engine, read)
    (answer,) = finish(engine, first)
    follow_up = first + answer.tokens + (40, 41)
    (more,) = finish(engine, follow_up)
    (other,) = finish(engine, second)
    assert more.read_tokens == 3  # the last token written was never read
    assert other.from_cache_tokens == 0
    assert [more.tokens, other.tokens] == [finish(cold, prompt)[0].tokens for prompt in (follow_up, second)]


def test_a_state_that_was_stopped_half_way_is_not_gone_on_from(engine: Engine, cold: Engine) -> None:
    tokens = tuple(engine.tokenize(TEXT)[:2500])
    for delay_s in (0.005, 0.02, 0.04):
        reading = engine.read(tokens)
        next(reading)
        timer = threading.Timer(delay_s, engine.stop)
        timer.start()
        with pytest.raises(Stopped):
            list(reading)
        timer.join()
        assert finish(engine, tokens[:1000])[0].tokens == finish(cold, tokens[:1000])[0].tokens
        assert finish(engine, tokens[:2000])[0].tokens == finish(cold, tokens[:2000])[0].tokens
