"""Texts to vectors: one way in to every SentenceTransformer, each text encoded once per model and case."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.locks import lock
from matcher.arrays import Float32s
from matcher.embedding.adapter import adapter_digest
from matcher.embedding.bundled_model import bundled_model
from matcher.embedding.fixed_batches import SHAPES, Batch, FixedBatches
from matcher.embedding.model_guard import check_model_folder, check_modules
from matcher.embedding.number_format import PROCESSOR, number_format
from matcher.embedding.quiet_logging import quiet
from matcher.process_apart import Apart
from matcher.text.normal_forms import embedding_form
from matcher.text.universal_encoder import release, universal_vectors
from matcher.workers import Result, Task, results

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
PART = 4096  # texts sorted into batches at a time
HALF = np.float32(0.5**0.5)  # length of each half of a unit vector
KEY = 16  # bytes of a text's hash; of two million texts two would share one once in 10^26 cases
Progress = Callable[[int, int], None]
Encoded = tuple[tuple[int, ...], Float32s]  # places of texts, and their vectors


class Encoder:
    """A SentenceTransformer and the Universal Sentence Encoder, half a vector each, with a memory of their vectors.

    `model`: `bundled`, or the name or folder of any SentenceTransformer. `folder`: where vectors are kept. `device`:
    where the SentenceTransformer computes (cpu, cuda, mps). Raises UsageProblem where there is no such device, and when
    the model is first needed and is not there.
    """

    _apart: Apart[list[str], Encoded] | None = None

    def __init__(self, model: str, folder: Path, device: str = PROCESSOR) -> None:
        self.model = model
        self.device = device
        own = adapter_digest() if model == BUNDLED else _fingerprint(model)
        self.name = f"{model}@{own}+{release()}"
        stored_as = re.sub(r"[^\w.-]+", "_", self.name)[-80:]
        self.store = VectorStore(folder / f"{stored_as}-{number_format(device)}-{SHAPES}")
        self.encoded = 0  # texts the model was asked for, as opposed to remembered

    def encode_apart(self) -> None:
        """Encode in a process apart from now on: models and PyTorch, 1.3 GB, are then given back by `release`.

        Where PyTorch is loaded already or is to compute elsewhere than on the processor, texts are encoded here as before:
        neither outlives a fork.
        """
        if sys.platform == "linux" and self.device == PROCESSOR and "torch" not in sys.modules:
            self._apart = Apart(self._vectors, "encodes texts")

    def release(self) -> None:
        """Give back what a process apart has loaded; with the next text that is missing it is loaded again (15 s of a processor)."""
        if self._apart is not None:
            self._apart.end()

    def __getstate__(self) -> dict[str, object]:
        """Without model and vectors: of use elsewhere only to make another from."""
        return {"model": self.model, "device": self.device, "name": self.name, "encoded": 0}

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Float32s:
        """Unit vectors, one row for each of `texts`; equal texts are encoded once, and never again in this case.

        Vectors are rounded to 16 bits, whether they come from the model or from memory. They do not depend on the
        other texts (matcher.embedding.fixed_batches).
        """
        forms = [embedding_form(text) for text in texts]
        keys = [_key(form) for form in forms]
        self._encode_missing(keys, forms, progress)
        return self.store.vectors(keys)

    def remembered(self, texts: Sequence[str]) -> Float32s:
        """Unit vectors of texts that were all encoded before."""
        return self.store.vectors([_key(embedding_form(text)) for text in texts])

    def remember(self, texts: Iterable[str], progress: Progress | None = None) -> None:
        """Encode those of `texts` that were not encoded before."""
        forms = [embedding_form(text) for text in texts]
        self._encode_missing([_key(form) for form in forms], forms, progress)

    def _encode_missing(self, keys: Sequence[bytes], forms: Sequence[str], progress: Progress | None) -> None:
        """Encode the `forms` whose `keys` are not stored."""
        missing = {key: form for key, form in zip(keys, forms, strict=True) if key not in self.store}
        order = sorted(missing)
        done = 0
        for start in range(0, len(order), PART):
            part = order[start : start + PART]
            encode = self._vectors if self._apart is None else self._apart.results
            for places, vectors in encode([missing[key] for key in part]):
                self.store.add([part[place] for place in places], vectors)
                self.encoded += len(places)
                done += len(places)
                if progress:
                    progress(done, len(order))

    def _vectors(self, texts: Sequence[str]) -> Iterator[Encoded]:
        """Places of some of the texts and their unit vectors, from as many threads as PyTorch would use for one batch."""
        threads = encoding_threads()
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(threads) as pool:

            def in_threads(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
                return results(lambda task: pool.submit(work, task), tasks, threads)

            half = universal_vectors(texts, in_threads)

            def encoded(batch: Batch) -> Encoded:
                return batch.places, HALF * np.hstack(
                    [self._batches.vectors(batch), half[list(batch.places)]]
                )

            yield from in_threads(encoded, self._batches.batches(texts))

    @cached_property
    def _batches(self) -> FixedBatches:
        return FixedBatches(self.transformer)

    @cached_property
    def transformer(self) -> SentenceTransformer:
        """The loaded model, in the numbers that the device is fast with."""
        return load_transformer(self.model, self.device)


@cache
def encoding_threads() -> int:
    """Threads that encode, a batch each: as many as PyTorch was set to use when first asked.

    From then on each computes alone: sums over several threads depend on their number, and so would the vectors.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    return threads


def _key(form: str) -> bytes:
    return hashlib.sha256(form.encode()).digest()[:KEY]


def load_transformer(model: str, device: str = PROCESSOR, *, precise: bool = False) -> SentenceTransformer:
    """The SentenceTransformer called `model` on `device`; without the network where the environment says so.

    In the numbers of number_format, which halve the time, unless it is to be `precise`, as training needs it.

    Raises UsageProblem where there is none of this name.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    path = str(bundled_model()) if model == BUNDLED else model
    from safetensors import SafetensorError

    quiet()
    name = "fp32" if precise else number_format(device)
    local = model == BUNDLED or (not Path(model).exists() and hub_is_out_of_reach())
    check_model(path, model, local)
    try:
        return (
            _fresh(path, device, name, local) if precise else _kept(path, device, name, local, _written(path))
        )
    except (OSError, ValueError, RuntimeError, KeyError, ImportError, SafetensorError) as error:
        line = next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]
        raise UsageProblem(
            f"model {model}: cannot be loaded as a SentenceTransformer ({line});"
            " name one that can, or leave --model out"
        ) from error


def _fresh(path: str, device: str, numbers: str, local: bool) -> SentenceTransformer:
    """The model in the folder or of the name `path`, in the `numbers` of number_format."""
    import torch
    from sentence_transformers import SentenceTransformer

    kind = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}[numbers.rpartition("-")[2]]
    return SentenceTransformer(
        path,
        device=device,
        local_files_only=local,
        trust_remote_code=False,
        model_kwargs={"torch_dtype": kind, "use_safetensors": True},  # torch's own format is a pickle
    )


@lru_cache(maxsize=2)
def _kept(path: str, device: str, numbers: str, local: bool, written: int) -> SentenceTransformer:
    """A model loaded before, while its weights are as `written`: whoever encodes again need not load it again."""
    return _fresh(path, device, numbers, local)


def _written(path: str) -> int:
    """When the weights in the folder `path` were written last, in nanoseconds; 0 for a name of the hub."""
    return max((file.stat().st_mtime_ns for file in Path(path).rglob("*.safetensors")), default=0)


def check_model(path: str, model: str, local: bool) -> None:
    """Raise UsageProblem where the model brings code; `path`: a folder, or a name of the hub."""
    if Path(path).is_dir():
        check_model_folder(Path(path), model)
        return
    from huggingface_hub import hf_hub_download

    try:
        modules = Path(hf_hub_download(path, "modules.json", local_files_only=local))
    except (OSError, ValueError):  # not there or out of reach: loading says so
        return
    check_modules(modules, model)


def hub_is_out_of_reach() -> bool:
    """True where the hub of models has no address here and no proxy: its client would try every file for half a minute."""
    import socket
    from urllib.parse import urlsplit
    from urllib.request import getproxies

    from huggingface_hub.constants import ENDPOINT

    try:
        return not getproxies() and not socket.getaddrinfo(urlsplit(ENDPOINT).hostname, 443)
    except OSError:
        return True


def _fingerprint(model: str) -> str:
    """Distinguishes models of the same folder name by the size and time of their files; a hub name is its own identity."""
    folder = Path(model)
    if not folder.is_dir():
        return "hub"
    seen = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.stat()
            seen.update(f"{path.relative_to(folder)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:8]


class VectorStore:
    """Float32s on disk, memory-mapped: `keys` holds hashes of texts, `vectors` as many rows of 16-bit floats.

    Rows are appended, vectors before keys, so a process that was killed leaves at most a tail without keys, which
    the next one overwrites.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._width = 0
        self._places: dict[bytes, int] = {}
        self._refresh()

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def keys_from(self, row: int) -> list[bytes]:
        """The keys of what was stored from this row on, in order."""
        return list(islice(self._places, row, None))

    def known(self, keys: Sequence[bytes]) -> tuple[list[bytes], Float32s]:
        """Those of `keys` that are stored by now, by whatever process, and their vectors."""
        self._refresh()
        found = [key for key in keys if key in self._places]
        return found, self.vectors(found)

    def vectors(self, keys: Sequence[bytes]) -> Float32s:
        """The vectors of `keys`, all of which must be stored."""
        if not keys:
            return np.empty((0, self._width), dtype=np.float32)
        shape = len(self._places), self._width  # what lies beyond is a torn tail, or another process's
        rows = np.memmap(self.folder / "vectors", dtype=np.float16, mode="r", shape=shape)
        return np.asarray(rows[[self._places[key] for key in keys]], dtype=np.float32)

    def add(self, keys: Sequence[bytes], vectors: Float32s) -> None:
        """Append vectors of new texts; those another process has stored meanwhile stay as they are.

        Raises Box31Error where they have another width than those stored.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "keys").open("ab") as key_file:
            lock(key_file)
            self._refresh()
            if self._width and vectors.shape[1] != self._width:
                raise Box31Error(
                    f"{self.folder}: holds vectors of {self._width} numbers, the model gives {vectors.shape[1]};"
                    " remove the folder"
                )
            if not self._width:  # written once: another process may be reading it
                self._width = vectors.shape[1]
                (self.folder / "width").write_text(str(self._width), encoding="ascii")
            new = [row for row, key in enumerate(keys) if key not in self._places]
            start = len(self._places)
            path = self.folder / "vectors"
            with path.open("r+b" if path.exists() else "w+b") as vector_file:
                vector_file.seek(start * self._width * 2)
                vector_file.write(vectors[new].astype(np.float16).tobytes())
                vector_file.truncate()
            key_file.truncate(start * KEY)
            key_file.seek(0, os.SEEK_END)
            key_file.write(b"".join(keys[row] for row in new))
        for row in new:
            self._places[keys[row]] = len(self._places)

    def _refresh(self) -> None:
        width_file, key_file, vector_file = (self.folder / name for name in ("width", "keys", "vectors"))
        if not (width_file.is_file() and key_file.is_file() and vector_file.is_file()):
            return
        self._width = self._width or int(width_file.read_text(encoding="ascii") or 0)
        if not self._width:
            return
        complete = min(key_file.stat().st_size // KEY, vector_file.stat().st_size // (2 * self._width))
        if complete <= len(self._places):
            return
        data = key_file.read_bytes()
        for row in range(len(self._places), complete):
            self._places[data[row * KEY : (row + 1) * KEY]] = row


class Centre:
    """The mean vector of each language of some texts; languages with fewer than `least` texts share one.

    Half of what two goods texts have in common is the language they are written in.
    """

    def __init__(self, vectors: Float32s, languages: Sequence[str], least: int = 20) -> None:
        names: NDArray[Any] = np.asarray(languages)
        counts = {language: int((names == language).sum()) for language in dict.fromkeys(languages)}
        self._own = {language for language, count in counts.items() if count >= least}
        groups = np.array([self._group(language) for language in languages])
        self._means = {
            group: vectors[groups == group].mean(axis=0) for group in dict.fromkeys(groups.tolist())
        }

    def _group(self, language: str) -> str:
        return language if language in self._own else ""

    def of(self, vectors: Float32s, languages: Sequence[str]) -> Float32s:
        """Unit vectors of texts with the mean of their language taken out; a language never met has none."""
        out: Float32s = vectors.astype(np.float32, copy=True)
        groups = np.array([self._group(language) for language in languages])
        for group in dict.fromkeys(groups.tolist()):
            if group in self._means:
                out[groups == group] -= self._means[group]
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        return np.asarray(out / np.maximum(norms, 1e-9), dtype=np.float32)


def centred(vectors: Float32s, languages: Sequence[str], least: int = 20) -> Float32s:
    """Unit vectors with the mean of their language taken out."""
    return Centre(vectors, languages, least).of(vectors, languages)
