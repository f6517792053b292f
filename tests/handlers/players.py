"""People and games for the tests of handlers."""

from uuid import UUID, uuid4

from common.db import Database
from common.domain import rules
from common.domain.announcements import Announcement
from common.domain.events import NotificationCreated
from common.domain.rights import Sums
from common.store import notifications, sessions


async def add_player(database: Database, name: str = "Анна", language: str = "ru") -> UUID:
    added: UUID = await database.fetchval(
        "INSERT INTO players (display_name, language) VALUES ($1, $2) RETURNING id", name, language
    )
    return added


async def add_session(database: Database, host: UUID, *others: UUID, sums: Sums = "everyone") -> sessions.Session:
    """«Пятница», an open evening of Kolkhoz by the code ABC234."""
    session_id = await sessions.create(
        database,
        host,
        codes=["ABC234"],
        name="Пятница",
        scorers="host",
        sums=sums,
        given=rules.parse({"game_type": "kolkhoz"}),
        best_of=None,
        seed=bytes(32),
    )
    for player_id in others:
        await sessions.join(database, session_id, player_id, "player")
    return await sessions.read(database, session_id)


async def add_notification(database: Database, telegram_id: int) -> NotificationCreated:
    """Somebody with this id on Telegram is told of the end of an evening."""
    player = await add_player(database)
    await database.execute("UPDATE players SET telegram_id = $1 WHERE id = $2", telegram_id, player)
    async with database.transaction() as db:
        receivers = await notifications.receivers(db, [player])
        told = Announcement("session_closed", str(uuid4()), "Вечер окончен", "Вы в плюсе.", "s_1", "normal")
        await notifications.announce(db, [(receivers[0], told)])
    made: UUID = await database.fetchval("SELECT id FROM notifications WHERE player_id = $1", player)
    return NotificationCreated(made, player, "session_closed")


async def told(database: Database, player_id: UUID) -> list[tuple[str, str, str]]:
    """The title, the body (with plain spaces) and the link of all that a player was told, the newest first."""
    listed = await notifications.list_of(database, player_id, unread=False, before=None, limit=100)
    return [(each.title, each.body.replace("\u00a0", " "), each.link) for each in listed]


async def add_game(database: Database) -> UUID:
    """A game in a session of its own."""
    added: UUID = await database.fetchval(
        """
        WITH session AS (
            INSERT INTO sessions (code, name, scorers, sums, rules, seed)
            VALUES (uuidv7()::text, '', 'host', 'everyone', '{"game_type": "kolkhoz"}', sha256('')) RETURNING id, rules
        )
        INSERT INTO games (session_id, number, rules, rules_sha256, turns, state)
        SELECT id, 1, rules, sha256(''), '{}', '{}' FROM session RETURNING id
        """
    )
    return added
