"""The encoder that an index remembers: chosen again without being named, and told apart from another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.errors import IndexMismatchError, InputError, UsageError
from search.encoder import BUNDLED_ENCODERS, encoder_name, load_encoder
from search.encoder_settings import EncoderChoice, EncoderSettings, settings_of
from search.index_files import Manifest, kept_encoder, read_manifest
from search.types import Encoder


def remembered_settings(folder: Path) -> EncoderSettings | None:
    """The encoder and the options that an index was made with; ``None`` when there is no index yet.

    :param folder: the index's folder.
    :raises IndexMismatchError: its manifest is damaged.
    """
    manifest = read_manifest(folder)
    return None if manifest is None else made_with(manifest, folder)


def encoder_of(folder: Path, choice: EncoderChoice) -> tuple[Encoder, EncoderSettings]:
    """The encoder to use an index with, and its settings: what is chosen, for the rest what the index remembers.

    :raises IndexMismatchError: another encoder is chosen than the index was made with.
    :raises InputError: the encoder cannot be loaded.
    """
    given, remembered = settings_of(choice), remembered_settings(folder)
    if remembered is None:
        return _loaded(given, _fitting(given, _kept(folder)))
    # A folder may have been moved, which only its fingerprint can tell; two names cannot be one model.
    if given.name is not None and not _same(given, remembered) and not _is_folder(given):
        raise IndexMismatchError(mismatch(folder, remembered, given))
    try:
        return _loaded(given, remembered)
    except InputError as error:
        if given.name is not None or isinstance(error, UsageError):
            raise
        remedy = "give its new place with --encoder, or run `quotegraph rebuild --encoder static`"
        raise InputError(error.source, f"made the index, but: {error.problem}", remedy) from error


def encoder_for_rebuild(folder: Path, choice: EncoderChoice) -> tuple[Encoder, EncoderSettings]:
    """The encoder to make an index anew with: the one chosen, else the one that the index remembers.

    The remembered options hold only as long as the encoder is the same. Where the manifest is damaged, what is kept
    beside it counts.

    :raises InputError: the encoder cannot be loaded.
    """
    given = settings_of(choice)
    try:
        remembered = remembered_settings(folder)
    except IndexMismatchError:
        remembered = None  # damaged: that is what a rebuild is for
    return _loaded(given, _fitting(given, remembered or _kept(folder)))


def mismatch(folder: Path, former: EncoderSettings, chosen: EncoderSettings) -> str:
    """One sentence: which encoder the index has, which is asked of it, and what to run."""
    before, now = _described(former), _described(chosen)
    remedy = f"run `quotegraph rebuild {_deciding(chosen).arguments()}`"
    if before == now:
        return f"{folder}: the index was made with another version of the encoder {before}; {remedy}"
    return f"{folder}: the index was made with the encoder {before}, not with {now}; {remedy}, or choose the former"


def made_with(manifest: Manifest, folder: Path) -> EncoderSettings:
    """What the encoder of an index was loaded by.

    :raises IndexMismatchError: the manifest's options make no sense.
    """
    try:
        return EncoderSettings.remembered(manifest.encoder, manifest.options)
    except (TypeError, AttributeError, UsageError) as error:
        problem = "the index is damaged (its manifest makes no sense); run `quotegraph rebuild`"
        raise IndexMismatchError(f"{folder}: {problem}") from error


def _kept(folder: Path) -> EncoderSettings | None:
    """What is kept besides the manifest; ``None`` where it makes no sense."""
    kept = kept_encoder(folder)
    try:
        return None if kept is None else EncoderSettings.remembered(*kept)
    except (TypeError, AttributeError, UsageError):
        return None


def _fitting(given: EncoderSettings, remembered: EncoderSettings | None) -> EncoderSettings | None:
    same = remembered is not None and (given.name is None or _same(given, remembered))
    return remembered if same else None


def _loaded(given: EncoderSettings, remembered: EncoderSettings | None) -> tuple[Encoder, EncoderSettings]:
    encoder = load_encoder(given, remembered)
    settings = given.over(remembered or EncoderSettings())
    return encoder, replace(settings, name=encoder.name)


def _same(one: EncoderSettings, other: EncoderSettings) -> bool:
    return encoder_name(one.name) == encoder_name(other.name)


def _is_folder(settings: EncoderSettings) -> bool:
    name = encoder_name(settings.name)
    return name not in BUNDLED_ENCODERS and Path(name).is_dir()


def _deciding(settings: EncoderSettings) -> EncoderSettings:
    """Only what decides the vectors of an index."""
    name = encoder_name(settings.name)
    return EncoderSettings(name, passage_prompt=settings.passage_prompt, dimensions=settings.dimensions)


def _described(settings: EncoderSettings) -> str:
    return _deciding(settings).arguments().removeprefix("--encoder ")
