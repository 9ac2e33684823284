"""``python -m api.client_source``: writes the generated parts of ``api.client``."""

from __future__ import annotations

from api.client_source.written import FOLDER, written

if __name__ == "__main__":
    for name, text in written().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
