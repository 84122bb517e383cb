"""A model folder that brings code is refused before anything of it is imported."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.case.errors import UsageProblem
from matcher.embedding.encoder import load_transformer
from tests.support.copies import copy_case
from tests.support.tiny_model import make_tiny_model

CODE = "import pathlib\npathlib.Path(__file__).with_name('ran').write_text('ran')\n"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("model") / "plain")


@pytest.fixture
def model(plain: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(plain, folder)
    (folder / "evilmodule.py").write_text(CODE, encoding="utf-8")
    return folder


def modules(folder: Path, index: int, **changes: str) -> None:
    path = folder / "modules.json"
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries[index].update(changes)
    path.write_text(json.dumps(entries), encoding="utf-8")


def refused(folder: Path, words: str) -> None:
    with pytest.raises(UsageProblem, match=words):
        load_transformer(str(folder))
    assert not (folder / "ran").exists()


def test_a_plain_model_is_loaded(model: Path) -> None:
    assert load_transformer(str(model)).encode(["a"]).shape == (1, 16)
    assert not (model / "ran").exists()


@pytest.mark.parametrize(
    "kind", ["evilmodule.Transformer", "sentence_transformers.models.Dense", "os.system", ""]
)
def test_another_module_is_refused(model: Path, kind: str) -> None:
    modules(model, 1, type=kind)
    refused(model, "names the module")


@pytest.mark.parametrize("place", ["../other", "/etc"])
def test_a_module_outside_the_folder_is_refused(model: Path, place: str) -> None:
    modules(model, 1, path=place)
    refused(model, "outside its folder")


def test_auto_map_is_refused(model: Path) -> None:
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    config["auto_map"] = {"AutoModel": "evilmodule.Model", "AutoConfig": "evilmodule.Config"}
    (model / "config.json").write_text(json.dumps(config), encoding="utf-8")
    refused(model, "auto_map")


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "{}", "[1]"])
def test_a_broken_list_of_modules_is_one_clear_line(model: Path, text: str) -> None:
    (model / "modules.json").write_text(text, encoding="utf-8")
    refused(model, "modules.json")


def test_pickled_weights_are_not_read(model: Path) -> None:
    (weights,) = model.glob("*.safetensors")
    weights.rename(model / "pytorch_model.bin")
    refused(model, "cannot be loaded")


def test_matching_a_received_case_runs_nothing_of_it(model: Path, story_case: Path, tmp_path: Path) -> None:
    """The whole command under an audit of what Python imports, compiles and executes: no file of the case is among it."""
    modules(model, 0, type="evilmodule.Transformer")
    case = copy_case(story_case, tmp_path / "case")
    config = (case / "box31.toml").read_text(encoding="utf-8")
    assert '# model = "bundled"' in config
    config = config.replace('# model = "bundled"', f"model = {json.dumps(str(model))} # ")
    (case / "box31.toml").write_text(config, encoding="utf-8")
    script = f"""
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append(str(args)) if event in ("import", "exec", "compile") else None)
from matcher.commands.cli import main
sys.argv = ["box31", "-C", {str(case)!r}, "match"]
try:
    main()
finally:
    print("FROM THE CASE:", [one for one in seen if {str(tmp_path)!r} in one or "evilmodule" in one])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "FROM THE CASE: []" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 2
    assert "names the module" in done.stderr
    assert not (model / "ran").exists()
