"""The time that something is waited for."""

from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TypeVar

Event = TypeVar("Event")


def waited_for(events: Iterable[Event]) -> Iterator[tuple[float, Event]]:
    """Yield each event behind the seconds that it took to come; the time between events is not counted."""
    seen_at = perf_counter()
    for event in events:
        yield perf_counter() - seen_at, event
        seen_at = perf_counter()
