"""Whether there is a screen to show a window on."""

import os
import sys

VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_screen() -> bool:
    """Whether a window can be shown: on Windows and macOS always, else where one of VARIABLES says so."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(each) for each in VARIABLES)
