"""How modes, counts and durations are called in the window."""

from core.answering.events import Mode
from gui.process.requests import PreparingModel
from gui.translating import tr

MODE_ICONS = {Mode.WHOLE: "whole", Mode.RETRIEVED: "retrieved", Mode.CLOSED: "closed"}


def mode_name(mode: Mode) -> str:
    """Return what a mode is called."""
    names = {
        Mode.WHOLE: tr("Whole document"),
        Mode.RETRIEVED: tr("Retrieved chunks"),
        Mode.CLOSED: tr("Closed book"),
    }
    return names[mode]


def short_mode_name(mode: Mode) -> str:
    """Return what a mode is called where room is short."""
    names = {Mode.WHOLE: tr("Whole"), Mode.RETRIEVED: tr("Retrieved"), Mode.CLOSED: tr("Closed")}
    return names[mode]


def preparing(event: PreparingModel) -> str:
    """Return what is done before a model can be used."""
    said = tr("Loading {0}") if event.is_loading else tr("Preparing {0} for fast reading (once)")
    return said.format(event.name)


def about(value: float) -> str:
    """Return a duration in as few signs as tell it: "40 s", "12 min", "2:05 h"."""
    is_minutes = 59.5 <= value < 3570
    return tr("{0} min").format(f"{value / 60:.0f}") if is_minutes else seconds(value)


def seconds(value: float) -> str:
    """Return a duration as a person says it: "0.8 s", "12 s", "1:40 min", "2:05 h"."""
    if value < 9.95:
        return tr("{0} s").format(f"{value:.1f}")
    if value < 59.5:
        return tr("{0} s").format(f"{value:.0f}")
    minutes = round(value / 60) if value >= 3600 else int(round(value) // 60)
    if minutes >= 60:
        return tr("{0} h").format(f"{minutes // 60}:{minutes % 60:02}")
    return tr("{0} min").format(f"{minutes}:{round(value) % 60:02}")
