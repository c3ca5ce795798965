"""How often a mode answers rightly, and what it costs: the same questions in each mode, with a real model.

Retrieved mode is asked twice: with the passages read anew, and with focus on what was read of them.

    python -m tests.benchmarks.answers [--model NAME] [--documents 4] [--questions 8] [--meetings 3]

Two sets. XQuAD English: paragraphs of several articles joined into one document of 3 to 6 thousand
tokens, questions about single facts; right is a normalised exact match or containment, beside token F1
(as SQuAD counts it). QMSum: the questions about a whole meeting, compared with the reference summary by
ROUGE-L.
Each question is asked in a conversation of its own; the document stays read, as it would in the window.
"""

import argparse
import dataclasses
import json
import random
import re
import statistics
import string
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.answering.assembly import choose_weights, find_embedder, load_engine, new_session
from core.answering.events import Answer, Answered, Mode, Question
from core.documents.document import Block, BlockKind, Document, Page
from core.library.chunks import chunk_document
from core.library.embedder import Embedder
from core.library.indexing import index
from core.library.store import Library
from core.model.engine import Engine
from core.settings import Settings

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "qa_text"
DOCUMENT_TOKENS = 4_500
MOST_MEETING_TOKENS = 14_000
WAYS = {  # in this order: focus needs a document that was read
    "read anew": (Mode.RETRIEVED, "off"),
    "whole": (Mode.WHOLE, "auto"),
    "focus": (Mode.RETRIEVED, "auto"),
    "closed": (Mode.CLOSED, "auto"),
}
ARTICLES = re.compile(r"\b(a|an|the)\b")


@dataclass(frozen=True)
class Case:
    """A question with the answers that count as right."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One answer, scored. `is_first` says that the document had to be read for it."""

    question: str
    way: str
    right: float
    f1: float
    rouge_l: float
    first_token_s: float
    read_tokens: int
    is_first: bool


def make_document(title: str, parts: Sequence[tuple[str, str]]) -> Document:
    """Return a document with one page for each (heading, text)."""
    pages = []
    for number, (heading, text) in enumerate(parts, 1):
        whole = f"{heading}\n\n{text}" if heading else text
        body_start = len(whole) - len(text)
        blocks = [Block(body_start, len(whole), BlockKind.PARAGRAPH)]
        if heading:
            blocks.insert(0, Block(0, len(heading), BlockKind.HEADING))
        pages.append(Page(number, str(number), whole, tuple(blocks)))
    document_id = sha256("\f".join(page.text for page in pages).encode()).hexdigest()
    return Document(document_id, Path(f"{title}.pdf"), title, "en", tuple(pages))


def xquad(engine: Engine, documents: int, questions: int, seed: int) -> Iterator[tuple[Document, list[Case]]]:
    """Yield documents joined from XQuAD's paragraphs, each with some of its questions."""
    rows = json.loads((DATA / "xquad" / "xquad.en.json").read_text(encoding="utf-8"))
    by_paragraph: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_paragraph[row["document"], row["evidence_text"]].append(row)
    paragraphs = list(by_paragraph)
    chance = random.Random(seed)
    start = 0
    for number in range(documents):
        taken, tokens = [], 0
        while start < len(paragraphs) and tokens < DOCUMENT_TOKENS:
            taken.append(paragraphs[start])
            tokens += len(engine.tokenize(paragraphs[start][1]))
            start += 1
        asked = chance.sample([row for key in taken for row in by_paragraph[key]], questions)
        yield (
            make_document(f"Encyclopedia, volume {number + 1}", [(t.replace("_", " "), p) for t, p in taken]),
            [Case(row["question"], tuple(row["answers"])) for row in asked],
        )


def qmsum(engine: Engine, meetings: int) -> Iterator[tuple[Document, list[Case]]]:
    """Yield the shortest meetings, each with its question about the whole."""
    rows = json.loads((DATA / "qmsum" / "qmsum_test.json").read_text(encoding="utf-8"))
    general: dict[str, dict[str, Any]] = {}
    for row in rows:
        if "general" in str(row["meta"]).lower():
            general.setdefault(row["document"], row)
    texts = {name: _meeting_text(name) for name in general}
    for name in sorted(texts, key=lambda each: len(texts[each]))[:meetings]:
        if len(engine.tokenize(texts[name])) <= MOST_MEETING_TOKENS:
            turns = re.split(r"(?<=\n)", texts[name])
            parts = [("", "".join(turns[i : i + 40]).strip()) for i in range(0, len(turns), 40)]
            row = general[name]
            yield (
                make_document(f"Meeting {Path(name).stem}", [p for p in parts if p[1]]),
                [Case(row["question"], tuple(row["answers"]))],
            )


def run(
    engine: Engine,
    embedder: Embedder,
    library: Library,
    settings: Settings,
    document: Document,
    cases: Sequence[Case],
) -> Iterator[Row]:
    """Ask every case in every way, each in a conversation of its own."""
    library.add(document, chunk_document(document, embedder.tokenizer))
    for _ in index(library, document.document_id, embedder):
        pass
    for number, case in enumerate(cases):
        for way, (mode, focus) in WAYS.items():
            chosen = dataclasses.replace(settings, focus=focus)
            session = new_session(chosen, engine, library, embedder, [document])
            answer = _ask(session.ask(Question(case.question, (mode,))))
            if answer.is_focused or way != "focus":
                yield _score(case, way, answer, is_first=number == 0)
    library.forget(document.document_id)


def normalised(text: str) -> list[str]:
    """Return the words of a text as SQuAD compares them: lower case, no punctuation, no articles."""
    plain = "".join(letter for letter in text.lower() if letter not in string.punctuation + "–—“”’")
    return ARTICLES.sub(" ", plain).split()


def token_f1(answer: str, wanted: str) -> float:
    """Return the harmonic mean of precision and recall of the words, as SQuAD counts it."""
    given, gold = normalised(answer), normalised(wanted)
    common = sum((Counter(given) & Counter(gold)).values())
    return 2 * common / (len(given) + len(gold)) if common else 0.0


def contains(answer: str, wanted: str) -> bool:
    """Say whether the wanted answer is the answer, or stands in it word for word."""
    return f" {' '.join(normalised(wanted))} " in f" {' '.join(normalised(answer))} "


def rouge_l(answer: str, wanted: str) -> float:
    """Return ROUGE-L: the F-measure of the longest common subsequence of words (Lin 2004)."""
    given, gold = normalised(answer), normalised(wanted)
    row = [0] * (len(gold) + 1)
    for word in given:
        diagonal = 0
        for at, other in enumerate(gold, 1):
            diagonal, row[at] = row[at], diagonal + 1 if word == other else max(row[at], row[at - 1])
    return 2 * row[-1] / (len(given) + len(gold)) if row[-1] else 0.0


def table(rows: Sequence[Row], *, about_whole: bool) -> str:
    """Return the results as a Markdown table, a line for each way."""
    head = "ROUGE-L" if about_whole else "right | token F1"
    lines = [
        f"| | n | {head} | tokens read, median | first token, median s | document's first question, s |",
        "| --- " * (5 + (1 if about_whole else 2)) + "|",
    ]
    for way in dict.fromkeys(row.way for row in rows):
        mine = [row for row in rows if row.way == way]
        later = [row for row in mine if not row.is_first] or mine
        first = [row.first_token_s for row in mine if row.is_first]
        quality = (
            f"{_mean(mine, 'rouge_l'):.3f}"
            if about_whole
            else f"{_mean(mine, 'right'):.2f} | {_mean(mine, 'f1'):.2f}"
        )
        read = statistics.median(row.read_tokens for row in later)
        waited = statistics.median(row.first_token_s for row in later)
        cells = (way, len(mine), quality, f"{read:.0f}", f"{waited:.2f}", f"{statistics.median(first):.1f}")
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def compared(rows: Sequence[Row], way: str, other: str) -> str:
    """Return how `way` does beside `other`, on the questions that both answered.

    Differences are means, with what the mean of other questions like these would differ in 95 of 100 cases.
    """
    others = {row.question: row for row in rows if row.way == other}
    pairs = [(row, others[row.question]) for row in rows if row.way == way and row.question in others]
    if len(pairs) < 2:
        return f"{way} beside {other}: fewer than two questions were answered in both ways"
    right = [one.right - two.right for one, two in pairs]
    f1 = [one.f1 - two.f1 for one, two in pairs]
    won, lost = sum(each > 0 for each in right), sum(each < 0 for each in right)
    return (
        f"{way} beside {other}, {len(pairs)} questions: right where the other is not {won}, the "
        f"reverse {lost}, difference {_with_margin(right)}; token F1 {_with_margin(f1)}"
    )


def _with_margin(differences: Sequence[float]) -> str:
    margin = 1.96 * statistics.stdev(differences) / len(differences) ** 0.5
    return f"{statistics.fmean(differences):+.3f} ± {margin:.3f}"


def main(argv: Sequence[str] | None = None) -> None:
    """Run both sets and print their tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="Qwen2.5-Coder-1.5B-Instruct-Q4_K_M")
    parser.add_argument("--documents", type=int, default=4, help="XQuAD documents")
    parser.add_argument("--questions", type=int, default=8, help="questions for each of them")
    parser.add_argument("--meetings", type=int, default=3, help="QMSum meetings")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    settings = Settings(model=arguments.model, answer_tokens=64)
    embedder = find_embedder(settings)
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Path(folder) / "library.sqlite") as library,
        load_engine(settings, choose_weights(settings)) as engine,
    ):
        facts = list(xquad(engine, arguments.documents, arguments.questions, arguments.seed))
        _report("XQuAD English", facts, engine, embedder, library, settings, about_whole=False)
        longer = dataclasses.replace(settings, answer_tokens=200)
        meetings = list(qmsum(engine, arguments.meetings))
        _report("QMSum, general questions", meetings, engine, embedder, library, longer, about_whole=True)


def _report(
    title: str,
    sets: Sequence[tuple[Document, list[Case]]],
    engine: Engine,
    embedder: Embedder,
    library: Library,
    settings: Settings,
    *,
    about_whole: bool,
) -> None:
    rows: list[Row] = []
    for document, cases in sets:
        for row in run(engine, embedder, library, settings, document, cases):
            rows.append(row)
            print(f"{len(rows):>4} {row}", file=sys.stderr, flush=True)
    if rows:
        print(f"\n{title}, {engine.weights.path.stem}\n\n{table(rows, about_whole=about_whole)}", flush=True)
        if not about_whole:
            print(f"\n{compared(rows, 'focus', 'read anew')}", flush=True)


def _ask(events: Iterator[Any]) -> Answer:
    answers = [event.answer for event in events if isinstance(event, Answered)]
    return answers[0]


def _score(case: Case, way: str, answer: Answer, *, is_first: bool) -> Row:
    return Row(
        question=case.question,
        way=way,
        right=float(any(contains(answer.text, wanted) for wanted in case.answers)),
        f1=max(token_f1(answer.text, wanted) for wanted in case.answers),
        rouge_l=max(rouge_l(answer.text, wanted) for wanted in case.answers),
        first_token_s=answer.timings.first_token_s,
        read_tokens=answer.tokens.read,
        is_first=is_first,
    )


def _mean(rows: Sequence[Row], name: str) -> float:
    return statistics.fmean(getattr(row, name) for row in rows)


def _meeting_text(name: str) -> str:
    file = DATA / "qmsum" / "docs" / Path(name).name
    return (file if file.suffix else file.with_suffix(".txt")).read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
