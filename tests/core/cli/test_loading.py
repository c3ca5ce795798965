from dataclasses import replace

from rich.progress import Progress

from core.answering.events import Mode, Reading
from core.cli.console import Step
from core.cli.loading import show_reading

READING = Reading(Mode.WHOLE, 2_000, 9_000, 0, 50.0, 140.0)


def shown(reading: Reading) -> str:
    progress = Progress(disable=True)
    task = progress.add_task("Reading", detail="")
    show_reading(Step(progress, task), reading)
    detail: str = progress.tasks[0].fields["detail"]
    return detail


def test_reading_is_told_in_tokens_with_the_time_left() -> None:
    assert shown(READING) == "2,000 of 9,000 tokens · 50/s · 2 min 20 s left"


def test_of_a_long_document_the_part_and_its_pages_are_told() -> None:
    part = replace(READING, part=2, part_count=5, first_page=12, last_page=19)
    assert shown(part).startswith("part 2 of 5, pages 12 to 19 · 2,000 of 9,000 tokens")
    one_page = replace(part, first_page=12, last_page=12)
    assert shown(one_page).startswith("part 2 of 5, page 12 · ")
    assert shown(replace(part, part=5, first_page=0, last_page=0)).startswith("notes · ")
