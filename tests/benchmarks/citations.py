"""Do citations hold? Gold answers must be cited where their evidence is, and corrupted ones not at all.

    python -m tests.benchmarks.citations [--sets xquad heq financebench rows] [--half check] [--show N]

XQuAD and HeQ: all passages of a half are the pages of one document, and each gold answer is put to it twice:
bare, and as a sentence that is made of its question and itself. FinanceBench: each answer is put to its own
filing. "found" is the share with a citation on a page of the evidence, "in place" with one that overlaps the
sentence that holds the answer, "elsewhere" with citations on other pages only, "none" without any: for right
answers the false alarms, and for corrupted ones what should be. One digit of a number is another, or a name
is another name of the article, or a number another of its sort in the passage, which stands in the very
sentence of the evidence or not ("near", "far"). "Other subject" is the right answer to a question about
something else. The set "rows" has figures of the filings' tables, and those beside and below them. "Two in
one" are two sentences that stand on different pages and are joined to one, found where both pages are cited.
The documents are split in two halves: the numbers in the code were chosen on the half "choose", and what is
reported is the half "check".
"""

import argparse
import hashlib
import json
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from core.answering.citations import Evidence, whole_evidence
from core.answering.events import Citation
from core.answering.quantities import QuantityKind, quantities
from core.documents.document import Block, BlockKind, Document, Page
from core.documents.pdf import read_document
from core.documents.text import sentences
from tests.benchmarks.table_rows import RowQuestion, row_questions

DATA = Path(__file__).parents[2].parent / "shared" / "data"
HALVES = ("choose", "check")
ROWS_OF_A_FILE = 60
ASKING = re.compile(
    r"^(?:(?:in|at|on|to|for|from|by|of|with) )?"
    r"(?:what|which|who|whom|whose|when|where|why|how(?: (?:many|much|long|old))?)\b"
    r"(?: (?:is|are|was|were|do|does|did)\b)?"
    r"|^(?:[בלמהכו]{0,2})"
    r"(?:מה|מהו|מהי|מהם|מהן|מי|מיהו|מיהי|מתי|איפה|היכן|איך|כיצד|כמה|למה|מדוע|איזה|איזו|אילו)(?= )",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][^\W\d_]{2,}(?: [A-Z][^\W\d_]{2,})*")
# In Hebrew text names are what has Latin capitals; of the answers to "who", "the Romans" is none.
LATIN_NAME = re.compile(r"(?<![\w'’])[A-Z][\w'’&-]+(?: [A-Z\d][\w'’&-]*)*")
HEBREW = re.compile(r"[א-ת]")
NO_NAME = re.compile(r"[הל]?[א-ת]+(?:ים|ות)|[הל][א-ת]+|(?:עם|את|על|של) .*")
FULL_NAME = re.compile(r"(?:[A-Z][\w.'’-]+)(?: (?:of|the|de|van|von|and|[A-Z][\w.'’-]+))*")
WHO = "מי"


@dataclass(frozen=True)
class Case:
    """An answer to a question, where its evidence is, and of what sort it is."""

    key: str
    question: str
    answer: str
    pages: frozenset[int]
    places: tuple[tuple[int, int, int], ...]
    sort: str
    is_right: bool
    needs_all: bool = False  # its pages


@dataclass(frozen=True)
class Task:
    """Answers, and the documents that they are put to by the cases' keys."""

    name: str
    documents: dict[str, Document]
    cases: list[Case]


def half_of(name: str) -> str:
    """Return the half that a document is in, decided by its name alone."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


def passage_task(name: str, questions: Sequence[dict[str, object]], half: str) -> Task:
    """Return the task of a set whose evidence is passages: they are the pages of one document."""
    asked = [q for q in questions if q["answerable"] and half_of(str(q["document"])) == half]
    texts = list(dict.fromkeys(str(q["evidence_text"]) for q in asked))
    pages = tuple(
        Page(n, str(n), text, (Block(0, len(text), BlockKind.PARAGRAPH),)) for n, text in enumerate(texts, 1)
    )
    document = Document(f"{name} {half}", Path(f"{name}.pdf"), name, "", pages)
    others = _names_by_article(asked)
    cases = [
        case
        for q in asked
        for case in _cases(name, q, texts.index(str(q["evidence_text"])) + 1, others[str(q["document"])])
    ]
    return Task(name, {name: document}, [*cases, *_two_in_one(cases)])


def pdf_task(name: str, folder: Path, questions: Sequence[dict[str, object]], half: str) -> Task:
    """Return the task of a set whose evidence is pages of PDFs; names are not exchanged."""
    documents: dict[str, Document] = {}
    cases: list[Case] = []
    for q in questions:
        file = str(q["document"])
        if half_of(file) != half:
            continue
        if file not in documents:
            documents[file] = next(
                event for event in read_document(folder / file, None) if isinstance(event, Document)
            )
        evidence = q["evidence_pages"]
        assert isinstance(evidence, list)  # 0-based in the data
        cases += _pdf_cases(file, q, documents[file], frozenset(number + 1 for number in evidence))
    return Task(name, documents, cases)


def rows_task(name: str, folder: Path, files: Iterable[str]) -> Task:
    """Return the task of figures in the tables of PDFs, of which those beside them are wrong."""
    documents = {
        file: next(event for event in read_document(folder / file, None) if isinstance(event, Document))
        for file in files
    }
    cases = [
        case
        for file, document in documents.items()
        for row in row_questions(document, ROWS_OF_A_FILE)
        for case in _row_cases(file, row)
    ]
    return Task(name, documents, cases)


def _row_cases(file: str, row: RowQuestion) -> Iterator[Case]:
    question = f"What was {row.label} in {row.year}?"
    place = (row.page_number, row.start, row.end)
    bare = Case(file, question, row.figure, frozenset({row.page_number}), (place,), "bare", True)
    whole = replace(bare, answer=f"{row.label} was {row.figure} in {row.year}.", sort="sentence")
    for case in (bare, whole):
        yield case
        for other, sort in ((row.other_column, "other column"), (row.other_row, "other row")):
            answer = case.answer.replace(row.figure, other)
            yield replace(case, answer=answer, sort=f"{case.sort}, {sort}", is_right=False)
    for answer, sort in (
        (f"{row.figure} in {row.year} to {row.other_column} in {row.other_year}.", "two years"),
        (f"{row.other_column} in {row.year} to {row.figure} in {row.other_year}.", "two years, exchanged"),
    ):
        is_right = sort == "two years"
        yield replace(bare, answer=f"{row.label} went from {answer}", sort=sort, is_right=is_right)


def _pdf_cases(file: str, q: dict[str, object], document: Document, pages: frozenset[int]) -> Iterator[Case]:
    answer = _first_answer(q)
    given = [each for page in pages for each in quantities(document.page(page).text)]
    mine = [each for each in quantities(answer) if each.kind is not QuantityKind.YEAR]
    stands = bool(mine) and all(any(m.is_given_by(g, (3, 6, 9)) for g in given) for m in mine)
    right = Case(file, str(q["question"]), answer, pages, (), "given" if stands else "worked out", True)
    yield right
    if stands:
        yield replace(right, answer=_sentence(right.question, answer), sort="given, sentence")
        yield from _with_wrong_number(right)


def _cases(key: str, q: dict[str, object], page: int, names: Sequence[str]) -> Iterator[Case]:
    question, answer, text = str(q["question"]), _first_answer(q), str(q["evidence_text"])
    places = tuple((page, start, end) for start, end in sentences(text) if answer in text[start:end])
    bare = Case(key, question, answer, frozenset({page}), places, "bare", True)
    both = (bare, replace(bare, answer=_sentence(question, answer), sort="sentence"))
    yield from both
    for case in both:
        yield from _with_wrong_number(case)
        yield from _with_other_number(case, text)
        yield from _with_other_subject(case, names, text)
        if answer in names:
            yield from _with_wrong_name(case, answer, names, text)


def _two_in_one(cases: Sequence[Case]) -> Iterator[Case]:
    """Yield sentences that say two things which stand on different pages, and with one of them wrong."""
    right = [case for case in cases if case.sort == "sentence"]
    for one, other in zip(right[::2], right[1::2], strict=False):
        if one.pages == other.pages:
            continue
        both = _joined(one, other, other.answer)
        yield both
        for wrong in _with_wrong_number(other):
            yield replace(
                _joined(one, other, wrong.answer), sort=f"{both.sort}, wrong number", is_right=False
            )


def _joined(one: Case, other: Case, answer: str) -> Case:
    return replace(
        one,
        question=f"{one.question} {other.question}",
        answer=f"{one.answer.rstrip('.')}, and {answer}",
        pages=one.pages | other.pages,
        places=one.places + other.places,
        sort="two in one",
        needs_all=True,
    )


def _with_wrong_number(case: Case) -> Iterator[Case]:
    asked = {each.value for each in quantities(case.question)}
    for each in quantities(case.answer):
        digits = [at for at in range(each.start, each.end) if case.answer[at].isdigit()]
        if digits and each.value not in asked:
            chance = random.Random(case.question)
            at = chance.choice(digits)
            other = chance.choice([digit for digit in "123456789" if digit != case.answer[at]])
            wrong = case.answer[:at] + other + case.answer[at + 1 :]
            yield replace(case, answer=wrong, sort=f"{case.sort}, wrong number", is_right=False)
            return


def _with_other_number(case: Case, text: str) -> Iterator[Case]:
    known = [*quantities(case.question), *quantities(case.answer)]
    near = {each.value for _, start, end in case.places for each in quantities(text[start:end])}
    for mine in quantities(case.answer):
        others = [
            other
            for other in quantities(text)
            if other.kind is mine.kind
            and not any(other.agrees_with(each) or each.agrees_with(other) for each in known)
        ]
        if others and not any(mine.agrees_with(each) for each in quantities(case.question)):
            other = random.Random(case.question).choice(others)
            where = "near" if other.value in near else "far"
            wrong = case.answer[: mine.start] + text[other.start : other.end] + case.answer[mine.end :]
            yield replace(case, answer=wrong, sort=f"{case.sort}, other number, {where}", is_right=False)
            return


def _with_wrong_name(case: Case, name: str, names: Sequence[str], text: str) -> Iterator[Case]:
    known = set(re.findall(r"\w+", f"{case.question} {name}"))
    others = [other for other in names if not known & set(re.findall(r"\w+", other))]
    if others:
        other = random.Random(case.question).choice(others)
        where = "near" if any(other in text[start:end] for _, start, end in case.places) else "far"
        wrong = case.answer.replace(name, other)
        yield replace(case, answer=wrong, sort=f"{case.sort}, wrong name, {where}", is_right=False)


def _with_other_subject(case: Case, names: Sequence[str], text: str) -> Iterator[Case]:
    """Yield the right answer to a question about something else, which the passage does not name."""
    pattern = LATIN_NAME if HEBREW.search(text) else NAME
    mine = next(iter(pattern.findall(case.question)), "")
    others = [other for other in names if other not in text and other not in case.question]
    if mine and others:
        other = random.Random(case.question).choice(others)
        asked, answer = case.question.replace(mine, other), case.answer.replace(mine, other)
        yield replace(case, question=asked, answer=answer, sort=f"{case.sort}, other subject", is_right=False)


def _names_by_article(asked: Sequence[dict[str, object]]) -> dict[str, list[str]]:
    """Return the names in each article: in Hebrew, which has no capitals, the answers to "who"."""
    found: dict[str, dict[str, None]] = {}
    for q in asked:
        names = found.setdefault(str(q["document"]), {})
        answer, meta = _first_answer(q), q["meta"]
        is_person = (
            isinstance(meta, dict) and meta.get("WH Question") == WHO and not NO_NAME.fullmatch(answer)
        )
        if FULL_NAME.fullmatch(answer) or is_person:
            names[answer] = None
        text = str(q["evidence_text"])
        pattern = LATIN_NAME if HEBREW.search(text) else NAME
        names.update(dict.fromkeys(pattern.findall(text)))
    return {article: list(names) for article, names in found.items()}


def _first_answer(q: dict[str, object]) -> str:
    answers = q["answers"]
    assert isinstance(answers, list)
    return str(answers[0]).strip()


def _sentence(question: str, answer: str) -> str:
    """Return a sentence of the question's words and the answer, as far as that goes without a grammar."""
    said = ASKING.sub("", question.strip().rstrip("?؟ "), count=1).strip()
    return f"{said[:1].upper()}{said[1:]}: {answer.rstrip('.')}."


@dataclass
class Tally:
    """What became of the answers of one sort."""

    total: int = 0
    found: int = 0
    in_place: int = 0
    elsewhere: int = 0
    none: int = 0


def measure(task: Task, evidence: dict[str, Evidence], shown: list[str] | None = None) -> dict[str, Tally]:
    """Return the tallies by sort of answer; what went wrong is told in `shown`."""
    tallies: dict[str, Tally] = {}
    for case in task.cases:
        tally = tallies.setdefault(case.sort, Tally())
        citations = evidence[case.key].cite(case.answer, case.question)
        tally.total += 1
        tally.none += not citations
        cited = {c.page_number for c in citations}
        is_found = case.pages <= cited if case.needs_all else not case.pages.isdisjoint(cited)
        tally.found += is_found
        tally.elsewhere += bool(citations) and not is_found
        tally.in_place += any(
            c.page_number == page and c.page_start < end and start < c.page_end
            for c in citations
            for page, start, end in case.places
        )
        if shown is not None and is_found is not case.is_right:
            shown.append(_told(case, task.documents[case.key], citations))
    return tallies


def _told(case: Case, document: Document, citations: Iterable[Citation]) -> str:
    quotes = [
        f"p{c.page_number} {c.support:.2f} {document.page(c.page_number).text[c.page_start : c.page_end]!r}"
        for c in citations
    ]
    text = " / ".join(document.page(page).text[start:end] for page, start, end in case.places)
    said = f"[{case.sort}] {case.question}\n  says {case.answer!r}\n  cites {quotes}"
    return f"{said}\n  gold {sorted(case.pages)} {text}"


def load(name: str, half: str) -> Task:
    """Return a task over the shared data."""
    if name in ("financebench", "rows"):
        folder = DATA / "qa_pdf"
        questions = json.loads((folder / "financebench" / "financebench.json").read_text("utf-8"))
        if name == "financebench":
            return pdf_task(name, folder, questions, half)
        files = sorted({str(q["document"]) for q in questions})
        return rows_task(name, folder, [file for file in files if half_of(file) == half])
    file = {"heq": DATA / "hebrew/heq/heq_val.json", "xquad": DATA / "qa_text/xquad/xquad.en.json"}[name]
    return passage_task(name, json.loads(file.read_text("utf-8")), half)


def show(task: Task, tallies: dict[str, Tally], console: Console) -> None:
    """Print the shares as one table."""
    pages = sum(len(document.pages) for document in task.documents.values())
    table = Table(
        "", "answers", "found", "in place", "elsewhere", "none", title=f"{task.name}: {pages} pages"
    )
    for sort, each in tallies.items():
        counts = (each.found, each.in_place, each.elsewhere, each.none)
        table.add_row(sort, str(each.total), *(f"{count / each.total:.3f}" for count in counts))
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sets", nargs="+", default=["xquad", "heq", "financebench", "rows"])
    parser.add_argument("--half", choices=HALVES, default="check")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    if not DATA.exists():
        raise SystemExit(f"{DATA} is missing: there are no answers to cite")
    console = Console(width=110)
    for name in options.sets:
        task, shown = load(name, options.half), list[str]()
        began_s = time.perf_counter()
        evidence = {key: whole_evidence([document]) for key, document in task.documents.items()}
        for each in evidence.values():
            each.cite("Warm.")
        indexed_s = time.perf_counter() - began_s
        began_s = time.process_time()
        tallies = measure(task, evidence, shown)
        took_ms = 1000 * (time.process_time() - began_s) / len(task.cases)
        show(task, tallies, console)
        console.print(f"indexed in {indexed_s:.2f} s; {took_ms:.1f} ms of computing for an answer")
        for told in random.Random(1).sample(shown, min(len(shown), options.show)):
            console.print(told, markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
