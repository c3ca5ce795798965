"""Do the rectangles of a sentence hold the sentence, and nothing else?

    python -m tests.benchmarks.rectangles PDF [PDF ...] [--pages N]

Each sentence of about N pages of each PDF, evenly spread, is led to its rectangles, and what PDFium finds
under them is compared with it, letters and digits only. "Off" is a sentence of which more than 15 % is
missing, or that has more than 30 % beside it.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from core.documents.document import Document, Span
from core.documents.geometry import rectangles_of_spans
from core.documents.pdf import read_document
from core.documents.text import sentences
from tests.core.documents.beneath import text_under

LEAST_CHARS = 15
MISSING, BESIDE = 0.15, 0.3


def measured(path: Path, page_count: int) -> Iterator[tuple[bool, int, str]]:
    """Yield for each sentence whether it is off, its page and itself."""
    *_, document = read_document(path)
    assert isinstance(document, Document)
    for page in document.pages[:: max(1, len(document.pages) // page_count)]:
        runs = [run for run in sentences(page.text) if run[1] - run[0] > LEAST_CHARS]
        places = rectangles_of_spans(path, [Span(page.page_number, *run) for run in runs])
        for run, found in zip(runs, places, strict=True):
            sentence = page.text[slice(*run)]
            yield _is_off(sentence, text_under(path, page.page_number, found)), page.page_number, sentence


def _is_off(sentence: str, under: str) -> bool:
    asked, found = _letters(sentence), _letters(under)
    count = asked.total() or 1
    return (asked - found).total() > MISSING * count or (found - asked).total() > BESIDE * count


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalnum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=12, help="of each PDF, about (default 12)")
    chosen = parser.parse_args()
    total: Counter[bool] = Counter()
    for path in chosen.pdf:
        for is_off, page_number, sentence in measured(path, chosen.pages):
            total[is_off] += 1
            if is_off:
                print(f"{path.name}, page {page_number}: {sentence[:80]!r}")
    print(f"{total.total()} sentences, {total[True]} off")


if __name__ == "__main__":
    main()
