import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from core.documents.document import OutlineItem
from gui.pages.labels import PageLabels
from gui.pages.outline import OutlineTree

OUTLINE = (
    OutlineItem("Preface", 0, 1),
    OutlineItem("Part one", 0, 3),
    OutlineItem("Chapter one", 1, 3),
    OutlineItem("Of the lamp", 2, 5),
    OutlineItem("חלק שני", 0, 8),
)


@pytest.fixture
def tree(qtbot: QtBot) -> OutlineTree:
    made = OutlineTree()
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show_outline(OUTLINE, PageLabels(["i", "ii"], 9))
    made.show()
    return made


def item(tree: OutlineTree, *rows: int) -> QTreeWidgetItem:
    found = tree.invisibleRootItem()
    for row in rows:
        below = found.child(row)
        assert below is not None
        found = below
    return found


def current(tree: OutlineTree) -> str | None:
    chosen = tree.selectedItems()
    return chosen[0].text(0) if chosen else None


def test_headings_hang_below_each_other_with_their_pages_labels(tree: OutlineTree) -> None:
    assert [item(tree, row).text(0) for row in range(3)] == ["Preface", "Part one", "חלק שני"]
    assert item(tree, 0).text(1) == "i"
    chapter = item(tree, 1, 0)
    assert (chapter.text(0), item(tree, 1, 0, 0).text(0)) == ("Chapter one", "Of the lamp")


def test_the_section_that_is_looked_at_is_marked(tree: OutlineTree) -> None:
    seen = []
    for page_number in (1, 2, 3, 9):
        tree.show_page(page_number)
        seen.append(current(tree))
    assert seen == ["Preface", "Preface", "Chapter one", "חלק שני"]


def test_the_line_above_stands_for_one_that_is_folded(tree: OutlineTree) -> None:
    tree.show_page(6)
    assert current(tree) == "Chapter one"
    tree.collapseAll()
    tree.show_page(5)
    assert current(tree) == "Part one"


def test_before_the_first_heading_nothing_is_marked(tree: OutlineTree) -> None:
    tree.show_outline(OUTLINE[1:], PageLabels((), 9))
    tree.show_page(4)
    tree.show_page(1)
    assert current(tree) is None


def test_a_click_and_enter_lead_to_the_page(qtbot: QtBot, tree: OutlineTree) -> None:
    wanted: list[int] = []
    tree.page_wanted.connect(wanted.append)
    place = tree.visualItemRect(item(tree, 2)).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted == [8]
    tree.setCurrentItem(item(tree, 0))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert wanted == [8, 1]


def test_a_hebrew_heading_stands_at_the_right(tree: OutlineTree) -> None:
    alignment = item(tree, 2).textAlignment(0)
    assert alignment & Qt.AlignmentFlag.AlignRight
    assert not item(tree, 0).textAlignment(0) & Qt.AlignmentFlag.AlignRight


def test_the_outline_of_a_hebrew_document_begins_at_the_right(tree: OutlineTree) -> None:
    assert tree.layoutDirection() == Qt.LayoutDirection.LeftToRight
    tree.show_outline(
        [OutlineItem("פרק ראשון: על המנורה", 0, 1), OutlineItem("Appendix", 1, 2)], PageLabels((), 2)
    )
    assert tree.layoutDirection() == Qt.LayoutDirection.RightToLeft
