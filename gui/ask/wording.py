"""How modes, counts and durations are called in the window."""

from PySide6.QtCore import QCoreApplication

from core.answering.events import Mode

MODE_ICONS = {Mode.WHOLE: "whole", Mode.RETRIEVED: "retrieved", Mode.CLOSED: "closed"}


def tr(text: str) -> str:
    """Return a text in the window's language."""
    return QCoreApplication.translate("Ask", text)


def mode_name(mode: Mode) -> str:
    """Return what a mode is called."""
    names = {Mode.WHOLE: "Whole document", Mode.RETRIEVED: "Retrieved chunks", Mode.CLOSED: "Closed book"}
    return QCoreApplication.translate("Mode", names[mode])


def short_mode_name(mode: Mode) -> str:
    """Return what a mode is called where room is short."""
    names = {Mode.WHOLE: "Whole", Mode.RETRIEVED: "Retrieved", Mode.CLOSED: "Closed"}
    return QCoreApplication.translate("Mode", names[mode])


def about(value: float) -> str:
    """Return a duration in as few signs as tell it: "40 s", "12 min", "2:05 h"."""
    return seconds(value) if value < 59.5 or value >= 3570 else f"{value / 60:.0f} min"


def seconds(value: float) -> str:
    """Return a duration as a person says it: "0.8 s", "12 s", "1:40 min", "2:05 h"."""
    if value < 9.95:
        return f"{value:.1f} s"
    if value < 59.5:
        return f"{value:.0f} s"
    minutes = round(value / 60) if value >= 3600 else int(round(value) // 60)
    if minutes >= 60:
        return f"{minutes // 60}:{minutes % 60:02} h"
    return f"{minutes}:{round(value) % 60:02} min"
