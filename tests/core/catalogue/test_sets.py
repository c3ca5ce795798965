import re

import pytest

from core.catalogue.sets import SETS, Item, Kind, find
from core.errors import NotInCatalogue

ITEMS = [item for each in SETS.values() for item in each.items]


def test_there_are_a_starter_a_real_small_model_and_one_that_slides() -> None:
    assert list(SETS) == ["starter", "small", "sliding"]
    assert [item.kind for item in SETS["starter"].items] == [Kind.LANGUAGE_MODEL, Kind.EMBEDDER]


def test_every_set_says_what_it_is_for_and_under_which_licence() -> None:
    for name, each in SETS.items():
        assert each.name == name
        assert each.title
        assert each.purpose.endswith(".")
        assert each.licence


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_every_wheel_and_every_source_is_pinned(item: Item) -> None:
    hashes = [item.sha256, *(wheel.sha256 for wheel in item.wheels)]
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in hashes)
    assert len(set(hashes)) == len(hashes)
    for wheel in item.wheels:
        assert wheel.file_name.startswith(f"{wheel.package.replace('-', '_')}-{wheel.version}-")
        assert bool(wheel.platform) == (not wheel.file_name.endswith("-any.whl"))


def test_the_small_model_is_the_sum_of_its_22_parts() -> None:
    (item,) = SETS["small"].items
    assert len(item.wheels) == 22
    assert item.source_bytes == item.installed_bytes == 1_117_320_768
    assert SETS["small"].download_bytes == sum(wheel.file_bytes for wheel in item.wheels)


def test_an_unknown_set_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotInCatalogue, match=r"no model set named huge.*starter, small, sliding"):
        find("huge")
