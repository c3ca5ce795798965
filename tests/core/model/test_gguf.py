import random
import shutil
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest

from core.errors import ModelError, ModelNotFound, ModelNotGguf, ModelTruncated, ModelUnsupported
from core.model.gguf import read_gguf
from core.model.weights import read_weights
from core.paths import ASSETS
from tests.core.model.gguf_files import write_gguf


@pytest.mark.parametrize("version", [2, 3])
def test_a_head_is_read_as_it_was_written(tmp_path: Path, version: int) -> None:
    file = read_gguf(write_gguf(tmp_path / "a.gguf", {"some.list": [1, 2, 3]}, version=version))
    assert file.metadata["general.name"] == "Tiny"
    assert file.metadata["some.list"] == (1, 2, 3)
    tokens = file.metadata["tokenizer.ggml.tokens"]
    assert [tokens[n] for n in range(len(tokens))] == ["<unk>", "<s>", "</s>", "ש"]
    first = file.tensors[0]
    assert (first.name, first.shape, first.type_name) == ("token_embd.weight", (64, 4), "F32")
    assert max(t.offset + t.size_bytes for t in file.tensors) == file.file_bytes


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound):
        read_gguf(tmp_path / "none.gguf")


@pytest.mark.parametrize("content", [b"", b"GG", b"%PDF-1.7 something else", b"GGML" * 20])
def test_another_kind_of_file_is_not_a_gguf(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelNotGguf):
        read_gguf(path)


def test_a_folder_is_not_a_gguf(tmp_path: Path) -> None:
    with pytest.raises(ModelNotGguf):
        read_gguf(tmp_path)


def test_another_version_of_the_format_is_not_supported(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsupported, match="version 1"):
        read_gguf(write_gguf(tmp_path / "a.gguf", version=1))


def test_a_file_cut_anywhere_is_called_incomplete(tmp_path: Path) -> None:
    whole = write_gguf(tmp_path / "whole.gguf").read_bytes()
    path = tmp_path / "cut.gguf"
    for length in range(5, len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(ModelTruncated) as caught:
            read_gguf(path)
        assert caught.value.file_bytes == length < caught.value.expected_bytes <= len(whole)


def test_any_flipped_bit_is_a_plain_error_or_harmless(tmp_path: Path) -> None:
    whole = write_gguf(tmp_path / "whole.gguf").read_bytes()
    head_end = read_gguf(tmp_path / "whole.gguf").tensors[0].offset
    path = tmp_path / "flipped.gguf"
    for position in range(head_end):
        for bit in (0, 3, 7):
            flipped = bytearray(whole)
            flipped[position] ^= 1 << bit
            path.write_bytes(flipped)
            with suppress(ModelError):
                read_weights(path)


LOADER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from core.errors import ModelError
    from core.model.engine import Engine
    from core.model.weights import read_weights
    path, whole = Path(sys.argv[1]), Path(sys.argv[1]).open("rb").read(int(sys.argv[2]))
    for line in sys.stdin:
        position, bit = map(int, line.split())
        with path.open("r+b") as file:
            file.seek(position)
            file.write(bytes([whole[position] ^ (1 << bit)]))
        try:
            with Engine(read_weights(path), context_tokens=256) as engine:
                list(engine.read(engine.tokenize("The tide comes and goes.")))
        except ModelError:
            pass
        with path.open("r+b") as file:
            file.seek(position)
            file.write(whole[position:position + 1])
        print(position, flush=True)
""")


def test_a_damaged_head_never_crashes_llama_cpp(starter_gguf: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.gguf"
    shutil.copy(starter_gguf, path)
    numbers = random.Random(7)  # fixed: what llama.cpp makes of a flip must not change from run to run
    flips = [(numbers.randrange(1300), numbers.randrange(8)) for _ in range(60)]
    flips += [(487, 7), (781, 7)]  # 158 layers; a negative epsilon: llama.cpp dies of both
    process = subprocess.run(
        [sys.executable, "-c", LOADER, str(path), "2000"],
        input="".join(f"{position} {bit}\n" for position, bit in flips),
        capture_output=True, text=True, timeout=200, check=False, cwd=ASSETS.parent,
    )  # fmt: skip
    assert process.stderr == ""
    assert process.returncode == 0, f"died after {process.stdout.count(chr(10))} of {len(flips)} files"
