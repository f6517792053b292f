"""What a function needs to answer HTTP: `create_app` around its handler, and the names its signature is written in."""

from common.schemas.names import Name
from common.web.app import (
    BASE_PATH,
    Announce,
    Cache,
    Db,
    LiveBoards,
    LiveNotifications,
    Me,
    Pool,
    Sender,
    Tokens,
    create_app,
)
from common.web.bodies import Body
from common.web.idempotency import idempotent
from common.web.sign_in import CODES, PUBLIC, SHARES, TAPS

__all__ = [
    "BASE_PATH",
    "CODES",
    "PUBLIC",
    "SHARES",
    "TAPS",
    "Announce",
    "Body",
    "Cache",
    "Db",
    "LiveBoards",
    "LiveNotifications",
    "Me",
    "Name",
    "Pool",
    "Sender",
    "Tokens",
    "create_app",
    "idempotent",
]
