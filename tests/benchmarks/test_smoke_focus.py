"""The benchmark of focus runs, on one small document; its figures are not judged here."""

from pathlib import Path

from core import paths
from core.answering.assembly import choose_weights, find_embedder, load_engine
from core.library.chunks import chunk_document
from core.library.store import Library
from core.settings import Settings
from tests.benchmarks.answers import make_document
from tests.benchmarks.focus import WAYS, measure, table


def test_each_question_is_asked_in_each_way(starter_gguf: Path, starter_embedder: Path) -> None:
    settings = Settings(
        model=str(starter_gguf), embedder=str(starter_embedder), answer_tokens=2, context_tokens=1024
    )
    document = make_document(
        "Light", [("Keeper", "Joan Marsh keeps the light."), ("", "It was built in 1987.")]
    )
    with Library(paths.library_file()) as library, load_engine(settings, choose_weights(settings)) as engine:
        embedder = find_embedder(settings)
        library.add(document, chunk_document(document, embedder.tokenizer))
        waits = list(measure(engine, embedder, library, settings, document, ["Who keeps the light?"]))
    assert [wait.way for wait in waits] == list(WAYS)
    assert [wait.is_focused for wait in waits] == [False, True, False]
    assert len({line.count("|") for line in table(waits).splitlines()[:5]}) == 1, "a Markdown table"
    assert all(wait.first_token_cpu_s > 0 for wait in waits)
    assert "times as long as anew" in table(waits)
