"""`Idempotency-Key`: a request that must have its effect once is answered the same, however often and late it comes."""

import functools
import hashlib
import inspect
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.params import HeaderParameter

from common.store import idempotency

Handler = Callable[..., Awaitable[Any]]
Key = Annotated[str | None, HeaderParameter(name="Idempotency-Key", min_length=1, max_length=255)]

_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_ADDED = (
    inspect.Parameter("request", _KEYWORD, annotation=Request[Any, Any, Any]),
    inspect.Parameter("idempotency_key", _KEYWORD, annotation=Key, default=None),
)


def idempotent(handler: Handler) -> Handler:
    """Between the route's decorator and a handler that takes `db` and `me`: keep its answer, in its own transaction."""

    @functools.wraps(handler)
    async def once(*, request: Request[Any, Any, Any], idempotency_key: Key = None, **given: Any) -> Any:
        if idempotency_key is None:
            return await handler(**given)
        names = {"player_id": given["me"].player_id, "operation": handler.__name__, "key": idempotency_key}
        digest = hashlib.sha256(request.scope["path"].encode() + b"\0" + await request.body()).digest()
        if (before := await idempotency.claim(given["db"], **names, request_sha256=digest)) is not None:
            return Response(before, media_type="application/json")
        answer = await handler(**given)
        await idempotency.answer(given["db"], **names, answer=msgspec.json.encode(answer))
        return answer

    # What Litestar reads instead of the wrapper's own signature.
    own = [parameter.replace(kind=_KEYWORD) for parameter in inspect.signature(handler).parameters.values()]
    once.__signature__ = inspect.Signature([*own, *_ADDED])  # type: ignore[attr-defined]  # PEP 362 allows it
    once.__annotations__ = {**handler.__annotations__, **{added.name: added.annotation for added in _ADDED}}
    return once
