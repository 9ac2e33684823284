"""Topics and stances of all stored statements anew, with a progress bar: after another scheme, or another judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from api.compose import has_store, open_store
from api.progress import progress_bar
from corpus.errors import InputError, UsageError
from corpus.store import Setting, Store
from corpus.store.addresses import Place

if TYPE_CHECKING:
    from corpus.tagging import Refine

BUNDLED = "bundled"


def refine_of(store: Store) -> tuple[Refine | None, str | None]:
    """What judges stance in a store in place of the bundled judge, with its name; nothing where that one does.

    :raises InputError: the model cannot be loaded.
    """
    name = store.setting(Setting.STANCE_MODEL)
    if name is None:
        return None, None
    from corpus.schemes import scheme_of
    from search.stance_model import StanceModel

    model, scheme = StanceModel(name), scheme_of(store)
    return (lambda article, statements: model.refine(article, statements, scheme)), name


def choose_judge(store: Store, name: str) -> None:
    """Lets a model judge stance in a store from now on; ``bundled`` for the bundled judge.

    :raises InputError: it cannot be loaded; the one before stays.
    """
    chosen = None
    if name != BUNDLED:
        from search.stance_model import StanceModel

        chosen = StanceModel(name).name
    store.set(Setting.STANCE_MODEL, chosen)


def check_judge(store: Store, name: str) -> None:
    """Takes the judge for a store that is still empty, and refuses another one where statements have been judged.

    :raises UsageError: the store's stances are another judge's.
    :raises InputError: it cannot be loaded.
    """
    from search.model_files import local_name

    before = store.setting(Setting.STANCE_MODEL)
    if (None if name == BUNDLED else local_name(name)) == before:
        return
    if store.stats().articles:
        raise UsageError(
            f"--stance-model {name}",
            f"the stances in this store are those of {before or 'the bundled judge'}",
            f"judge all anew with quotegraph retag --stance-model {name}",
        )
    choose_judge(store, name)


def retag_with_progress(data: Path | Place, complain: Callable[[InputError], None]) -> tuple[int, int]:
    """Finds topics and stances of all statements anew.

    :returns: how many articles changed, and how many could not be done.
    """
    from corpus.tagging import retag

    failed = 0

    def failing(error: InputError) -> None:
        nonlocal failed
        failed += 1
        complain(error)

    with open_store(data) as store, progress_bar() as shown:
        task = shown.add_task("Tagging", total=None, doing="")
        refine, judge = refine_of(store)
        changed = retag(
            store,
            refine=refine,
            judge=judge,
            on_progress=lambda done, total: shown.update(task, completed=done, total=total),
            on_error=failing,
        )
    return changed, failed


def set_scheme(data: Path | Place, text: str | None, renamed: Mapping[str, str] | None = None) -> None:
    """Makes a checked scheme that of a data folder; its statements are to be tagged anew afterwards."""
    with open_store(data, create=True) as store:
        store.set_topics(text, renamed)


def scheme_toml(data: Path | Place) -> str:
    """The TOML of a data folder's scheme; that of the bundled one where none is set."""
    from corpus.topics import BUNDLED as FILE

    if has_store(data):
        with open_store(data) as store:
            own = store.setting(Setting.TOPICS)
        if own is not None:
            return own
    return FILE.read_text(encoding="utf-8")
