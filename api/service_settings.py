"""What the service can be told by its environment, by a file and by options, in that order of weight reversed.

Options of the command win over ``QUOTEGRAPH_…`` variables, those over the file, that over the defaults here.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class AccessMode(StrEnum):
    """Whether requests must show a key."""

    AUTO = "auto"
    """On every address but this machine's own (loopback)."""
    KEYS = "keys"
    """Always."""
    OPEN = "open"
    """Never: everybody who reaches the service may do everything."""


class ServiceSettings(BaseSettings):
    """How the service listens, whom it lets in and what it bears."""

    model_config = SettingsConfigDict(env_prefix="QUOTEGRAPH_", extra="forbid", frozen=True)

    data: Path = Field(default=Path("quotegraph-data"), description="The data folder.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on.")
    workers: int = Field(default=1, ge=1, le=64, description="Processes that answer.")
    access: AccessMode = Field(default=AccessMode.AUTO, description="Whether requests must show a key.")
    allowed_hosts: tuple[str, ...] = Field(
        default=(), description="Names by which clients reach the service, besides the address it listens on."
    )
    cors_origins: tuple[str, ...] = Field(default=(), description="Origins whose pages may call the API; none: off.")
    max_body_bytes: int = Field(default=20_000_000, ge=1_000, description="The largest body of a request.")
    request_seconds: float = Field(default=30.0, gt=0, description="The longest time that a request may take.")
    requests_per_minute: int = Field(default=6_000, ge=1, description="For each key, unless the key says otherwise.")
    fetch_urls: bool = Field(default=False, description="Whether articles may be added by their address.")
    fetch_ports: tuple[int, ...] = Field(default=(80, 443), description="Ports that pages may be fetched from.")
    fetch_bytes: int = Field(default=5_000_000, ge=1_000, description="The largest page that is fetched.")
    fetch_seconds: float = Field(default=20.0, gt=0, description="The longest time that fetching a page may take.")
    max_article_characters: int = Field(default=2_000_000, ge=1, description="The longest article that may be added.")
    max_unpacked_bytes: int = Field(
        default=200_000_000, ge=1_000, description="The longest that a compressed file may be once it is unpacked."
    )
    max_batch_files: int = Field(default=1_000, ge=1, description="The most files in one upload.")
    max_waiting_jobs: int = Field(default=20, ge=1, description="Jobs that may be waiting or running at once.")
