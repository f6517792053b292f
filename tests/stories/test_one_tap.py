"""One tap, followed by the id of its request from the phone to the group's board in Telegram."""

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

import httpx
import pytest

from infra import logs
from infra.local import __main__ as commands
from infra.local.runner import Runner
from tests.product import Guest, until

GROUP = -100_700
SECONDS = 120.0
RULES = {"game_type": "kolkhoz", "point_price_kopecks": 5000}
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
HOPS = [
    ("gateway", "POST /api/v1/games/{game}/events 201"),
    ("game_record_event", "POST /api/v1/games/{game}/events 201"),
    ("outbox_relay", "game.event_recorded published"),
    ("telegram_board", "game.event_recorded done"),
    ("outbox_relay", "telegram.chat_waited published"),
    ("telegram_send", "board to Telegram: Sent"),
    ("telegram_send", "telegram.chat_waited done"),
]


async def hops(product: Runner, request_id: str) -> list[tuple[str, str]]:
    """Where a request has been, and what was said of it there."""
    found = await asyncio.to_thread(lambda: logs.about(request_id, logs.written(product.config.logs.glob("*.log"))))
    return [(line.where, line.message) for line in found]


async def done(product: Runner, request_id: str, consumer: str, topic: str) -> None:
    """Wait until a consumer has done what a request has caused."""

    def is_done(found: list[tuple[str, str]]) -> bool:
        return any(where == consumer and said.startswith(f"{topic} done") for where, said in found)

    await until(lambda: hops(product, request_id), is_done, seconds=SECONDS)


async def follow(product: Runner, code: str) -> None:
    """Have the group show this evening, and wait until its line is empty: what comes then has a turn of its own."""
    request_id = f"follow-{uuid4()}"
    message = {"chat": {"id": GROUP}, "from": {"id": 8101}, "text": f"/start s_{code}"}
    async with httpx.AsyncClient(timeout=30) as telegram:
        answer = await telegram.post(
            f"{product.config.url}/api/v1/telegram/webhook",
            json={"update_id": uuid4().int % 2**52, "message": message},
            headers={
                "X-Telegram-Bot-Api-Secret-Token": product.config.webhook_secret,
                "X-Request-Id": request_id,
            },
        )
        assert answer.status_code == 200

    # The first message to Telegram starts a warm parent of its own, with aiogram in it.
    await done(product, request_id, "telegram_send", "telegram.chat_waited")


async def test_every_hop_of_a_tap_is_shown_with_its_times(product: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    async with AsyncExitStack() as stack:
        anna, boris = [Guest(product, number, name) for number, name in ((8101, "Анна"), (8102, "Борис"))]
        for guest in (anna, boris):
            stack.push_async_callback(guest.close)
            await guest.sign_in()
        session = (await anna.post("sessions", rules=RULES)).json()
        await boris.post("sessions/join", code=session["code"])
        started = await anna.post(f"sessions/{session['id']}/games")
        game = started.json()
        # What a board is told of after the group has begun to follow would take the tap along, under an id of its own.
        await done(product, started.headers["x-request-id"], "telegram_board", "game.started")
        await follow(product, session["code"])

        request_id = f"tap-{uuid4()}"
        event = {"id": str(uuid4()), "kind": "pot", "seat_id": game["turns"][0], "ball": {"color": "white"}}
        headers = {
            "X-Request-Id": request_id,
            "Traceparent": TRACEPARENT,
            "Authorization": f"Bearer {anna.access_token}",
        }
        async with httpx.AsyncClient(base_url=product.config.url, headers=headers, timeout=30) as phone:
            answer = await phone.post(f"/api/v1/games/{game['id']}/events", json=event)
        assert (answer.status_code, answer.headers["x-request-id"]) == (201, request_id)

        def all_there(found: list[tuple[str, str]]) -> bool:
            wanted = [(where, said.format(game=game["id"])) for where, said in HOPS]
            return all(any(at == where and it.startswith(said) for at, it in found) for where, said in wanted)

        await until(lambda: hops(product, request_id), all_there, seconds=SECONDS)
        assert commands.logs(product.config, None, request_id) == 0
        shown = capsys.readouterr().out
        assert all(f"{where} " in shown and said.format(game=game["id"]) in shown for where, said in HOPS)
        text = "".join(logs.written(product.config.logs.glob("*.log")))
        ours = [line for line in text.splitlines() if request_id in line and '"function"' in line]
        assert all(TRACEPARENT.split("-")[1] in line for line in ours)
