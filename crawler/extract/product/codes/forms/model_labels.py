"""Labels under which models stand: words for a model, a kind, a size; and heads of columns beside models."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.extract.product.codes.forms.code_forms import is_code, is_size
from crawler.extract.words.labels import field_of, plain_label
from crawler.extract.words.vocabulary import pattern

MODELS_LABEL = "Model"  # under which the models of options and sentences stand among the specifications
BETWEEN = " / "  # two values of one property
MODEL_FIELDS = ("model", "sku", "mpn")  # of labels
_HEAD = pattern("model_heads")  # of a column of models; elsewhere these words name a kind
_SIZE_HEAD = pattern("size_heads")  # beside columns of models that are named as sizes are
_PROPERTIES = pattern("property_heads")  # of the column of labels beside columns of models


def heads_models(label: str) -> bool:
    """Whether a label is a word for a kind that heads a column of models: Typ, Version."""
    return _HEAD.fullmatch(plain_label(label)) is not None


def heads_sizes(label: str) -> bool:
    """Whether a label is a word for sizes, beside which models stand that are named as sizes are."""
    return _SIZE_HEAD.fullmatch(plain_label(label)) is not None


def heads_properties(text: str) -> bool:
    """Whether the first cell of a table's head is that of a column of labels: a word for properties, or nothing."""
    return not text or _PROPERTIES.fullmatch(plain_label(text)) is not None


def names_kind(label: str) -> bool:
    """Whether a label is a word for a kind or size, under which models may stand: Typ, Version, Size."""
    return heads_models(label) or heads_sizes(label)


def lists_models(label: str, value: str) -> bool:
    """Whether a specification gives the codes of several models under a word for a kind or size."""
    codes = value.split(BETWEEN)
    return len(codes) > 1 and names_kind(label) and all(is_code(code) and not is_size(code) for code in codes)


def states_model(specs: Iterable[tuple[str, str, str]]) -> bool:
    """Whether one of the specifications (label, value, source) is the code of a model, or the codes of several."""
    return any(
        (field_of(label) in MODEL_FIELDS and is_code(value.partition(BETWEEN)[0]))
        or lists_models(label, value)
        for label, value, _ in specs
    )
