"""Where a model's files are: a folder given, the local cache of the Hugging Face hub, or a download into it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from corpus.errors import InputError

_REMEDY = "give the folder of a downloaded sentence-transformers model, or use the bundled encoder"
#: A lookup that takes longer than this is given up; a download that has begun may take its time.
_PATIENCE = 10.0
#: Where a name without an owner is looked for, as sentence-transformers does.
_OWNER = "sentence-transformers"
#: One of these shows that a folder holds a model and not only some of its settings.
_WEIGHTS = ("*.safetensors", "*.bin")
#: Whatever does not change a vector, or is the same weights in a form for other programs.
_BESIDES = {".md", ".onnx", ".h5", ".msgpack", ".ot", ".png", ".jpg", ".svg", ".pdf", ".lock"}
_OTHER_FORMS = {"onnx", "openvino", "coreml"}


def local_name(name: str) -> str:
    """The name by which a model can be loaded from any working directory: a folder's absolute path, else as given."""
    path = Path(name).expanduser()
    return str(path.resolve()) if path.is_dir() else name


def model_folder(name: str) -> Path:
    """The folder with a model's files; downloaded only where neither disk nor cache has them.

    :param name: a folder, or ``owner/model`` on the hub.
    :raises InputError: there is none, or the hub does not answer.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1 or not name.strip():
        raise InputError(f"encoder {name}", "there is no such folder", _REMEDY)
    repository = name if "/" in name else f"{_OWNER}/{name}"
    return _cached(repository) or _downloaded(name, repository)


def digest(folder: Path) -> str:
    """SHA-256 (first 16 hex digits) of the files that decide a model's vectors: weights, tokenizer, settings."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or not _counts(path, folder):
            continue
        found.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()[:16]


def _counts(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    if path.suffix in _BESIDES or any(part.startswith(".") or part in _OTHER_FORMS for part in parts):
        return False
    # The older form of weights is not read where the newer one stands beside it.
    return not (path.name == "pytorch_model.bin" and (path.parent / "model.safetensors").exists())


def _cached(repository: str) -> Path | None:
    """The model in the hub's local cache, if it is there with its weights."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(repository, local_files_only=True))
    except LocalEntryNotFoundError:
        return None
    except HFValidationError as error:
        raise InputError(f"encoder {repository}", "neither a folder nor a model's name", _REMEDY) from error
    return folder if any(next(folder.rglob(pattern), None) for pattern in _WEIGHTS) else None


def _downloaded(name: str, repository: str) -> Path:
    """Fetches what is needed; one short lookup first, so that without a network nobody waits."""
    from huggingface_hub import HfApi, constants, snapshot_download
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    if constants.HF_HUB_OFFLINE or os.environ.get("TRANSFORMERS_OFFLINE") == "1":
        problem = "not in the local cache, and the hub is switched off (HF_HUB_OFFLINE)"
        raise InputError(f"encoder {name}", problem, _REMEDY)
    try:
        listing = HfApi().model_info(repository, timeout=_PATIENCE)
        return Path(snapshot_download(repository, ignore_patterns=_unneeded(listing)))
    except GatedRepoError as error:
        remedy = "accept its terms on the hub and log in with `hf auth login`"
        raise InputError(
            f"encoder {name}", "the hub gives this model only to those who accepted its terms", remedy
        ) from error
    except RepositoryNotFoundError as error:
        problem = "neither a folder here nor a public model on the Hugging Face hub"
        raise InputError(f"encoder {name}", problem, _REMEDY) from error
    except Exception as error:  # the HTTP client's errors are of no common kind
        problem = (
            f"neither a folder here nor in the local cache, and the Hugging Face hub cannot be reached ({_line(error)})"
        )
        raise InputError(f"encoder {name}", problem, _REMEDY) from error


def _unneeded(listing: Any) -> list[str]:
    """Patterns of the files that sentence-transformers does not read."""
    names = {sibling.rfilename for sibling in listing.siblings or ()}
    patterns = [f"{form}/*" for form in sorted(_OTHER_FORMS)] + ["*.onnx", "*.h5", "*.msgpack", "*.ot"]
    return [*patterns, "pytorch_model*.bin"] if "model.safetensors" in names else patterns


def _line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
