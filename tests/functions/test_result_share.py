"""POST /games/{id}/share"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from common import sharing
from common.db import Database
from common.manifest import ROOT, load
from common.settings import Settings
from common.web import create_app
from infra.telegram.fake import FakeBotApi, Trouble
from tests.functions.conftest import APP_LINK, Begin
from tests.functions.evening import Json, Match, Person, client, refusal


@pytest.fixture
async def match(begin: Begin) -> Match:
    """Anna has potted two, Boris one, Vera watches; the game goes on."""
    evening = await begin("Анна", "Борис", "Вера", spectators={"Вера"}, sums="players")
    match = await evening.start("Анна", "Борис")
    await match.pot("Анна", times=2)
    await match.pot("Борис")
    return match


async def share(match: Match, by: str = "Анна") -> httpx.Response:
    return await match.evening.phones[by].post(f"games/{match.id}/share")


def newest(bot_api: FakeBotApi) -> Json:
    prepared: Json = bot_api.prepared[-1]
    return prepared


def text_of(prepared: Json) -> str:
    content: Json = prepared["result"]["input_message_content"]
    assert "parse_mode" not in content
    return str(content["message_text"])


async def test_telegram_keeps_a_message_for_the_caller_and_for_every_chat_but_those_with_bots(
    match: Match, bot_api: FakeBotApi, database: Database
) -> None:
    await match.finish()
    answer = await share(match)
    made, prepared = answer.json(), newest(bot_api)
    assert (answer.status_code, made.keys()) == (201, {"prepared_message_id", "expires_at"})
    assert made["prepared_message_id"] == prepared["id"]
    expires_at = datetime.fromisoformat(made["expires_at"])
    assert timedelta() < expires_at - datetime.now(UTC) < timedelta(hours=1)
    anna = match.evening.people["Анна"].id
    assert prepared["user_id"] == await database.fetchval("SELECT telegram_id FROM players WHERE id = $1", anna)
    allowed = {name: prepared[name] for name in prepared if name.startswith("allow_")}
    assert [name for name, yes in allowed.items() if not yes] == ["allow_bot_chats"]
    assert len(allowed) == 4
    title, won, _, *lines = text_of(prepared).replace("\u00a0", " ").splitlines()
    assert (title, won) == (prepared["result"]["title"], "Победа: Анна.")
    assert lines == ["Анна: 2 очка, +50 ₽", "Борис: 1 очко, −50 ₽", "", "Борис → Анна: 50 ₽"]
    assert prepared["result"]["title"].endswith("партия 1")
    assert bot_api.calls[-1].method == "savePreparedInlineMessage"


async def test_its_button_invites_while_the_evening_goes_on_and_leads_to_it_later(
    match: Match, bot_api: FakeBotApi
) -> None:
    def address() -> str:
        ((button,),) = newest(bot_api)["result"]["reply_markup"]["inline_keyboard"]
        assert button["text"] == "Открыть"
        return str(button["url"])

    await match.finish()
    await share(match)
    assert address() == f"{APP_LINK}?startapp=s_{match.evening.code}"
    await match.evening.host.post(f"sessions/{match.evening.id}/close")
    await share(match)
    assert address() == f"{APP_LINK}?startapp=s_{match.evening.id}"


async def test_it_is_in_the_language_of_whoever_shares_it(match: Match, bot_api: FakeBotApi) -> None:
    await match.finish()
    await match.evening.phones["Борис"].patch("me", json={"language": "en"})
    await share(match, by="Борис")
    assert "Won by Анна.\n\nАнна: 2 points, +50\u00a0₽" in text_of(newest(bot_api))


async def test_whoever_may_not_see_sums_shares_none(match: Match, bot_api: FakeBotApi) -> None:
    await match.finish()
    assert (await share(match, by="Вера")).status_code == 201
    assert text_of(newest(bot_api)).endswith("Победа: Анна.\n\nАнна: 2 очка\nБорис: 1 очко")


async def test_names_change_nothing_but_themselves(begin: Begin, bot_api: FakeBotApi) -> None:
    evening = await begin("<b>Анна</b>\nБорис: 99 очков", "Борис\u202e")
    match = await evening.start()
    await match.finish()
    await share(match, by=next(iter(evening.phones)))
    lines = text_of(newest(bot_api)).splitlines()
    assert {"<b>Анна</b> Борис: 99 очков: 0 очков", "Борис: 0 очков"} <= set(lines)


async def test_a_game_without_a_result_has_nothing_to_share(match: Match) -> None:
    assert refusal(await share(match)) == (409, "nothing_to_share")
    await match.cancel()
    assert refusal(await share(match)) == (409, "nothing_to_share")


@pytest.mark.parametrize(
    ("trouble", "refused", "seconds"),
    [
        (Trouble(403), (409, "telegram_refused"), None),
        (Trouble(400), (409, "telegram_refused"), None),
        (Trouble(429, retry_after=7), (503, "telegram_away"), "7"),
        (Trouble(502), (503, "telegram_away"), "5"),
        (Trouble(401), (503, "telegram_away"), "5"),
        (Trouble(0), (503, "telegram_away"), "5"),
    ],
    ids=["blocked", "never started", "too fast", "broken", "unknown token", "cut off"],
)
async def test_what_telegram_answers_tells_whether_to_ask_again(
    match: Match, bot_api: FakeBotApi, trouble: Trouble, refused: tuple[int, str], seconds: str | None
) -> None:
    await match.finish()
    bot_api.expect(trouble)
    answer = await share(match)
    assert refusal(answer) == refused
    assert answer.headers.get("retry-after") == seconds


@contextmanager
def silent() -> Iterator[str]:
    """Somebody who takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("there", [True, False], ids=["slow", "not there"])
async def test_nobody_waits_long_for_telegram(
    settings: Settings, match: Match, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.setattr(sharing, "SECONDS", 0.2)  # the same, sooner
    await match.finish()
    with silent() as address:
        reached = address if there else "http://127.0.0.1:1"
        answer = await _alone(settings, reached, match.evening.people["Анна"], match)
    assert refusal(answer) == (503, "telegram_away")


async def _alone(settings: Settings, telegram_url: str, me: Person, match: Match) -> httpx.Response:
    manifest = load(ROOT / "functions" / "result_share")
    own = replace(settings, telegram_api_url=telegram_url).only(manifest.needs)
    app: Any = create_app(manifest.handler(), settings=own, name="result_share")
    async with app.lifespan(), client(app, me.access_token) as phone:
        return await phone.post(f"games/{match.id}/share")
