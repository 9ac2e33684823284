"""What holds for the store as a whole and goes with it into every backup: its topic scheme, its judge of stance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum

from corpus.store.interface import resumed
from corpus.store.part import Part
from corpus.store.rows import to_json


class Setting(StrEnum):
    """What can be set."""

    TOPICS = "topics"
    """The user's topic scheme, TOML (docs/topics.md); the bundled one where nothing is set."""
    STANCE_MODEL = "stance-model"
    """The model that judges stance, by folder or name; the bundled judge where nothing is set."""


class Settings(Part):
    """Reading and changing settings, and the names of topics where people have used them."""

    def setting(self, name: Setting) -> str | None:
        """What is set; ``None`` for the default."""
        row = self._db.one("SELECT value FROM setting WHERE name = ?", (name.value,))
        return row["value"] if row else None

    @resumed
    def set(self, name: Setting, value: str | None) -> None:
        """Sets something; ``None`` brings back the default."""
        with self._db.transaction() as transaction:
            transaction.execute("DELETE FROM setting WHERE name = ?", (name.value,))
            if value is not None:
                transaction.execute("INSERT INTO setting VALUES (?, ?)", (name.value, value))

    @resumed
    def set_topics(self, scheme: str | None, renamed: Mapping[str, str] | None = None) -> int:
        """Takes another topic scheme; corrections of topics that have another id in it follow them.

        :param scheme: TOML, checked before; ``None`` for the bundled scheme.
        :param renamed: old id → new id. Where somebody has decided about both, what was said of the new one stands.
        :returns: how many corrections were changed.
        """
        changed = 0
        with self._db.transaction() as transaction:
            transaction.execute("DELETE FROM setting WHERE name = ?", (Setting.TOPICS.value,))
            if scheme is not None:
                transaction.execute("INSERT INTO setting VALUES (?, ?)", (Setting.TOPICS.value, scheme))
            for row in transaction.execute("SELECT id, changes FROM correction").fetchall() if renamed else ():
                changes = json.loads(row["changes"])
                sides = {name: changes[name] for name in ("stances", "held") if name in changes}
                moved = {name: _renamed(stances, renamed or {}) for name, stances in sides.items()}
                if moved != sides:
                    values = (to_json({**changes, **moved}), row["id"])
                    transaction.execute("UPDATE correction SET changes = ? WHERE id = ?", values)
                    changed += 1
        return changed


def _renamed(stances: Mapping[str, str | None], renamed: Mapping[str, str]) -> dict[str, str | None]:
    moved = {renamed.get(topic, topic): side for topic, side in stances.items()}
    moved.update({topic: side for topic, side in stances.items() if topic in moved})
    return moved
