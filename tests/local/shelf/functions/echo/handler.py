"""Answers with what was sent, after the given milliseconds."""

import asyncio
from typing import Any

from litestar import post
from litestar.params import JSONBody

from common.web import PUBLIC


@post("/echo", opt=PUBLIC, status_code=200)
async def echo(data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
    await asyncio.sleep(data["milliseconds"] / 1000)
    return data
