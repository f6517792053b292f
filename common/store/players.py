"""Players, their sign-ins and refresh tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from common.errors import Refusal
from common.store.sql import players as sql
from common.store.statement import Executor, Record


@dataclass(frozen=True, slots=True)
class Player:
    """A person with an account."""

    id: UUID
    display_name: str
    username: str | None
    photo_url: str | None
    language: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """A player with the family of refresh tokens that a launch of the app began or goes on with."""

    id: UUID
    player: Player


class Addressee(NamedTuple):
    """A player as Telegram knows him, and the code of the language that he reads."""

    telegram_id: int
    language: str


class UsedLately(NamedTuple):
    """What a refresh token that was used a moment ago came to."""

    sign_in: SignIn
    salt: bytes


@dataclass(frozen=True, slots=True)
class Device:
    """A client on which a player is signed in; `id` is its newest sign-in."""

    id: UUID
    name: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


async def sign_in(
    db: Executor,
    *,
    telegram_id: int,
    display_name: str,
    username: str | None,
    photo_url: str | None,
    language: str,
    sha256: bytes,
    expires_at: datetime,
    device: str = "",
    client_sha256: bytes = b"",
) -> SignIn:
    """Find or make the player and begin a family with this refresh token, in one statement."""
    row = await sql.SIGN_IN.one(
        db,
        telegram_id=telegram_id,
        display_name=display_name,
        username=username,
        photo_url=photo_url,
        language=language,
        sha256=sha256,
        expires_at=expires_at,
        device=device,
        client_sha256=client_sha256,
    )
    assert row is not None  # noqa: S101  # an upsert that returns always returns
    return SignIn(row["sign_in_id"], _player(row))


async def show(db: Executor, player_id: UUID) -> Player | None:
    """One player, or None when the account is gone."""
    row = await sql.SHOW.one(db, player_id=player_id)
    return _player(row) if row else None


async def addressee(db: Executor, player_id: UUID) -> Addressee:
    """Where a player can be written to. Raises Refusal `not_found` when the account is gone."""
    row = await sql.ADDRESSEE.one(db, player_id=player_id)
    if row is None:
        raise Refusal("not_found")
    return Addressee(*row.values())


async def update(db: Executor, player_id: UUID, *, display_name: str | None, language: str | None) -> Player | None:
    """Another name or language, where one is given; None when the account is gone. Seats keep their names."""
    row = await sql.UPDATE.one(db, player_id=player_id, display_name=display_name, language=language)
    return _player(row) if row else None


async def rotate(
    db: Executor, sha256: bytes, *, salt: bytes, next_sha256: bytes, expires_at: datetime, client_sha256: bytes
) -> SignIn | None:
    """Use a refresh token and store the next of its family; None when it cannot be used."""
    row = await sql.ROTATE.one(
        db, sha256=sha256, salt=salt, next_sha256=next_sha256, expires_at=expires_at, client_sha256=client_sha256
    )
    return SignIn(row["sign_in_id"], _player(row)) if row else None


async def used_lately(db: Executor, sha256: bytes, *, seconds: float, client_sha256: bytes) -> UsedLately | None:
    """What a token came to that this very client used no longer ago, if nobody has used the next one since."""
    row = await sql.USED_LATELY.one(db, sha256=sha256, grace=timedelta(seconds=seconds), client_sha256=client_sha256)
    return UsedLately(SignIn(row["sign_in_id"], _player(row)), row["salt"]) if row else None


async def revoke_reused(db: Executor, sha256: bytes) -> UUID | None:
    """End the family of a token that was used before; its id, or None when this token never was."""
    ended: UUID | None = await sql.REVOKE_REUSED.value(db, sha256=sha256)
    return ended


async def revoke(db: Executor, player_id: UUID, sign_in_id: UUID, *, everywhere: bool) -> list[UUID]:
    """End one sign-in of a player, or all; the ids of those that ended now."""
    rows = await sql.REVOKE.all(db, player_id=player_id, sign_in_id=sign_in_id, everywhere=everywhere)
    return [row["id"] for row in rows]


async def devices(db: Executor, player_id: UUID, sign_in_id: UUID) -> list[Device]:
    """Where a player is signed in, the last seen first; `sign_in_id` is the sign-in that asks."""
    rows = await sql.DEVICES.all(db, player_id=player_id, sign_in_id=sign_in_id)
    return [Device(*row.values()) for row in rows]


async def revoke_device(db: Executor, player_id: UUID, sign_in_id: UUID) -> list[UUID]:
    """End a device of a player: the ids of its sign-ins, none when it is not his."""
    rows = await sql.REVOKE_DEVICE.all(db, player_id=player_id, sign_in_id=sign_in_id)
    return [row["id"] for row in rows]


async def forget_expired(db: Executor, *, limit: int) -> int:
    """Forget up to `limit` expired refresh tokens and as many sign-ins that have none left; how many in all."""
    tokens = await sql.FORGET_TOKENS.changed(db, limit=limit)
    return tokens + await sql.FORGET_SIGN_INS.changed(db, limit=limit)


async def erase(db: Executor, player_id: UUID) -> list[UUID]:
    """Everything that says who a player is; his sign-ins, which are gone with it. Money and scores stay.

    What is left is called by four digits, so that an evening with two such people still says who owes whom.
    """
    name = f"Игрок {player_id.hex[-4:]}"
    await sql.FORGET_CHAT.run(db, player_id=player_id)
    # Two statements: the first waits for whoever signs in at this moment, the second sees what he wrote.
    await sql.ERASE.run(db, player_id=player_id, display_name=name)
    rows = await sql.ERASE_TRACES.all(db, player_id=player_id, display_name=name)
    return [row["id"] for row in rows]


def _player(row: Record) -> Player:
    return Player(row["id"], row["display_name"], row["username"], row["photo_url"], row["language"])
