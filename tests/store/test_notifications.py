import asyncio
from uuid import UUID, uuid4

import msgspec

from common.db import Database
from common.domain.announcements import Announcement
from common.domain.notifications import Kind, Urgency
from common.store import notifications


def announcement(subject: str, kind: Kind = "session_closed", urgency: Urgency = "normal") -> Announcement:
    return Announcement(kind, subject, "Заголовок", "Слова", "s_1", urgency, (uuid4(),))


async def add_player(database: Database, telegram_id: int | None = None) -> UUID:
    added: UUID = await database.fetchval(
        "INSERT INTO players (telegram_id, display_name, language) VALUES ($1, 'Анна', 'ru') RETURNING id", telegram_id
    )
    return added


async def tell(database: Database, player_ids: list[UUID], *told: Announcement) -> None:
    async with database.transaction() as db:
        receivers = await notifications.receivers(db, player_ids)
        await notifications.announce(db, [(receiver, each) for receiver in receivers for each in told])


async def listed(database: Database, player_id: UUID) -> list[notifications.Notification]:
    return await notifications.list_of(database, player_id, unread=False, before=None, limit=100)


async def test_nobody_is_told_the_same_twice_and_the_world_hears_of_each_once(database: Database) -> None:
    anna, boris = await add_player(database), await add_player(database)

    await tell(database, [anna, boris], announcement("1"))
    await tell(database, [anna], announcement("1"), announcement("2"), announcement("1", "game_finished"))

    assert [(told.number, told.kind, told.subject) for told in await listed(database, anna)] == [
        (3, "game_finished", "1"),
        (2, "session_closed", "2"),
        (1, "session_closed", "1"),
    ]
    told = {each.id: player for player in (anna, boris) for each in await listed(database, player)}
    outbox = [msgspec.json.decode(row["payload"]) for row in await database.fetch("SELECT payload FROM outbox")]
    assert {UUID(each["notification_id"]): UUID(each["player_id"]) for each in outbox} == told
    assert len(outbox) == 4


async def test_numbers_have_no_hole_however_many_write_at_once(database: Database) -> None:
    anna, boris = await add_player(database), await add_player(database)

    await asyncio.gather(*(tell(database, [anna, boris], announcement(str(each % 6))) for each in range(12)))

    for player in (anna, boris):
        assert [each.number for each in await listed(database, player)] == [6, 5, 4, 3, 2, 1]


async def test_who_was_erased_is_told_nothing(database: Database) -> None:
    anna = await add_player(database)
    await database.execute("UPDATE players SET erased_at = now()")

    await tell(database, [anna], announcement("1"))

    assert await listed(database, anna) == []


async def test_telegram_gets_what_its_player_wants_from_there_while_he_wants_it(database: Database) -> None:
    anna = await add_player(database, 4711)
    await tell(database, [anna], announcement("1"), announcement("2", "game_finished"))
    game, closed = await listed(database, anna)

    assert await notifications.to_send(database, game.id) is None
    outgoing = await notifications.to_send(database, closed.id)
    assert outgoing == notifications.Outgoing(closed, 4711, "ru")
    assert closed.deliver_after is not None

    await notifications.switch_telegram(database, anna, on=False)
    assert await notifications.to_send(database, closed.id) is None
    await tell(database, [anna], announcement("3"))
    assert (await listed(database, anna))[0].deliver_after is None

    await notifications.switch_telegram(database, anna, on=True)
    assert await notifications.to_send(database, closed.id) == outgoing
