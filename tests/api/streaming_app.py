"""The service with a stream of events beside it, for servers in processes of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import FastAPI
from starlette.responses import StreamingResponse

from api.shell.factory import create as create_service


def create() -> FastAPI:
    app = create_service()

    @app.get("/v1/events")
    async def events() -> StreamingResponse:
        async def endless() -> AsyncIterator[str]:
            while True:
                yield "data: still here\n\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(endless(), media_type="text/event-stream")

    return app
