"""Answers with the names of the settings that it was given, and of the variables of its process."""

import os
from dataclasses import fields

from litestar import Request, get
from litestar.datastructures import State

from common.web import PUBLIC


@get("/tells_settings", opt=PUBLIC)
async def tells_settings(request: Request[None, None, State]) -> dict[str, list[str]]:
    settings = request.app.state.settings
    return {
        "settings": [field.name for field in fields(settings) if getattr(settings, field.name)],
        "environment": sorted(os.environ),
    }
