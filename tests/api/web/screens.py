"""The screens that journeys are made on: each language, and each width, at least once."""

from __future__ import annotations

import pytest

SCREENS = pytest.mark.parametrize(("language", "width"), [("en", 1280), ("pl", 360)], ids=["en-desktop", "pl-phone"])
