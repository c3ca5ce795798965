import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.answering.agreement import compare
from core.answering.events import Mode
from gui.answers.difference import DifferenceSection, claims
from tests.gui.answers.made import answer

WHOLE = "Revenue **grew** by 8.4 % in 2023. Membership fees rose sharply. The chair resigned in October."
CHUNKS = "Revenue grew by 7.9 % in 2023. Membership fees rose sharply."


@pytest.fixture
def section(qtbot: QtBot) -> DifferenceSection:
    widget = DifferenceSection()
    qtbot.addWidget(widget)
    answers = {Mode.WHOLE: answer(WHOLE), Mode.RETRIEVED: answer(CHUNKS, Mode.RETRIEVED)}
    widget.show_agreement(compare({mode: each.text for mode, each in answers.items()}), answers)
    widget.show()
    return widget


def test_what_the_answers_say_is_grouped_by_how_they_stand(section: DifferenceSection) -> None:
    section.groups["shared"].toggle()
    texts = {group.button.text(): [row.texts for row in group.rows] for group in section.groups.values()}
    assert texts == {
        "Numbers disagree (1)": [["Revenue grew by 8.4 % in 2023.", "Revenue grew by 7.9 % in 2023."]],
        "Only in Whole document (1)": [["The chair resigned in October."]],
        "In both answers (1)": [["Membership fees rose sharply."]],
    }


def test_a_claim_is_told_once_though_both_answers_make_it() -> None:
    found = claims(compare({Mode.WHOLE: WHOLE, Mode.RETRIEVED: CHUNKS}))
    assert [claim.stance for claim in found] == ["differs", "shared", "alone"]


def test_a_claim_that_is_pointed_at_is_shown_in_the_answers(section: DifferenceSection) -> None:
    shown: list[object] = []
    section.highlighted.connect(shown.append)
    row = section.groups["differs"].rows[0]
    row.pointed.emit(row.claim)
    spans = shown[-1]
    assert isinstance(spans, dict)
    numbers = [(WHOLE[s.start : s.end], s.look) for s in spans[Mode.WHOLE]]
    assert numbers == [("Revenue **grew** by 8.4 % in 2023.", "danger"), ("8.4 %", "danger")]
    row.pointed.emit(None)
    assert shown[-1] == {}


def test_everything_can_be_marked_in_the_answers_at_once(qtbot: QtBot, section: DifferenceSection) -> None:
    with qtbot.waitSignal(section.highlighted) as marked:
        qtbot.mouseClick(section.toggle, Qt.MouseButton.LeftButton)
    assert marked.args is not None
    assert {span.look for span in marked.args[0][Mode.WHOLE]} == {"danger", "good", "accent"}


def test_a_group_is_folded_away_and_shown(qtbot: QtBot, section: DifferenceSection) -> None:
    both = section.groups["shared"]
    assert both.rows == []
    qtbot.mouseClick(both.button, Qt.MouseButton.LeftButton)
    assert [row.isHidden() for row in both.rows] == [False]
    qtbot.mouseClick(both.button, Qt.MouseButton.LeftButton)
    assert [row.isHidden() for row in both.rows] == [True]


def test_of_many_claims_the_first_few_are_shown_until_more_are_asked_for(qtbot: QtBot) -> None:
    widget = DifferenceSection()
    qtbot.addWidget(widget)
    things = ("fees", "grants", "legacies", "boats", "lamps", "keepers", "towers", "rocks", "gulls")
    text = " ".join(f"The {thing} of the trust rose sharply." for thing in things)
    answers = {Mode.WHOLE: answer(text), Mode.RETRIEVED: answer("Bad weather came.", Mode.RETRIEVED)}
    widget.show_agreement(compare({mode: each.text for mode, each in answers.items()}), answers)
    group = widget.groups["alone whole"]
    assert len(group.rows) == 5
    assert group.more_button.text() == "Show 4 more"
    qtbot.mouseClick(group.more_button, Qt.MouseButton.LeftButton)
    assert len(group.rows) == 9
    assert group.more_button.isHidden()


def test_headings_and_lines_that_only_open_a_list_are_no_difference(qtbot: QtBot) -> None:
    widget = DifferenceSection()
    qtbot.addWidget(widget)
    text = "# Main reasons\n\nThere were two reasons:\n\n- Fees rose sharply."
    answers = {Mode.WHOLE: answer(text), Mode.RETRIEVED: answer("The weather was bad.", Mode.RETRIEVED)}
    widget.show_agreement(compare({mode: each.text for mode, each in answers.items()}), answers)
    assert [row.texts for row in widget.groups["alone whole"].rows] == [["Fees rose sharply."]]
