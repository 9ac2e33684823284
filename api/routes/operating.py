"""For those who run the service: whether it is ready, what it counts, how much there is."""

from __future__ import annotations

import os
import shutil
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import listings
from api.problems import INDEX_MISMATCH, NOT_READY, UNAVAILABLE, documented, problem
from api.routes.access import SharedAccess
from api.serialise import stats_dict
from api.shell.metrics import MEDIA_TYPE, exposition
from api.shell.store_metrics import JobsCollector, StoreCollector

router = APIRouter(tags=["service"])
_RETRY_AFTER = "30"  # seconds


@router.get(
    "/ready",
    summary="Whether to send it requests",
    response_model=listings.Ready,
    responses=documented(UNAVAILABLE, INDEX_MISMATCH, NOT_READY),
)
def ready(request: Request, access: SharedAccess) -> Any:
    """Whether the store opens, the index belongs to it, and the data folder can be written and has room."""
    engine = access.engine()
    sequence = engine.store.sequence()
    free = shutil.disk_usage(access.folder).free
    least = request.app.state.settings.min_free_bytes
    trouble = None
    if not os.access(access.folder, os.W_OK):
        trouble = "The data folder cannot be written."
    elif free < least:
        trouble = f"The disk of the data folder has {free:,} bytes left; {least:,} are needed (min_free_bytes)."
    if trouble is not None:
        return problem(request.url.path, NOT_READY, trouble, headers={"Retry-After": _RETRY_AFTER})
    return {
        "status": "ready",
        "sequence": sequence,
        "index_lag": max(0, sequence - engine.index.sequence),
        "free_bytes": free,
    }


@router.get(
    "/metrics",
    summary="Counts for Prometheus",
    response_class=Response,
    responses={200: {"description": "Text format 0.0.4.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(access: SharedAccess) -> Response:
    """Requests by route, their times, parts of answering, store, index, jobs, memory and open files of each worker."""
    return Response(
        exposition([StoreCollector(access), JobsCollector(access.folder)]), headers={"Content-Type": MEDIA_TYPE}
    )


@router.get(
    "/v1/stats",
    summary="How much there is",
    response_model=listings.StoreTotals,
    responses=documented(UNAVAILABLE, INDEX_MISMATCH),
)
def stats(access: SharedAccess) -> dict[str, Any]:
    """Totals of what is listed, as `quotegraph stats --json` prints them."""
    return stats_dict(access.engine().store.stats())
