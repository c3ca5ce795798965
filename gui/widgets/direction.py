"""The direction of a text, by its first letter that has one."""

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
RIGHT_TO_LEFT, ISOLATING = {"R", "AL"}, {"FSI", "LRI", "RLI"}


def direction_of(text: str) -> Qt.LayoutDirection:
    """Return the direction of a paragraph; LayoutDirectionAuto where no letter decides it.

    What is isolated in it does not count. Source: the Unicode bidirectional algorithm (UAX #9), rule P2.
    """
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        depth = max(0, depth + (kind in ISOLATING) - (kind == "PDI"))
        if depth:
            continue
        if kind in RIGHT_TO_LEFT:
            return Qt.LayoutDirection.RightToLeft
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.LayoutDirectionAuto


def kept(text: str) -> str:
    """Return `text` isolated where it goes the other way than the window; elsewhere it needs no marks."""
    ways = (QGuiApplication.layoutDirection(), Qt.LayoutDirection.LayoutDirectionAuto)
    return text if direction_of(text) in ways else isolated(text)


def isolated(text: str) -> str:
    """Return `text` so that it keeps its own direction inside a sentence or a button of another one."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
