"""The time that events are waited for."""

from collections.abc import Iterator

import pytest

from core.answering import waiting
from core.answering.waiting import waited_for


def test_what_is_done_between_events_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def events() -> Iterator[str]:
        nonlocal now
        for event, seconds in (("read", 2.0), ("written", 3.0)):
            now += seconds
            yield event

    monkeypatch.setattr(waiting, "perf_counter", lambda: now)
    seen = []
    for seconds, event in waited_for(events()):
        seen.append((seconds, event))
        now += 100.0
    assert seen == [(2.0, "read"), (3.0, "written")]


def test_events_stop_coming_once_nobody_waits() -> None:
    is_closed = False

    def events() -> Iterator[int]:
        nonlocal is_closed
        try:
            yield from range(9)
        finally:
            is_closed = True

    waited = waited_for(events())
    next(iter(waited))
    del waited
    assert is_closed
