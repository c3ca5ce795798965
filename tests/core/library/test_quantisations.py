import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from core import paths
from core.library import quantisations
from core.library.embedder import Embedder
from core.library.quantised import Kind, QuantisedEmbedder, Recipe
from core.library.quantising import LEAST_COSINE, MODEL, NOTE, Note, sha256_of
from core.making import WORKING

ROOT = Path(__file__).parents[3]
TEXTS = [
    "The Patient Ann is a cable ferry. She was built in 1911 and carried coal.",
    "In the second quarter sales rose by 4 percent, because two new shops opened in the north.",
    "Visitors may bring bicycles into the courtyard, but not into the halls.",
    "המוזיאון הוקם בשנת 1911 בידי קבוצת ספנים, והוא פתוח בכל ימות השבוע מלבד שבת.",
    "בשנה שעברה ביקרו במוזיאון כארבעים אלף איש, מחציתם תלמידים.",
    "Der Eintritt ist für Kinder frei.",
]
QUESTIONS = [
    "When was the ferry built?",
    "Why did sales rise?",
    "כמה אנשים ביקרו במוזיאון?",
    "Are bikes allowed?",
]


@pytest.fixture
def twin(starter_embedder: Path, tmp_path: Path) -> Path:
    """Return a folder of the same contents that is not the app's own, with nothing quantised in it."""
    folder = tmp_path / "twin"
    skipped = shutil.ignore_patterns("*.safetensors", quantisations.BESIDE)
    shutil.copytree(starter_embedder, folder, ignore=skipped)
    (folder / "model.safetensors").symlink_to(starter_embedder / "model.safetensors")
    return folder


@pytest.fixture
def cached(twin: Path, starter_embedder: Path) -> Path:
    """Return the cache of the twin, as if it had been made there."""
    place = paths.quantised() / Embedder(twin).embedder_id
    place.mkdir(parents=True)
    for name in (MODEL, NOTE):
        shutil.copy(starter_embedder / quantisations.BESIDE / name, place)
    return place


def both(embedder: Embedder, twin: Path, kind: Kind) -> tuple[np.ndarray, np.ndarray]:
    texts = QUESTIONS if kind == "query" else TEXTS
    return embedder.embed(texts, kind), Embedder(twin).embed(texts, kind)


@pytest.mark.parametrize("kind", ["query", "document"])
def test_quantised_vectors_agree_with_those_of_torch(embedder: Embedder, twin: Path, kind: Kind) -> None:
    quantised, exact = both(embedder, twin, kind)
    assert np.sum(quantised * exact, axis=1).min() > LEAST_COSINE
    assert not np.array_equal(quantised, exact)


@pytest.mark.parametrize("settings", [None, "{}", '{"prompts": {"query": "", "document": null}}'])
def test_a_folder_that_names_no_prompts_gets_none(
    embedder: Embedder, twin: Path, starter_embedder: Path, settings: str | None
) -> None:
    (twin / "config_sentence_transformers.json").unlink()
    if settings is not None:
        (twin / "config_sentence_transformers.json").write_text(settings, encoding="utf-8")
    recipe = Recipe.of(twin)
    assert recipe is not None
    plain = QuantisedEmbedder(recipe, starter_embedder / quantisations.BESIDE / MODEL, embedder.tokenizer)
    asked, read = (plain.embed(QUESTIONS, kind) for kind in ("query", "document"))
    np.testing.assert_array_equal(asked, read)
    prompted = plain.embed([f"query: {question}" for question in QUESTIONS], "document")
    np.testing.assert_allclose(prompted, embedder.embed(QUESTIONS, "query"), atol=1e-5)
    tokens = plain.embed_tokens(QUESTIONS, "query")
    assert [len(each) for each in tokens] == [embedder.tokenizer.count(text) for text in QUESTIONS]


def test_torch_puts_no_prompts_in_front_where_the_folder_names_none(twin: Path) -> None:
    (twin / "config_sentence_transformers.json").unlink()
    plain = Embedder(twin)
    np.testing.assert_allclose(plain.embed(TEXTS, "query"), plain.embed(TEXTS, "document"), atol=1e-5)


def test_quantised_vectors_rank_texts_as_those_of_torch_do(embedder: Embedder, twin: Path) -> None:
    (quantised, exact), (questions, exact_questions) = (
        both(embedder, twin, "document"),
        both(embedder, twin, "query"),
    )
    best, exact_best = (questions @ quantised.T).argmax(axis=1), (exact_questions @ exact.T).argmax(axis=1)
    assert best.tolist() == exact_best.tolist() == [0, 1, 4, 2]


def test_the_two_kinds_of_vectors_have_ids_of_their_own(embedder: Embedder, twin: Path, cached: Path) -> None:
    assert Embedder(twin).embedder_id == embedder.embedder_id
    shutil.rmtree(cached)
    assert Embedder(twin).embedder_id == cached.name != embedder.embedder_id


def test_a_question_is_embedded_without_torch(starter_embedder: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from core.library.embedder import Embedder
embedder = Embedder(Path({str(starter_embedder)!r}))
list(embedder.prepare())
assert embedder.embed(["Who?"], "query").shape == (1, embedder.dimension)
assert not {{"torch", "transformers", "sentence_transformers", "onnx"}} & sys.modules.keys()
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_a_damaged_model_is_not_used(embedder: Embedder, twin: Path, cached: Path) -> None:
    with (cached / MODEL).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"damage")
    assert quantisations.opened(twin, cached.name, embedder.tokenizer) is None
    assert Embedder(twin).embedder_id == cached.name


def test_a_model_of_another_folder_is_not_used(embedder: Embedder, twin: Path, cached: Path) -> None:
    assert quantisations.opened(twin, "another hash", embedder.tokenizer) is None
    (cached / NOTE).write_text("{}")
    assert quantisations.opened(twin, cached.name, embedder.tokenizer) is None


def test_a_folder_that_asks_for_more_is_left_to_torch(twin: Path, data_folder: Path) -> None:
    (twin / "1_Pooling" / "config.json").write_text(
        json.dumps({"word_embedding_dimension": 384, "pooling_mode_max_tokens": True})
    )
    embedder = Embedder(twin)
    assert list(embedder.prepare()) == []
    assert not paths.quantised().exists()
    assert embedder.embed(["a cat"], "query").shape == (1, 384)


def says(code: str) -> quantisations.Command:
    """Return what takes the place of the program that quantises: Python code that gets the same arguments."""

    def command(folder: Path, working: Path, made_of: str) -> Sequence[str]:
        return (sys.executable, "-c", code, str(working), made_of)

    return command


def test_what_cannot_be_quantised_is_tried_once_and_left_to_torch(twin: Path) -> None:
    made_of = Embedder(twin).embedder_id
    list(quantisations.make(twin, made_of, says("raise ValueError('no such operator')")))
    note = Note.read(paths.quantised() / made_of)
    assert note is not None
    assert (note.sha256, note.reason) == ("", "ValueError: no such operator")
    assert [path.name for path in (paths.quantised() / made_of).iterdir()] == [NOTE]
    assert list(Embedder(twin).prepare()) == []
    assert Embedder(twin).embed(["a cat"], "document").shape == (1, 384)


def test_what_failed_for_want_of_room_is_tried_again(twin: Path) -> None:
    made_of = Embedder(twin).embedder_id
    list(quantisations.make(twin, made_of, says("raise SystemExit(3)")))
    assert list((paths.quantised() / made_of).iterdir()) == []


def test_a_stop_ends_the_work_and_leaves_nothing(twin: Path) -> None:
    making = quantisations.make(
        twin, made_of := Embedder(twin).embedder_id, says("import time; time.sleep(60)")
    )
    next(making)
    began = time.perf_counter()
    making.close()
    assert time.perf_counter() - began < 3
    assert list((paths.quantised() / made_of).iterdir()) == []


def test_a_damaged_model_is_made_anew(
    embedder: Embedder, twin: Path, cached: Path, starter_embedder: Path
) -> None:
    (cached / MODEL).write_bytes(b"damage")
    sound = starter_embedder / quantisations.BESIDE
    copy = (
        f"import shutil, sys; [shutil.copy({str(sound)!r} + '/' + n, sys.argv[1]) for n in {[MODEL, NOTE]}]"
    )
    list(quantisations.make(twin, cached.name, says(copy)))
    assert sha256_of(cached / MODEL) == sha256_of(sound / MODEL)
    assert quantisations.opened(twin, cached.name, embedder.tokenizer) is not None


def test_what_a_killed_process_left_is_removed(twin: Path) -> None:
    made_of = Embedder(twin).embedder_id
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = paths.quantised() / made_of / f"{WORKING}{ended.pid}-x"
    left.mkdir(parents=True)
    list(quantisations.make(twin, made_of, says("raise SystemExit(3)")))
    assert not left.exists()
