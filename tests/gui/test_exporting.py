import re

import pytest
from PySide6.QtWidgets import QApplication

from core.answering.account import Account, Source, ToldAnswer, ToldTurn
from core.answering.events import Mode
from core.answering.export import as_html, as_markdown
from core.sentences import Words, said
from gui import translating
from gui.exporting import as_file_name
from gui.translating import say

LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What did it cost?", "What did it cost"),
        ("a/b\\c: d*e", "a b c d e"),
        ("מה גובה המים?", "מה גובה המים"),
        ("...", "conversation"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_title_becomes_a_file_name_that_every_system_takes(title: str, name: str) -> None:
    assert as_file_name(title) == name


def compared() -> Account:
    """Return a comparison in which all that comes from the person, the documents and the model is Hebrew."""
    figures: tuple[tuple[Words, Words], ...] = ((said("Tokens read"), "1,200"),)
    source = Source("המרפאה", said("page {number}", number=3), "המרפאה נפתחה בחיפה.")
    answers = tuple(
        ToldAnswer(
            mode,
            "המרפאה נפתחה.",
            "מודל",
            (source,),
            figures,
            (said("They were not read again: the model had read the documents before."),),
        )
        for mode in Mode
    )
    remarks = (said("Voted best: neither."),)
    turn = ToldTurn("מתי נפתחה המרפאה?", "2026-11-29 16:00", answers, remarks)
    return Account(said("Questions and answers"), ("המרפאה",), (turn,))


def test_in_hebrew_an_export_has_no_english_word_of_ours(app: QApplication) -> None:
    translating.apply(app, "he")
    told = compared()
    assert LATIN.findall(as_markdown(told, say)) == []
    body = as_html(told, say).partition("<body>")[2]
    assert LATIN.findall(re.sub(r"<[^>]*>", "", body)) == []
    assert '<table class="figures" dir="rtl"' in body
    assert LATIN.findall(as_markdown(told))
