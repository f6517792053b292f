"""What it costs to know who is calling: the token, the deny-list in Valkey, and the ways in."""

import asyncio
import secrets
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from benchmarks.measure import Figure, measure
from common import auth, cache, telegram
from infra.local.services import Valkey

TOKEN = "7342037359:AAFZehRPBRs8Seg40oDjTMIW8uTGPuW1zfQ"
DENIED = 10_000
"""As many sign-ins as may have been ended in a quarter of an hour of a very bad day."""


def figures() -> Iterator[Figure]:
    """Milliseconds each; each request pays for the first two."""
    pem, jwks = auth.generate_keys()
    verifier, issuer = auth.Verifier(jwks), auth.Issuer(pem)
    token = issuer.issue(uuid4(), uuid4())
    identity = verifier.verify(token)
    yield measure("every request: verify the access token", lambda: verifier.verify(token))
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory() as directory:
        service = Valkey(Path(directory), durable=False)
        runner.run(service.start())
        try:
            client = cache.connect(service.url)
            runner.run(auth.deny(client, *(uuid4().hex for _ in range(DENIED))))
            loop = runner.get_loop()
            yield measure(
                "every request: ask the deny-list",
                lambda: loop.run_until_complete(auth.is_denied(client, identity)),
            )
            yield measure(
                "sign out: deny two names",
                lambda: loop.run_until_complete(auth.deny(client, identity.token_id, str(identity.sign_in_id))),
            )
            runner.run(client.aclose())
        finally:
            runner.run(service.stop())
    yield measure("sign in: issue an access token", lambda: issuer.issue(uuid4(), uuid4()))
    fields = {"user": '{"id": 1001, "first_name": "Анна"}', "auth_date": str(int(datetime.now(UTC).timestamp()))}
    launch = telegram.sign({**fields, "query_id": "AAE", "chat_instance": "8134722200314281151"}, TOKEN)
    yield measure("sign in: read init data by the bot's token", lambda: telegram.read(launch, TOKEN))
    salt = secrets.token_bytes(32)
    yield measure("refresh: make the next token", lambda: auth.following("x" * 43, salt))
