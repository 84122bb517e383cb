"""Read and check the vocabulary of a split: its fields of goods, makers, codes, declarants and styles.

python -m benchmarks.worlds.vocabulary --split training|evaluation|development
"""

from __future__ import annotations

import argparse
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .field_models import FieldOfGoods
from .split_models import Codes, Declarants, Makers, Styles, Vocabulary

HERE = Path(__file__).resolve().parent / "vocabulary"
SPLITS = ("training", "evaluation", "development")

Model = TypeVar("Model", bound=BaseModel)


def _read(model: type[Model], path: Path) -> Model:
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        lines = [f"{path.name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise SystemExit("\n".join(lines)) from None
    except yaml.YAMLError as error:
        raise SystemExit(f"{path.name}: {error}") from None


@cache
def load(split: str) -> Vocabulary:
    """The vocabulary of a split; ends the program naming every error of a file."""
    folder = HERE / split
    fields = {path.stem: _read(FieldOfGoods, path) for path in sorted((folder / "fields").glob("*.yaml"))}
    if wrong := [f"{stem}: field is {field.field}" for stem, field in fields.items() if field.field != stem]:
        raise SystemExit("\n".join(wrong))
    return Vocabulary(
        split=split,
        fields=fields,
        makers=_read(Makers, folder / "makers.yaml"),
        codes=_read(Codes, folder / "codes.yaml"),
        declarants=_read(Declarants, folder / "declarants.yaml"),
        styles=_read(Styles, folder / "styles.yaml"),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--field", help="Check this field alone.")
    options = parser.parse_args()
    if options.field:
        field = _read(FieldOfGoods, HERE / options.split / "fields" / f"{options.field}.yaml")
        print(f"{options.field}: {len(field.kinds)} kinds, {len(field.attributes)} attributes")
        return
    vocabulary = load(options.split)
    kinds = sum(len(field.kinds) for field in vocabulary.fields.values())
    print(
        f"{options.split}: {len(vocabulary.fields)} fields, {kinds} kinds, {len(vocabulary.codes.grammars)} grammars,"
        f" {len(vocabulary.styles.styles)} styles, {sum(len(s.phrasings) for s in vocabulary.styles.styles)} phrasings"
    )


if __name__ == "__main__":
    main()
