"""GET /me/export"""

from uuid import UUID

import httpx

from common.db import Database
from common.domain.announcements import Announcement
from common.domain.report import Wish
from common.settings import Settings
from common.store import notifications, posts, reports, sessions
from tests.functions.conftest import Begin, Call, Phone, SignIn, init_data
from tests.functions.evening import Json, refusal
from tests.functions.test_player_erase import played


async def exported(me: httpx.AsyncClient) -> Json:
    answer = await me.get("me/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="artel.json"'
    assert answer.headers["cache-control"] == "no-store"
    document: Json = answer.json()
    return document


async def test_it_holds_everything_about_the_person(begin: Begin, database: Database) -> None:
    evening = await played(begin, database)
    boris, seat = evening.people["Борис"], evening.seats["Борис"]
    await database.execute(
        "INSERT INTO templates (owner_id, name, rules) VALUES ($1, 'Как у нас', $2)",
        boris.id,
        '{"game_type": "kolkhoz"}',
    )
    first, second, *_ = (await evening.phones["Борис"].get("templates")).json()["items"]
    await evening.phones["Борис"].put(f"templates/{first['id']}/star")
    await evening.phones["Анна"].put(f"templates/{second['id']}/star")
    document = await exported(evening.phones["Борис"])
    assert document.keys() == {
        "player", "sign_ins", "templates", "starred_templates", "sessions", "games", "events", "ledger", "totals",
        "notifications", "notification_settings", "reports", "telegram_posts",
    }  # fmt: skip

    assert document["player"].keys() == {
        "id", "telegram_id", "display_name", "username", "photo_url", "language", "created_at",
    }  # fmt: skip
    assert (document["player"]["id"], document["player"]["display_name"]) == (str(boris.id), "Борис")
    assert type(document["player"]["telegram_id"]) is int
    assert [each["id"] for each in document["sign_ins"]] == [str(boris.sign_in_id)]
    assert [each["name"] for each in document["templates"]] == ["Как у нас"]
    assert document["starred_templates"] == [{"id": first["id"], "name": first["name"]}]
    (session,) = document["sessions"]
    assert (session["id"], session["seat_id"], session["role"]) == (evening.id, seat, "player")

    finished, live = document["games"]
    assert (finished["status"], finished["seat_id"], finished["balls"]) == ("finished", seat, 1)
    assert (live["status"], live["seat_id"], live["net_kopecks"]) == ("live", None, None)
    told = [(each["kind"], each["text"], each["recorded_by_me"]) for each in document["events"]]
    assert told == [("pot", None, True), ("note", "Борис был в ударе", True)]

    (entry,) = document["ledger"]
    assert (entry["kind"], entry["game_id"], entry["recorded_by_me"]) == ("game", finished["id"], False)
    assert {line["seat_id"] for line in entry["lines"]} == {seat}
    assert sum(line["kopecks"] for line in entry["lines"]) == finished["net_kopecks"] != 0
    assert [each["net_kopecks"] for each in document["totals"]] == [finished["net_kopecks"]]


async def test_it_holds_what_he_was_told_and_where_and_the_reports_that_he_asked_for(
    begin: Begin, database: Database
) -> None:
    evening = await played(begin, database)
    anna, boris = evening.people["Анна"].id, evening.people["Борис"].id
    session = await sessions.read(database, UUID(evening.id))
    for player, format_ in ((boris, "csv"), (anna, "json")):
        await reports.ask(database, session, player, Wish(format_, "ru", "UTC", sums=True))
    chat_id = await database.fetchval(
        "UPDATE players SET telegram_id = 4243 WHERE id = $1 RETURNING telegram_id", boris
    )
    for chat, text in ((chat_id, "Привет!"), (-chat_id, "Всем привет!")):
        await posts.say(database, chat, text, link=None, language="ru")
    told = Announcement("session_closed", "1", "Вечер окончен", "Вы в плюсе.", "s_1", "normal")
    async with database.transaction() as db:
        await notifications.announce(db, [(each, told) for each in await notifications.receivers(db, [anna, boris])])

    document = await exported(evening.phones["Борис"])
    assert [(each["format"], each["made_at"]) for each in document["reports"]] == [("csv", None)]
    assert [(each["text"], each["state"]) for each in document["telegram_posts"]] == [("Привет!", "waiting")]
    assert [(each["title"], each["body"]) for each in document["notifications"]] == [(told.title, told.body)]


async def test_it_holds_nothing_of_others_but_their_seats(begin: Begin, database: Database) -> None:
    evening = await played(begin, database)
    answer = await evening.phones["Борис"].get("me/export")
    others = [evening.people[name] for name in ("Анна", "Вера")]
    secrets = [str(part) for person in others for part in (person.id, person.sign_in_id, person.refresh_token)]
    assert [each for each in (*secrets, "Анна", "Вера", "sha256", "salt") if each in answer.text] == []


async def test_whoever_has_done_nothing_yet_takes_his_name(phone: Phone) -> None:
    document = await exported(await phone("Анна"))
    assert document["player"]["display_name"] == "Анна"
    assert [len(document.pop(name)) for name in ("player", "sign_ins")] == [7, 1]
    assert not any(document.values())


async def test_the_telegram_account_is_shown_to_its_owner(nobody: httpx.AsyncClient, settings: Settings) -> None:
    signed_in = (await nobody.post("auth/telegram", json={"init_data": init_data(settings, 4242)})).json()
    nobody.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
    assert (await exported(nobody))["player"]["telegram_id"] == 4242


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("player_export") as client:
        assert refusal(await client.get("me/export")) == (401, "not_signed_in")


async def test_it_needs_no_more_than_its_manifest_says(call: Call, sign_in: SignIn) -> None:
    async with call("player_export", me=await sign_in("Анна")) as client:
        assert (await exported(client))["player"]["display_name"] == "Анна"
