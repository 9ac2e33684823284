"""What the service can be told: by options of the command, by its environment, by a file; the first that says it wins.

Options win over ``QUOTEGRAPH_…`` variables, those over the file, that over the defaults here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.modes import AccessMode, LogFormat
from corpus.errors import UsageError
from corpus.store.addresses import Place, checked_database

__all__ = ["AccessMode", "LogFormat", "ServiceSettings"]

Names = Annotated[tuple[str, ...], NoDecode]
"""Several words; in a variable with commas between them."""


class ServiceSettings(BaseSettings):
    """How the service listens, whom it lets in and what it bears."""

    model_config = SettingsConfigDict(env_prefix="QUOTEGRAPH_", extra="forbid", frozen=True, env_ignore_empty=True)

    data: Path = Field(default=Path("quotegraph-data"), description="The data folder.")
    database: str | None = Field(
        default=None,
        repr=False,
        description="The PostgreSQL database that the store is in; none: a file in the data folder.",
    )
    encoder: str | None = Field(
        default=None, description="Turns texts into vectors: `deep`, `static`, a folder or a name on the hub."
    )
    reranker: str | None = Field(default=None, description="A cross-encoder that reads the best statements again.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 for any free one.")
    workers: int = Field(default=1, ge=1, le=64, description="Processes that answer.")
    access: AccessMode = Field(default=AccessMode.AUTO, description="Whether requests must show a key.")
    allowed_hosts: Names = Field(
        default=(), description="Names by which clients reach the service, besides the address it listens on."
    )
    cors_origins: Names = Field(default=(), description="Origins whose pages may call the API; none: off.")
    trusted_proxies: Names = Field(
        default=(), description="Addresses of proxies whose `X-Forwarded-For` and `-Proto` are believed; none: off."
    )
    max_body_bytes: int = Field(default=20_000_000, ge=1_000, description="The largest body of a request.")
    max_head_bytes: int = Field(
        default=32_768, ge=1_024, le=1_048_576, description="The most bytes of address and header fields together."
    )
    request_seconds: float = Field(default=30.0, gt=0, description="The longest time until a response begins.")
    stop_seconds: int = Field(default=20, ge=1, description="How long requests may go on after the signal to stop.")
    requests_per_minute: int = Field(
        default=6_000, ge=1, description="For each key, unless the key says otherwise; for each address without one."
    )
    fetch_urls: bool = Field(default=False, description="Whether articles may be added by their address.")
    fetch_ports: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(80, 443), description="Ports that pages may be fetched from."
    )
    fetch_bytes: int = Field(default=5_000_000, ge=1_000, description="The largest page that is fetched.")
    fetch_seconds: float = Field(default=20.0, gt=0, description="The longest time that fetching a page may take.")
    max_article_characters: int = Field(default=2_000_000, ge=1, description="The longest article that may be added.")
    max_unpacked_bytes: int = Field(
        default=200_000_000, ge=1_000, description="The longest that a compressed file may be once it is unpacked."
    )
    max_batch_files: int = Field(default=1_000, ge=1, description="The most files in one upload.")
    max_waiting_jobs: int = Field(default=20, ge=1, description="Jobs that may be waiting or running at once.")
    min_free_bytes: int = Field(
        default=100_000_000, ge=0, description="With less room on the data folder's disk the service is not ready."
    )
    log_format: LogFormat = Field(default=LogFormat.TEXT, description="How the log is written.")
    log_queries: bool = Field(
        default=False, description="Whether the log has paths and queries, and with them what people ask."
    )

    @property
    def place(self) -> Place:
        """Where the store and what goes with it are."""
        return Place(self.data, self.database)

    @field_validator("database")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        """Refuses what is no address, without repeating it: it may hold a password."""
        try:
            return value and checked_database(value)
        except UsageError as error:
            raise ValueError(f"{error.problem}: {error.remedy}") from None

    @field_validator("allowed_hosts", "cors_origins", "trusted_proxies", "fetch_ports", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """Takes commas apart."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
