"""POST /sessions/{id}/guests/{seat_id}/claim"""

import asyncio
from uuid import UUID, uuid4

import httpx

from common.db import Database
from common.domain import result
from common.store import games, recompute
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Evening, refusal
from tests.functions.test_session_leave import roles

TOTALS = "SELECT games, wins, points, balls, net_kopecks FROM player_totals JOIN players ON players.id = player_id"


async def link(evening: Evening, name: str) -> tuple[str, str]:
    """The path that claims a guest's seat, and its token."""
    path = f"sessions/{evening.id}/guests/{evening.seats[name]}"
    return f"{path}/claim", (await evening.host.post(f"{path}/link")).json()["token"]


async def claim(me: httpx.AsyncClient, path: str, token: str) -> httpx.Response:
    return await me.post(path, json={"token": token})


async def test_history_moves_and_sums_stay(begin: Begin, phone: Phone, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    seat = await evening.guest("Коля")
    for _ in range(2):
        match = await evening.start("Анна", "Борис", "Коля")
        await match.pot("Коля", times=3)
        await match.finish()
    live = await evening.start("Анна", "Борис", "Коля")
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    nick = await phone("Николай")
    path, token = await link(evening, "Коля")
    answer = await claim(nick, path, token)
    assert answer.status_code == 200, answer.text
    assert answer.json() | {"player_id": ""} == {
        "id": seat,
        "player_id": "",
        "display_name": "Николай",
        "role": "player",
        "is_guest": False,
        "active": True,
    }
    assert (await evening.host.get(f"sessions/{evening.id}/balance")).json() == balance
    assert [tuple(row) for row in await database.fetch(TOTALS)] == [(2, 2, 6, 6, 300_00)]
    await live.finish()
    async with database.transaction() as db:
        # Of the three, only what was the guest's is counted: the others' come by message, and the last game's too.
        wrong = await recompute.count(db)
        assert await db.fetchval("SELECT games FROM player_totals WHERE player_id = $1", wrong[-1]) == 3
    stats = (await nick.get(f"players/{answer.json()['player_id']}/stats")).json()
    assert (stats["totals"][0]["games"], stats["longest_run"], len(stats["evenings"])) == (3, 3, 1)


async def test_a_link_works_once_and_its_owner_is_answered_the_same_again(
    begin: Begin, phone: Phone, unchanged: Unchanged
) -> None:
    evening = await begin("Анна")
    await evening.guest("Коля")
    path, first = await link(evening, "Коля")
    path, token = await link(evening, "Коля")
    nick, zoe = await phone("Николай"), await phone("Зоя")
    async with unchanged():
        assert refusal(await claim(nick, path, first)) == (404, "link_unknown")
    answers = await asyncio.gather(claim(nick, path, token), claim(zoe, path, token))
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    winner = nick if answers[0].status_code == 200 else zoe
    async with unchanged():
        assert (await claim(winner, path, token)).json() == (await evening.show())["seats"][1]
    assert len((await evening.show())["seats"]) == 2


async def test_a_game_that_ends_at_this_moment_is_waited_for_and_counts(
    begin: Begin, phone: Phone, database: Database
) -> None:
    evening = await begin("Анна")
    await evening.guest("Коля")
    match = await evening.start("Анна", "Коля")
    await match.pot("Коля")
    path, token = await link(evening, "Коля")
    nick = await phone("Николай")
    async with database.transaction() as db:
        game, _ = await games.lock(db, UUID(match.id), evening.people["Анна"].id)
        await games.finish(db, game, result.settle(game.rules, game.state), evening.people["Анна"].id)
        claiming = asyncio.create_task(claim(nick, path, token))
        done, _ = await asyncio.wait([claiming], timeout=0.3)
        assert not done
    assert (await claiming).status_code == 200
    assert [tuple(row) for row in await database.fetch(TOTALS)] == [(1, 1, 1, 1, 50_00)]


async def test_another_seat_another_evening_and_an_old_link_are_all_the_same_no(
    begin: Begin, phone: Phone, database: Database, unchanged: Unchanged
) -> None:
    evening = await begin("Анна")
    await evening.guest("Коля")
    other = await evening.guest("Петя")
    path, token = await link(evening, "Коля")
    nick = await phone("Николай")
    async with unchanged():
        for wrong in (path.replace(evening.seats["Коля"], other), path.replace(evening.id, str(uuid4()))):
            assert refusal(await claim(nick, wrong, token)) == (404, "link_unknown")
        assert refusal(await claim(nick, path, "")) == (404, "link_unknown")
        assert refusal(await nick.post(path, json={})) == (400, "payload_invalid")
    await database.execute("UPDATE guest_links SET created_at = now() - interval '31 days'")
    async with unchanged():
        assert refusal(await claim(nick, path, token)) == (404, "link_unknown")


async def test_a_seat_that_nothing_hangs_on_gives_way_and_keeps_its_role(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    await evening.guest("Коля")
    await evening.host.patch(f"sessions/{evening.id}/seats/{evening.seats['Борис']}", json={"role": "scorer"})
    await evening.host.delete(f"sessions/{evening.id}/seats/{evening.seats['Коля']}")
    assert (await claim(evening.phones["Борис"], *await link(evening, "Коля"))).status_code == 200
    assert await roles(evening) == {"Анна": ("host", True), "Борис": ("scorer", True)}


async def test_two_histories_do_not_become_one(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await evening.guest("Коля")
    await (await evening.start("Анна", "Борис")).cancel()
    bill = {"kind": "bar", "payer_seat_id": evening.seats["Вера"], "kopecks": 100_00}
    await evening.host.post(f"sessions/{evening.id}/ledger", json=bill)
    path, token = await link(evening, "Коля")
    async with unchanged():
        for name in ("Анна", "Борис", "Вера"):
            assert refusal(await claim(evening.phones[name], path, token)) == (409, "already_seated")
