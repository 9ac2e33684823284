"""The application as a worker makes it: everything it must know comes by its environment."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Self

from fastapi import FastAPI

from api.service_settings import ServiceSettings
from search.encoder_settings import EncoderSettings

VARIABLE = "QUOTEGRAPH_SERVICE"


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is to serve."""

    settings: ServiceSettings
    encoder: EncoderSettings

    def hand_over(self) -> None:
        """Puts it where this process and those that it starts find it."""
        encoder = {"name": self.encoder.name, "options": self.encoder.options()}
        os.environ[VARIABLE] = json.dumps({"settings": self.settings.model_dump(mode="json"), "encoder": encoder})

    @classmethod
    def taken(cls) -> Self:
        """What was handed over."""
        said = json.loads(os.environ[VARIABLE])
        encoder = said["encoder"]
        remembered = EncoderSettings.remembered(encoder["name"], encoder["options"])
        return cls(ServiceSettings(**said["settings"]), remembered)


def create() -> FastAPI:
    """The application of this worker."""
    from api.app import create_app
    from api.shell.logs import configure

    task = Task.taken()
    settings = task.settings
    configure(settings.log_format)
    return create_app(settings.place, task.encoder, settings.reranker or None, settings, follow=True)
