"""How long the window's thread is held up by answers: a streamed one, a hundred old ones, another width.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.conversation [--turns 100] [--tokens 1200]

Each figure is of one pass of the event loop, painting included, in milliseconds of the thread's own
computing: what other programs do meanwhile does not count.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable
from time import perf_counter, thread_time

from PySide6.QtWidgets import QApplication

from core.answering.agreement import compare
from core.answering.events import Answer, Answered, Citation, Delta, Mode, Reading, Timings, TokenCounts
from core.documents.text import sentences
from gui import theme
from gui.answers import ConversationView, ShownDocument, ShownTurn

TOKENS_PER_S = 200
PASS_S = 0.016
PARAGRAPH = (
    "The trust's revenue grew by **8.4 %** in 2023, to £12.4 million, after a year in which `membership` had "
    "fallen. Most of that came from the coastal fund, which doubled its grants.\n\n"
)
PIECES = (
    "## What the report says\n\n",
    PARAGRAPH,
    "1. Membership fees rose to £4.1 million.\n2. Grants doubled, from £1.0 million.\n3. Legacies fell.\n\n",
    "| Year | Revenue | Change |\n|------|--------:|:------|\n| 2022 | £11.4 m | +2.0 % |\n"
    "| 2023 | £12.4 m | +8.4 % |\n\n",
    "```python\nfor year in (2022, 2023):\n    print(year)\n```\n\n",
    "ההכנסות של הקרן גדלו ב-8.4% בשנת 2023. היושב ראש התפטר באוקטובר.\n\n",
)


def text_of(tokens: int) -> str:
    """Return an answer of about so many tokens, of four characters each."""
    text = ""
    while len(text) < 4 * tokens:
        text += "".join(PIECES) + PARAGRAPH
    return text[: 4 * tokens].rstrip()


def answer_of(mode: Mode, text: str) -> Answer:
    """Return an answer that cites for every second sentence."""
    spans = sentences(text)[::2]
    citations = tuple(Citation(a, b, "report", 1 + n % 40, 0, 80, 0.9) for n, (a, b) in enumerate(spans))
    timings, tokens = Timings(0.1, 0.5, 0.8, 9.0), TokenCounts(120, 14000, 300)
    return Answer("Why?", mode, text, "model", (), citations, timings, tokens, 32768, False)


def timed(step: Callable[[], object]) -> float:
    """Return how many milliseconds a step and the pass of the event loop behind it take."""
    begun = thread_time()
    step()
    QApplication.processEvents()
    return 1000 * (thread_time() - begun)


def settle(limit: int = 2000) -> list[float]:
    """Let everything come that is left for later, and return the time of each pass."""
    passes: list[float] = []
    quiet = 0
    while quiet < 5 and len(passes) < limit:
        passes.append(timed(lambda: None))
        quiet = quiet + 1 if passes[-1] < 0.2 else 0
    return passes


def streamed(view: ConversationView, tokens: int) -> list[float]:
    """Let an answer stream at TOKENS_PER_S, and return the time of each pass."""
    turn = view.begin("Why did revenue grow?", (Mode.WHOLE,))
    view.take(turn, Reading(Mode.WHOLE, 14000, 14000, 14000, 0.0, None))
    text, passes = text_of(tokens), []
    step = int(4 * TOKENS_PER_S * PASS_S)
    for at in range(0, len(text), step):
        begun = perf_counter()
        piece = text[at : at + step]
        passes.append(timed(lambda piece=piece: view.take(turn, Delta(Mode.WHOLE, piece))))  # type: ignore[misc]
        while perf_counter() - begun < PASS_S:
            passes.append(timed(lambda: None))
    passes.append(timed(lambda: view.take(turn, Answered(Mode.WHOLE, answer_of(Mode.WHOLE, text)))))
    return passes


def told(name: str, passes: list[float]) -> str:
    """Return the figures of a step in a line."""
    busy = [each for each in passes if each > 0.2] or [0.0]
    late = sum(each > 1000 * PASS_S for each in busy)
    return (
        f"{name:34} passes {len(busy):5}  median {statistics.median(busy):6.1f}  "
        f"longest {max(busy):6.1f}  over 16 ms: {late}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=100)
    parser.add_argument("--tokens", type=int, default=1200)
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    theme.apply(app, "light")
    view = ConversationView()
    view.resize(760, 900)
    view.show_documents([ShownDocument("report", "Annual report", 120)])
    view.show()
    settle()
    one = answer_of(Mode.WHOLE, text_of(250))
    other = answer_of(Mode.RETRIEVED, text_of(120))
    both = compare({Mode.WHOLE: one.text, Mode.RETRIEVED: other.text})
    single, compared = ShownTurn("Why?", (one,)), ShownTurn("Why?", (one, other), agreement=both)
    turns = [compared if n % 4 == 3 else single for n in range(options.turns)]
    first = timed(lambda: view.restore(turns))
    print(told(f"reopen {options.turns} turns: what is seen", [first]))
    print(told("reopen: what follows", settle()))
    print(told(f"stream {options.tokens} tokens", streamed(view, options.tokens)))
    settle()
    print(told("another width", [timed(lambda: view.resize(700, 900)), *settle()]))
    bar = view.area.verticalScrollBar()
    steps = range(bar.maximum(), 0, -max(1, bar.maximum() // 300))
    print(told("scroll", [timed(lambda at=at: bar.setValue(at)) for at in steps]))  # type: ignore[misc]
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
