"""What a function needs to answer HTTP: `create_app` around its handler, and the names its signature is written in."""

from common.web.app import Announce, Cache, Db, LiveHub, Me, Pool, Tokens, create_app
from common.web.bodies import Body, Name
from common.web.idempotency import idempotent
from common.web.sign_in import PUBLIC

__all__ = [
    "PUBLIC",
    "Announce",
    "Body",
    "Cache",
    "Db",
    "LiveHub",
    "Me",
    "Name",
    "Pool",
    "Tokens",
    "create_app",
    "idempotent",
]
