"""Answers at once."""

import os

from litestar import get

from common.web import PUBLIC


@get("/hello", opt=PUBLIC)
async def hello() -> int:
    return os.getpid()
