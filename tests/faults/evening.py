"""An evening of eight as it was asked for, and whether it is what the product has kept."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

import aio_pika
import asyncpg
from aio_pika.exceptions import ChannelClosed

from common.db import Database
from common.topology import AWAY
from infra import recompute
from infra.local.watches import queues_of
from tests.faults.people import Judge, Person, Seen, new_id
from tests.faults.plan import Fault, inflict
from tests.faults.stage import Stage
from tests.faults.waiting import until

Json = dict[str, Any]

PEOPLE = 8
TAPS_EACH = (8, 3)
"""In the first game and in the second."""
POINT_KOPECKS = 50_00
RULES = {
    "game_type": "kolkhoz",
    "point_price_kopecks": POINT_KOPECKS,
    "balls": [{"color": "white", "value": 1, "count": 500}],
}
DELIVERED_SECONDS = 180.0
"""A message that has failed once or twice is tried again after 35 seconds."""


class Evening:
    """Sessions, games, taps and money; all of it is acknowledged, or sent again."""

    def __init__(self, stage: Stage, seed: int, faults: Sequence[Fault]) -> None:
        self.stage = stage
        self.judge = Judge()
        self.chance = random.Random(f"evening {seed}")
        first = 100_000 + seed * 100
        self.people = [
            Person(stage.config, first + number, self.judge, random.Random(f"person {seed} {number}"))
            for number in range(PEOPLE)
        ]
        self.faults = faults
        self.inflicted: list[str] = []
        self.seen = [Seen() for _ in self.people]
        self.session: Json = {}
        self.games: list[Json] = []
        self.taps: list[list[str]] = []
        """The ids of each game's events."""
        self.entries: list[str] = []
        """The ids of the journal's entries that people have made."""
        self._meanwhile: list[asyncio.Task[None]] = []
        self._next: asyncio.Event | None = None
        self._due = 0

    async def __aenter__(self) -> Self:
        self._meanwhile = [asyncio.create_task(self.judge.tick())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._meanwhile:
            task.cancel()
        await asyncio.gather(*self._meanwhile, return_exceptions=True)
        for person in self.people:
            await person.close()

    async def play(self) -> None:
        """From the first sign-in to the last goodbye, with everything that goes wrong meanwhile."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._break())
            group.create_task(self._play())

    async def _break(self) -> None:
        for fault in self.faults:
            self._next, self._due = asyncio.Event(), fault.after
            await self.judge.reached(fault.after)
            if await inflict(fault, self.stage, self._next):
                self.inflicted.append(fault.kind)
        self._next = None

    async def _wait_for_fault(self) -> None:
        """Nobody runs away from what is about to happen."""
        while self._next and self.judge.acknowledged >= self._due and not self._next.is_set():
            await self._next.wait()

    async def _play(self) -> None:
        await asyncio.gather(*(person.sign_in() for person in self.people))
        host, *others = self.people
        self.session = await host.post("sessions", key=new_id(), rules=RULES, scorers="everyone")
        await asyncio.gather(*(each.post("sessions/join", code=self.session["code"]) for each in others))
        path = f"sessions/{self.session['id']}"
        seat_of = {seat["player_id"]: seat["id"] for seat in (await host.get(path))["seats"]}
        seats = [seat_of[person.player_id] for person in self.people]
        for person, seen in zip(self.people, self.seen, strict=True):
            self._meanwhile.append(asyncio.create_task(person.watch(self.session["id"], seen)))
        for taps_each in TAPS_EACH:
            game = await host.post(f"{path}/games", key=new_id())
            self.games.append(game)
            self.taps.append([])
            await asyncio.gather(*(self._tap(*pair, taps_each) for pair in zip(self.people, seats, strict=True)))
            await host.post(f"games/{game['id']}/finish")
            if game is self.games[0]:
                await self._correct(game)
                await self._settle(path, seats)
        await host.post(f"{path}/close")

    async def _tap(self, person: Person, seat: str, taps: int) -> None:
        """Each under its own id, some overtaken by the next, some taken back."""
        game, ids = self.games[-1]["id"], self.taps[-1]
        waiting: list[Json] = []
        for _ in range(taps):
            kind = self.chance.choice(("pot", "pot", "miss"))
            event = {"id": new_id(), "kind": kind, "seat_id": seat}
            waiting.append({**event, "ball": {"color": "white"}} if kind == "pot" else event)
            ids.append(str(event["id"]))
            if self.chance.random() < 0.3:
                continue  # it waits in the outbox, and comes after the next
            await self._wait_for_fault()
            for each in reversed(waiting):
                await person.post(f"games/{game}/events", **each)
            if self.chance.random() < 0.2:
                ids.append(new_id())
                await person.post(f"games/{game}/events", id=ids[-1], kind="undo", event_id=waiting[0]["id"])
            waiting = []
        await asyncio.gather(*(person.post(f"games/{game}/events", **each) for each in waiting))

    async def _correct(self, game: Json) -> None:
        """The game was not over yet."""
        await self.people[0].post(f"games/{game['id']}/reopen")
        self.taps[0].append(new_id())
        await self.people[0].post(
            f"games/{game['id']}/events", id=self.taps[0][-1], kind="miss", seat_id=game["turns"][0]
        )
        await self.people[0].post(f"games/{game['id']}/finish")

    async def _settle(self, path: str, seats: list[str]) -> None:
        """Three bills and a payment, each recorded once however often it is sent."""
        for seat in seats[:3]:
            await self._wait_for_fault()
            entry = await self.people[0].post(
                f"{path}/ledger", key=new_id(), kind="bar", payer_seat_id=seat, kopecks=800_00
            )
            self.entries.append(entry["id"])
        paid = await self.people[1].post(
            f"{path}/ledger",
            key=new_id(),
            kind="payment",
            payer_seat_id=seats[1],
            payee_seat_id=seats[0],
            kopecks=100_00,
        )
        self.entries.append(paid["id"])
        await self.people[0].post(f"{path}/ledger/{paid['id']}/confirm")

    async def check_kept(self) -> None:
        """What was acknowledged is there, once, and every phone shows it."""
        assert self.judge.wrong == []
        session = await self.people[0].get(f"sessions/{self.session['id']}")
        for game, ids in zip(self.games, self.taps, strict=True):
            events = (await self.people[0].get(f"games/{game['id']}/events"))["items"]
            assert sorted(event["id"] for event in events if event["kind"] != "reopen") == sorted(ids)
            assert [event["kind"] for event in events].count("reopen") == (game is self.games[0])
            assert [event["version"] for event in events] == list(range(1, len(events) + 1))
        balance = await self.people[0].get(f"sessions/{self.session['id']}/balance")
        assert sum(seat["net_kopecks"] for seat in balance["balances"]) == 0
        made = [entry["id"] for entry in balance["entries"] if entry["kind"] in ("bar", "payment")]
        assert sorted(made) == sorted(self.entries)
        await self._check_boards(session)
        assert self.judge.wrong == []

    async def _check_boards(self, session: Json) -> None:
        """Every phone shows what the server has."""
        version = session["version"]
        await until(lambda: all(seen.board and seen.board.version == version for seen in self.seen))
        last = (await self.people[0].get(f"games/{self.games[-1]['id']}/events"))["items"]
        game = await self.people[0].get(f"games/{self.games[-1]['id']}")
        for seen in self.seen:
            assert seen.board
            assert (seen.board.session, seen.board.game) == (session, game)
            assert seen.board.events == last

    async def check_delivered(self) -> None:
        """Every message has had its effect once: statistics are what a recomputation makes of the events."""
        async with self.stage.database() as connection:
            try:
                await until(lambda: self.is_counted(connection), DELIVERED_SECONDS)
                await until(lambda: _nothing_is_told(connection), DELIVERED_SECONDS)
            except TimeoutError:
                told = [tuple(row) for row in await connection.fetch(TOLD)]
                raise AssertionError(f"in the outbox {told}, in queues {await _left_in_queues(self.stage)}") from None
        assert await _left_in_queues(self.stage) == {}
        database = Database(self.stage.postgres.url, name="tests")
        try:
            assert (await recompute.everything(database)).wrong == []
        finally:
            await database.close()

    async def is_counted(self, connection: "asyncpg.Connection[asyncpg.Record]") -> bool:
        """Whether every game is in everybody's totals."""
        rows = await connection.fetch(COUNTED, UUID(self.session["id"]))
        return [row["games"] for row in rows] == [len(self.games)] * PEOPLE


COUNTED = """
SELECT games FROM player_totals JOIN seats USING (player_id) WHERE session_id = $1
"""


TOLD = "SELECT topic, count(*) FROM outbox GROUP BY topic"


async def _nothing_is_told(connection: "asyncpg.Connection[asyncpg.Record]") -> bool:
    return bool(await connection.fetchval("SELECT NOT EXISTS (SELECT FROM outbox)"))


async def _left_in_queues(stage: Stage) -> dict[str, int]:
    """What waits to be tried again, or will never be, as soon as RabbitMQ can say."""
    async with asyncio.timeout(DELIVERED_SECONDS):
        while True:
            try:
                return await _counts(stage)
            except (*AWAY, ChannelClosed):  # it is just starting again
                await asyncio.sleep(0.5)  # between two attempts


async def _counts(stage: Stage) -> dict[str, int]:
    left: dict[str, int] = {}
    async with await aio_pika.connect(stage.rabbitmq_url, timeout=10) as connection, connection.channel() as channel:
        for name in queues_of(stage.config.topology):
            if name.endswith((".retry", ".dead")):
                queue = await channel.declare_queue(name, passive=True)
                left[name] = queue.declaration_result.message_count or 0
    return {name: count for name, count in left.items() if count}
