"""A hundred taps at once, from eight phones, on one game, through two servers"""

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack
from uuid import uuid4

import httpx

from common.settings import Settings
from tests.functions.conftest import Begin
from tests.functions.evening import Json, refusal
from tests.functions.instances import instance, watch

NAMES = ("Анна", "Борис", "Вера", "Гена", "Дина", "Егор", "Жанна", "Зоя")


async def test_all_are_kept_or_refused_and_every_board_ends_as_the_servers(begin: Begin, settings: Settings) -> None:
    evening = await begin(*NAMES, scorers="everyone")
    match = await evening.start(*NAMES)
    chance = random.Random(100)
    async with AsyncExitStack() as stack:
        addresses = [await stack.enter_async_context(instance(settings)) for _ in range(2)]
        boards, phones = [], []
        for number, name in enumerate(NAMES):
            token, address = evening.people[name].access_token, addresses[number % 2]
            boards.append(await stack.enter_async_context(await watch(address, evening.id, token)))
            headers = {"Authorization": f"Bearer {token}"}
            phone = httpx.AsyncClient(base_url=address, headers=headers, timeout=60)
            phones.append(await stack.enter_async_context(phone))
        for board in boards:
            await board.next("hello")

        async def tap(number: int) -> httpx.Response:
            kind = chance.choice(["pot", "pot", "miss", "foul"])
            event: Json = {"id": str(uuid4()), "kind": kind, "seat_id": evening.seats[chance.choice(NAMES)]}
            if kind == "pot":
                event["ball"] = {"color": "white"}
            return await phones[number % 8].post(f"games/{match.id}/events", json=event)

        answers = await asyncio.gather(*(tap(number) for number in range(100)))

        kept = [answer.json()["event"] for answer in answers if answer.status_code == 201]
        refused = Counter(refusal(answer) for answer in answers if answer.status_code != 201)
        assert len(kept) + refused.total() == 100
        assert refused.keys() <= {(409, "ball_already_down"), (409, "version_conflict")}
        assert sorted(event["version"] for event in kept) == list(range(1, len(kept) + 1))

        game, session = await match.show(), await evening.show()
        events = (await evening.host.get(f"games/{match.id}/events")).json()["items"]
        assert events == sorted(kept, key=lambda event: event["version"])
        assert (game["version"], session["version"]) == (len(kept), 9 + len(kept))
        assert sum(score["net_kopecks"] for score in game["scores"]) == 0
        for board in boards:
            await board.until(lambda board: board.version >= session["version"])
            assert (board.game, board.events) == (game, events)


async def test_the_same_tap_through_both_servers_is_kept_once(begin: Begin, settings: Settings) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    event = {"id": str(uuid4()), "kind": "miss", "seat_id": evening.seats["Анна"]}
    headers = {"Authorization": f"Bearer {evening.people['Анна'].access_token}"}
    async with instance(settings) as first, instance(settings) as second, httpx.AsyncClient(headers=headers) as phone:
        answers = await asyncio.gather(
            *(phone.post(f"{address}games/{match.id}/events", json=event) for address in (first, second) * 5)
        )
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert (await match.show())["version"] == 1
