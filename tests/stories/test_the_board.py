"""The running game on its phones: a tap for each event, other people's taps, a bad line, two against two"""

import asyncio
from collections import Counter

from infra.local.runner import Runner
from tests.product import until
from tests.stories.bad_line import BadLine
from tests.stories.conftest import Open
from tests.stories.table import EIGHT, KOLKHOZ, Table


async def test_an_evening_of_sixty_events_takes_a_tap_for_each(product: Runner, phone: Open) -> None:
    table = await Table.lay(product, "Марат", guests=("Саша", "Лена"), rules=KOLKHOZ)
    game = await table.begin()
    marat = await phone("Марат", path=table.path)
    await marat.expect("seat-card", 3)

    visit = ["ball"] * 5 + ["next"]
    script = [*visit * 6, *["ball"] * 8, "foul", *["ball"] * 7, "undo", *["ball"] * 6, "next"]
    for mark in script:
        await marat.tap(mark, **({"color": "white"} if mark == "ball" else {}))
    await marat.expect("connection", queued=0)

    recorded = (await table.host.get(f"games/{game}/events"))["items"]
    balls = [event for event in recorded if event["kind"] == "pot"]
    assert len(recorded) == len(script) == 60
    assert len(script) / len(balls) < 1.2
    await table.host.close()


TAP_EACH = """async taps => {
    for (const ball of taps) {
        document.querySelector(`[data-testid=ball]${ball}`).click();
        await new Promise(requestAnimationFrame);
    }
}"""
"""Faster than fingers, so that eight phones talk at once."""


async def test_a_bad_line_loses_and_doubles_no_tap_of_eight_people(product: Runner, phone: Open) -> None:
    table = await Table.lay(product, *EIGHT, rules=KOLKHOZ)
    game = await table.begin()
    async with BadLine(8, product.config.url) as line:
        small = {"width": 360, "height": 640, "line": line}
        phones = await asyncio.gather(*(phone(name, path=table.path, **small) for name in EIGHT))
        for each in phones:
            await each.expect("seat-card", 8)

        async def play(place: int) -> None:
            taps = [f'[data-color="{"yellow" if (tap + place) % 5 == 0 else "white"}"]' for tap in range(25)]
            await phones[place].page.evaluate(TAP_EACH, taps)

        await asyncio.gather(*(play(place) for place in range(8)))
        for each in phones:
            await each.expect("connection", queued=0, seconds=180)

        recorded = (await table.host.get(f"games/{game}/events"))["items"]
        assert Counter(Counter(event["recorded_by"] for event in recorded).values()) == {25: 8}
        shown = (await table.host.get(f"games/{game}"))["scores"]
        points = {score["seat_id"]: score["points"] for score in shown}
        assert sum(points.values()) == 200 + 40  # each fifth ball counts twice
        for each in phones:
            await until(each.points, lambda seen: seen == points)
    assert {*line.met} >= {"lost", "unanswered", "refused", "late", "doubled", "cut"}
    await table.host.close()


async def test_two_against_two_to_the_last_ball(product: Runner, phone: Open) -> None:
    rules = {"game_type": "free_pyramid", "target": 3, "game_price_kopecks": 500_00}
    table = await Table.lay(product, "Марат", "Иван", guests=("Саша", "Лена"), rules=rules)
    four = ("Марат", "Иван", "Саша", "Лена")
    await table.begin(*four)
    small = {"width": 320, "height": 568}
    marat, ivan = await asyncio.gather(
        phone("Марат", path=table.path, **small), phone("Иван", path=table.path, width=844, height=390, dark=True)
    )
    for each in (marat, ivan):
        await each.expect("side-card", 2)

    await marat.tap("ball")
    await marat.tap("own-ball")
    await ivan.expect("side-card", points=2)
    await marat.tap("undo")
    await ivan.expect("side-card", points=1)
    await ivan.tap("foul")
    await marat.expect("side-card", 2, points=1)
    await marat.hold("seat-card", seat_id=table.seats["Лена"])
    await marat.see("fix-seat", seat_id=table.seats["Лена"]).and_(marat.page.locator("[aria-checked=true]")).wait_for()
    await marat.page.get_by_role("dialog").get_by_test_id("ball").tap()
    await ivan.expect("side-card", points=2)
    await ivan.expect("seat-card", shooter="true", seat_id=table.seats["Иван"])
    await ivan.tap("own-ball")
    for each in (marat, ivan):
        await each.expect("result-row", 4)
    nets = await marat.nets("result-row")
    assert nets == {table.seats[name]: net for name, net in zip(four, (-500_00, 500_00) * 2, strict=True)}
    await table.host.close()


async def test_others_undo_watch_and_come_late(product: Runner, phone: Open) -> None:
    table = await Table.lay(product, "Марат", "Иван", rules=KOLKHOZ)
    game = await table.begin()
    marat, ivan, oleg, vera = await asyncio.gather(
        phone("Марат", path=table.path),
        phone("Иван", path=table.path, dark=True),
        phone("Олег", path=f"/join/{table.session['code']}", width=360, height=640),
        phone("Вера", path="/join"),
    )
    await ivan.expect("seat-card", 2)
    await ivan.tap("ball", color="white")
    await marat.expect("seat-card", points=1)
    await marat.tap("undo")
    await marat.tap("undo-confirm")
    await ivan.expect("seat-card", 2, points=0)
    await ivan.tap("ball", color="yellow")

    await oleg.tap("join-play")
    await oleg.expect("seat-card", points=2)
    await marat.tap("ball", color="white")
    await oleg.expect("seat-card", points=3)
    await vera.write("join-code", table.session["code"])
    await vera.tap("join-watch")
    await vera.expect("seat-card", points=3)
    await vera.expect("undo", 0)
    assert await vera.see("ball").first.is_disabled()

    # What the server refuses stays to be read, struck through and with the reason.
    async with ivan.offline():
        await ivan.tap("ball", color="white")
        assert (await table.host.post(f"games/{game}/finish")).is_success
    await ivan.expect("result-row", points=3)
    await ivan.expect("toast")
    await table.host.post(f"games/{game}/reopen")
    await ivan.tap("history-open")
    await ivan.expect("history-row", state="refused")

    # A ball that was tapped for the wrong one: the server takes it from him and gives it to the other.
    await marat.tap("history-open")
    await marat.see("history-row", kind="pot", undone="false").first.get_by_role("button").tap()
    await marat.tap("history-other")
    await vera.expect("seat-card", seat_id=table.seats["Иван"], points=1)
    await vera.expect("seat-card", seat_id=table.seats["Марат"], points=2)
    await table.host.close()
