"""Loads the models that read two texts together, for judging stance and for ranking; their own code is never run.

Importing torch takes seconds: only on request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import InputError
from search.model_files import local_name, model_folder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def load_cross_encoder(what: str, name_or_path: str, remedy: str) -> CrossEncoder:
    """A model from a folder, or by its name on the hub.

    :param what: what errors call it, as "reranker".
    :raises InputError: it cannot be loaded.
    """
    try:
        folder = str(model_folder(name_or_path))
    except InputError as error:
        raise InputError(f"{what} {name_or_path}", error.problem, remedy) from error
    try:
        from sentence_transformers import CrossEncoder  # brings torch: seconds
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        model: CrossEncoder = CrossEncoder(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # the files, transformers and torch each raise errors of their own
        raise InputError(
            f"{what} {local_name(name_or_path)}", f"cannot be loaded: {first_line(error)}", remedy
        ) from error
    return model


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
