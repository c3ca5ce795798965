"""What every test of the window shares."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Let the offscreen platform say what it cannot do: that is no fault of a widget."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support ")
