"""The signing keys of a deployment, in a directory of secrets: shown, and changed without signing anybody out.

    python -m infra.keys show    DIRECTORY     which keys there are, and until when
    python -m infra.keys publish DIRECTORY     1. a new key, which everyone must know before anyone signs with it
    python -m infra.keys sign    DIRECTORY     2. from now on it signs, and the one before it only verifies

After each of them `jwt_public_keys.json` goes to every function (`JWT_PUBLIC_KEYS_FILE`), and after the second
`jwt_private_key.pem` to those that sign people in (`JWT_PRIVATE_KEY_FILE`). infra/decisions/0016 says why.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common import auth
from infra.local.paths import write_secret

PRIVATE, NEXT, PUBLIC = "jwt_private_key.pem", "jwt_next_private_key.pem", "jwt_public_keys.json"
ROLLOUT_SECONDS = 60 * 60
"""How long the last function that still signs with the old key may take to be replaced."""
RETIRED_SECONDS = ROLLOUT_SECONDS + auth.ACCESS_SECONDS + auth.LEEWAY_SECONDS

Jwk = dict[str, Any]


class KeysError(Exception):
    """A step that cannot be taken; the message is one sentence for a person."""


def read(directory: Path) -> tuple[str, str]:
    """The private key (PEM) that signs and the public ones (JWKS); made where there are none."""
    private, public = directory / PRIVATE, directory / PUBLIC
    if not (private.exists() and public.exists()):
        pem, jwks = auth.generate_keys()
        write_secret(private, pem)
        write_secret(public, jwks)
    return private.read_text(encoding="utf-8"), public.read_text(encoding="utf-8")


def publish(directory: Path, *, now: float | None = None) -> str:
    """Make the next key and publish it; its `kid`. The same again until it signs."""
    read(directory)
    if not (directory / NEXT).exists():
        write_secret(directory / NEXT, auth.generate_keys()[0])
    _publish(directory, now or time.time())
    return _issuer(directory / NEXT).key_id


def sign(directory: Path, *, now: float | None = None) -> str:
    """Let the published key sign, and the old one end with its last token; the new `kid`. Raises KeysError."""
    published = {jwk["kid"] for jwk in _jwks(directory)}
    if not (directory / NEXT).exists() or _issuer(directory / NEXT).key_id not in published:
        raise KeysError(
            "No key is published that does not sign yet: publish one, and let every function know it first."
        )
    (directory / NEXT).replace(directory / PRIVATE)
    _publish(directory, now or time.time())
    return _issuer(directory / PRIVATE).key_id


def table(directory: Path) -> str:
    """One line for each public key: its `kid`, and what it is for."""
    signing = auth.Issuer(read(directory)[0]).key_id
    return "\n".join(f"{jwk['kid']}  {_purpose(jwk, signing)}" for jwk in _jwks(directory))


def _purpose(jwk: Jwk, signing: str) -> str:
    if "exp" in jwk:
        return f"verifies until {datetime.fromtimestamp(jwk['exp'], UTC):%Y-%m-%d %H:%M} UTC"
    return "signs and verifies" if jwk["kid"] == signing else "verifies, signs next"


def _publish(directory: Path, now: float) -> None:
    """The next key, the one that signs, and those before it for as long as a token of theirs can live.

    Whatever a step that was cut off has left is put right by the next.
    """
    used = [_issuer(directory / name).jwk for name in (NEXT, PRIVATE) if (directory / name).exists()]
    before = [jwk for jwk in _jwks(directory) if jwk["kid"] not in {each["kid"] for each in used}]
    ending = [{"exp": int(now) + RETIRED_SECONDS, **jwk} for jwk in before]
    living = [jwk for jwk in ending if jwk["exp"] > now]
    write_secret(directory / PUBLIC, json.dumps({"keys": [*used, *living]}))


def _jwks(directory: Path) -> list[Jwk]:
    jwks: list[Jwk] = json.loads(read(directory)[1])["keys"]
    return jwks


def _issuer(path: Path) -> auth.Issuer:
    return auth.Issuer(path.read_text(encoding="utf-8"))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.keys", description="Show and change signing keys.")
    parser.add_argument("step", choices=["show", "publish", "sign"])
    parser.add_argument("directory", type=Path)
    options = parser.parse_args(argv)
    try:
        match options.step:
            case "publish":
                publish(options.directory)
            case "sign":
                sign(options.directory)
    except KeysError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(options.directory))
    return 0


if __name__ == "__main__":
    sys.exit(main())
