"""Players, their sign-ins and refresh tokens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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
    )
    assert row is not None  # noqa: S101  # an upsert that returns always returns
    return SignIn(row["sign_in_id"], _player(row))


async def show(db: Executor, player_id: UUID) -> Player | None:
    """One player, or None when the account is gone."""
    row = await sql.SHOW.one(db, player_id=player_id)
    return _player(row) if row else None


async def rotate(db: Executor, sha256: bytes, *, next_sha256: bytes, expires_at: datetime) -> SignIn | None:
    """Use a refresh token and store the next of its family; None when it cannot be used."""
    row = await sql.ROTATE.one(db, sha256=sha256, next_sha256=next_sha256, expires_at=expires_at)
    return SignIn(row["sign_in_id"], _player(row)) if row else None


async def revoke_reused(db: Executor, sha256: bytes) -> UUID | None:
    """End the family of a token that was used before; its id, or None when this token never was."""
    ended: UUID | None = await sql.REVOKE_REUSED.value(db, sha256=sha256)
    return ended


async def revoke(db: Executor, player_id: UUID, sign_in_id: UUID, *, everywhere: bool) -> list[UUID]:
    """End one sign-in of a player, or all; the ids of those that ended now."""
    rows = await sql.REVOKE.all(db, player_id=player_id, sign_in_id=sign_in_id, everywhere=everywhere)
    return [row["id"] for row in rows]


def _player(row: Record) -> Player:
    return Player(row["id"], row["display_name"], row["username"], row["photo_url"], row["language"])
