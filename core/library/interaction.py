"""Late interaction: how near a question is to texts, token by token."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

TokenVectors = NDArray[np.float32]


def likenesses(question: TokenVectors, texts: Sequence[TokenVectors]) -> list[float]:
    """Return for each text how near the question's tokens are to the nearest of its own, on average.

    What all tokens of these texts have in common is taken away first: it says nothing about one of them, and
    with some embedders it is most of what there is.
    Shapes: `question` is (q, d), each of the texts (t, d); unit vectors.
    Units:  mean cosine in [-1, 1]; 0 where there is no token.
    Source: ColBERT, Khattab and Zaharia 2020 (arXiv:2004.12832); the centring is our own.
    """
    if not len(question) or not all(map(len, texts)):
        return [0.0] * len(texts)
    common = np.mean(np.concatenate(texts), axis=0)
    asked = _unit(question - common)
    return [float(np.mean(np.max(asked @ _unit(text - common).T, axis=1))) for text in texts]


def _unit(vectors: TokenVectors) -> TokenVectors:
    unit: TokenVectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit
