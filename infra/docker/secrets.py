"""What compose.local.yml hands to its services as files below /run/secrets, made once for a machine.

The directory is its owner's alone. The files in it are readable by all, because inside a container they are read by
whatever user its image has.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from common import auth
from common.settings import DEVELOPMENT_BOT_TOKEN

KEPT = (
    "postgres_password",
    "rabbitmq_password",
    "s3_secret",
    "telegram_webhook_secret",
    "jwt_private_key",
    "jwt_public_keys",
)
"""Not made anew: the volumes know the passwords, and whoever is signed in holds a token."""


def write(directory: Path, address: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Write every secret, and return them by name. What is kept is read back.

    `address` is the gateway's, as people reach it: links to files lead there.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {name: path.read_text(encoding="utf-8") for name in KEPT if (path := directory / name).exists()}
    values = _made(_first() | kept, environ.get("TELEGRAM_BOT_TOKEN") or DEVELOPMENT_BOT_TOKEN, address)
    for name, value in values.items():
        path = directory / name
        if kept.get(name) != value:
            path.unlink(missing_ok=True)
            path.write_text(value, encoding="utf-8")
            path.chmod(0o444)
    return values


def _first() -> dict[str, str]:
    private_key, public_keys = auth.generate_keys()
    return {
        "postgres_password": secrets.token_urlsafe(24),
        "rabbitmq_password": secrets.token_urlsafe(24),
        "s3_secret": secrets.token_urlsafe(24),
        "telegram_webhook_secret": secrets.token_urlsafe(24),
        "jwt_private_key": private_key,
        "jwt_public_keys": public_keys,
    }


def _made(kept: Mapping[str, str], bot_token: str, address: str) -> dict[str, str]:
    postgres, rabbitmq = kept["postgres_password"], kept["rabbitmq_password"]
    return {
        **kept,
        "database_url": f"postgresql://artel:{postgres}@pgbouncer:6432/artel",
        "database_direct_url": f"postgresql://artel:{postgres}@postgres:5432/artel",
        "pgbouncer_users": f'"artel" "{postgres}"\n',
        "valkey_url": "valkey://valkey:6379/0",
        "telemetry_url": "valkey://valkey:6379/0",
        "rabbitmq_url": f"amqp://artel:{rabbitmq}@rabbitmq:5672/",
        "s3_url": f"http://artel:{kept['s3_secret']}@s3:5000/artel-files?public={address}",
        "rabbitmq_user": f"default_user = artel\ndefault_pass = {rabbitmq}\n",
        "telegram_bot_token": bot_token,
        "telegram_webhook_secret": kept["telegram_webhook_secret"],
    }
