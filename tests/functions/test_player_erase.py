"""DELETE /me"""

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from valkey.asyncio import Valkey as Client

from common.db import Database
from common.domain.announcements import Announcement
from common.settings import Settings
from common.store import notifications
from infra.local.services import Valkey
from tests.functions.conftest import Begin, Call, Phone, SignIn, Unchanged, init_data
from tests.functions.evening import Evening, refusal

ABOUT_SUMS = ("game_results", "ledger_entries", "ledger_lines", "ledger_confirmations", "player_games", "player_totals")
COUNTED = """
    INSERT INTO player_totals (player_id, game_type, games, wins, points, balls, fouls, net_kopecks)
    SELECT player_id, 'kolkhoz', 1, 0, points, balls, fouls, net_kopecks
      FROM game_results JOIN seats ON seats.id = seat_id WHERE player_id IS NOT NULL
"""
"""As the consumer of finished games counts them."""


async def erase(me: httpx.AsyncClient) -> None:
    answer = await me.delete("me")
    assert (answer.status_code, answer.content) == (204, b"")


async def played(begin: Begin, database: Database) -> Evening:
    """An evening of three with a finished game for money, in which Boris wrote a note, and a second one going on."""
    evening = await begin("Анна", "Борис", "Вера", scorers="everyone")
    match = await evening.start("Анна", "Борис", "Вера")
    await match.pot("Анна", times=2)
    assert (await match.pot("Борис", by="Борис")).status_code == 201
    await match.tap("Борис", kind="note", text="Борис был в ударе")
    await match.tap("Анна", kind="note", text="и Анна тоже")
    assert (await match.finish()).status_code == 200
    await database.execute(COUNTED)
    await (await evening.start("Анна", "Борис", "Вера")).pot("Вера")
    return evening


async def rows(database: Database, *tables: str) -> dict[str, list[str]]:
    return {
        table: [row["row"] for row in await database.fetch(f"SELECT t::text AS row FROM {table} AS t ORDER BY 1")]
        for table in tables
    }


async def test_the_person_goes_and_the_sums_of_all_stay(begin: Begin, database: Database) -> None:
    evening = await played(begin, database)
    anna, boris = evening.phones["Анна"], evening.phones["Борис"]
    sums = await rows(database, *ABOUT_SUMS)
    balance = (await anna.get(f"sessions/{evening.id}/balance")).json()
    assert any(each["net_kopecks"] for each in balance["balances"])
    await erase(boris)
    assert await rows(database, *ABOUT_SUMS) == sums
    assert (await anna.get(f"sessions/{evening.id}/balance")).json() == balance


async def test_nothing_anywhere_says_who_he_was(
    nobody: httpx.AsyncClient, settings: Settings, begin: Begin, database: Database
) -> None:
    evening = await played(begin, database)
    player = evening.people["Борис"].id
    await database.execute(
        "UPDATE players SET username = 'boris_k', photo_url = 'https://t.me/i/boris.svg', telegram_id = 987654321 "
        "WHERE id = $1",
        player,
    )
    await database.execute(
        "INSERT INTO templates (owner_id, name, rules) VALUES ($1, 'Как у Бориса', $2)",
        player,
        json.dumps({"game_type": "kolkhoz"}),
    )
    await database.execute("INSERT INTO template_stars SELECT $1, id FROM templates WHERE owner_id IS NULL", player)
    await nobody.post(
        "sessions",
        json={"name": "Вечер Бориса"},
        headers={
            "Idempotency-Key": "one",
            "Authorization": f"Bearer {evening.people['Борис'].access_token}",
        },
    )
    async with database.transaction() as db:
        named = Announcement("session_closed", "1", "Итог", "Борис платит", "s_1", "normal", (player,))
        told = await notifications.receivers(db, [person.id for person in evening.people.values()])
        await notifications.announce(db, [(each, named) for each in told])
        await notifications.announce(db, [(each, replace(named, subject="2", body="", mentions=())) for each in told])
    await erase(evening.phones["Борис"])
    left = await database.fetch("SELECT player_id, subject FROM notifications")
    assert {tuple(row) for row in left} == {(evening.people[name].id, "2") for name in ("Анна", "Вера")}
    tables = [
        row["tablename"] for row in await database.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]
    everything = json.dumps(await rows(database, *tables), ensure_ascii=False)
    # What he called an evening belongs to everyone who was there; he was alone at this one, and it says no more.
    everything = everything.replace("Вечер Бориса", "")
    assert [word for word in ("Борис", "boris", "987654321", "ударе") if word in everything] == []
    assert "и Анна тоже" in everything
    assert await database.fetchval("SELECT count(*) FROM players WHERE erased_at IS NOT NULL") == 1
    assert await database.fetchval("SELECT count(*) FROM template_stars") == 0


async def test_others_see_an_anonymous_name_and_the_same_scores(begin: Begin, database: Database) -> None:
    evening = await played(begin, database)
    before = (await evening.host.get(f"sessions/{evening.id}")).json()
    await erase(evening.phones["Борис"])
    after = (await evening.host.get(f"sessions/{evening.id}")).json()
    names = {seat["id"]: seat["display_name"] for seat in after["seats"]}
    anonymous = names.pop(evening.seats["Борис"])
    assert anonymous == f"Игрок {evening.people['Борис'].id.hex[-4:]}"
    assert sorted(names.values()) == ["Анна", "Вера"]
    seat = next(seat for seat in after["seats"] if seat["id"] == evening.seats["Борис"])
    assert seat["active"] is False
    assert after["version"] > before["version"]


async def test_he_leaves_the_game_that_is_going_on_and_hands_the_evening_over(begin: Begin, database: Database) -> None:
    evening = await played(begin, database)
    await erase(evening.phones["Анна"])
    shown = (await evening.phones["Борис"].get(f"sessions/{evening.id}")).json()
    assert shown["host_seat_id"] == evening.seats["Борис"]
    game = (await evening.phones["Борис"].get(f"games/{shown['current_game_id']}")).json()
    assert game["turns"] == [evening.seats["Борис"], evening.seats["Вера"]]


async def test_all_his_tokens_end_and_nobody_elses(
    nobody: httpx.AsyncClient, settings: Settings, sign_in: SignIn, phone: Phone
) -> None:
    vera = await phone("Вера")
    signed_in: list[dict[str, Any]] = [
        (await nobody.post("auth/telegram", json={"init_data": init_data(settings)})).json() for _ in range(2)
    ]
    tokens = [{"Authorization": f"Bearer {each['access_token']}"} for each in signed_in]
    assert (await nobody.delete("me", headers=tokens[0])).status_code == 204
    for each, headers in zip(signed_in, tokens, strict=True):
        assert refusal(await nobody.get("me", headers=headers)) == (401, "token_revoked")
        refreshed = await nobody.post("auth/refresh", json={"refresh_token": each["refresh_token"]})
        assert refusal(refreshed) == (401, "refresh_invalid")
    assert (await vera.get("me")).status_code == 200


async def test_who_comes_back_is_a_new_player(
    nobody: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    ids = []
    for _ in range(2):
        signed_in = (await nobody.post("auth/telegram", json={"init_data": init_data(settings)})).json()
        ids.append(signed_in["player"]["id"])
        headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
        assert (await nobody.delete("me", headers=headers)).status_code == 204
    assert ids[0] != ids[1]


async def test_twice_is_as_good_as_once(begin: Begin, database: Database, valkey: Valkey, unchanged: Unchanged) -> None:
    evening = await played(begin, database)
    boris = evening.phones["Борис"]
    answers = await asyncio.gather(*(boris.delete("me") for _ in range(3)))
    assert {answer.status_code for answer in answers} <= {204, 401}
    assert 204 in {answer.status_code for answer in answers}
    async with unchanged():
        assert refusal(await boris.delete("me")) == (401, "token_revoked")
        async with Client.from_url(valkey.url) as operator:  # Valkey may lose what it holds
            await operator.flushall()
        assert (await boris.delete("me")).status_code == 204
        assert refusal(await boris.get("me")) == (401, "token_revoked")


async def test_an_erased_player_is_not_there_even_for_a_token_that_valkey_forgot(
    begin: Begin, database: Database, valkey: Valkey
) -> None:
    evening = await played(begin, database)
    boris = evening.phones["Борис"]
    await erase(boris)
    async with Client.from_url(valkey.url) as operator:
        await operator.flushall()
    assert refusal(await boris.get("me")) == (404, "not_found")
    assert refusal(await boris.get("me/export")) == (404, "not_found")
    assert (await boris.get("me/devices")).json()["items"] == []


async def test_a_valkey_that_cannot_write_leaves_nothing_half_done(
    begin: Begin, database: Database, valkey: Valkey, unchanged: Unchanged
) -> None:
    evening = await played(begin, database)
    async with Client.from_url(valkey.url) as operator, unchanged():
        await operator.config_set("maxmemory", "1")
        try:
            assert refusal(await evening.phones["Борис"].delete("me")) == (503, "unavailable")
        finally:
            await operator.config_set("maxmemory", "0")
    await erase(evening.phones["Борис"])


async def test_a_sign_in_at_the_same_moment_is_a_new_player_or_ends_too(
    nobody: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    for _ in range(5):
        first = (await nobody.post("auth/telegram", json={"init_data": init_data(settings)})).json()
        headers = {"Authorization": f"Bearer {first['access_token']}"}
        erased, second = await asyncio.gather(
            nobody.delete("me", headers=headers),
            nobody.post("auth/telegram", json={"init_data": init_data(settings)}),
        )
        assert (erased.status_code, second.status_code) == (204, 200)
        answer = await nobody.get("me", headers={"Authorization": f"Bearer {second.json()['access_token']}"})
        if second.json()["player"]["id"] == first["player"]["id"]:
            assert refusal(answer) == (401, "token_revoked")
        else:
            assert answer.status_code == 200
            await nobody.delete("me", headers={"Authorization": f"Bearer {second.json()['access_token']}"})
    assert await database.fetchval("SELECT count(*) FROM sign_ins") == 0
    assert await database.fetchval("SELECT count(*) FROM players WHERE telegram_id IS NOT NULL") == 0


@pytest.mark.parametrize("body", [b"", b"{}", b"{", b"\xff"])
async def test_no_body_is_read(call: Call, sign_in: SignIn, body: bytes) -> None:
    async with call("player_erase", me=await sign_in("Анна")) as client:
        assert (await client.request("DELETE", "me", content=body)).status_code == 204


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("player_erase") as client:
        assert refusal(await client.delete("me")) == (401, "not_signed_in")
