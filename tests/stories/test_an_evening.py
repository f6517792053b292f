"""Two phones, three people, one game: who owes whom is the same for everyone."""

import asyncio
import logging

from playwright.async_api import Route

from infra.local.runner import Runner
from tests.product import kill
from tests.stories.conftest import Open
from tests.stories.phone import Phone
from tests.stories.table import KOLKHOZ, Table

log = logging.getLogger(__name__)


async def begin(marat: Phone) -> str:
    """Marat begins an evening with a guest; the code of it."""
    await marat.tap("home-new")
    await marat.write("new-guest-name", "Саша")
    await marat.tap("new-guest-add")
    await marat.tap("new-create")
    return (await marat.read("session-code")).replace(" ", "").replace("-", "")


async def join(ivan: Phone, code: str) -> None:
    await ivan.tap("home-join")
    await ivan.write("join-code", code)
    await ivan.tap("join-play")


async def test_two_phones_play_a_game_and_see_the_same_money(phone: Open) -> None:
    marat, ivan = await asyncio.gather(phone("Марат"), phone("Иван", dark=True))
    await join(ivan, await begin(marat))
    await marat.expect("lobby-seat", 3)
    await marat.tap("session-start")
    await ivan.expect("seat-card", 3)

    for _ in range(3):
        await marat.tap("ball", color="white")
    await ivan.expect("seat-card", points=3)
    await ivan.tap("next")
    await ivan.tap("ball", color="white")
    await marat.expect("seat-card", points=1)
    await marat.tap("foul")
    await ivan.expect("seat-card", points=0, count=2)
    await marat.tap("undo")
    await marat.expect("seat-card", points=1)

    await marat.tap("finish")
    await marat.tap("finish-confirm")
    await marat.expect("result-row", 3)
    await ivan.expect("result-row", 3)
    nets = await marat.nets("result-row")
    assert nets == await ivan.nets("result-row")
    assert sum(nets.values()) == 0
    assert sorted(nets.values()) != [0, 0, 0]

    await marat.tap("to-balance")
    await marat.expect("balance-row", 3)
    assert await marat.nets("balance-row") == nets


async def both(product: Runner, phone: Open) -> tuple[Phone, Phone]:
    """Marat's phone and Ivan's at a game of theirs with a guest, where a story is not about how they came to it."""
    table = await Table.lay(product, "Марат", "Иван", guests=("Саша",), rules=KOLKHOZ)
    await table.begin()
    await table.host.close()
    marat, ivan = await asyncio.gather(phone("Марат", path=table.path), phone("Иван", path=table.path))
    for each in (marat, ivan):
        await each.expect("seat-card", 3)
        await each.expect("connection", state="live")
    return marat, ivan


async def test_taps_without_a_network_and_without_a_server_are_kept_and_sent(product: Runner, phone: Open) -> None:
    marat, ivan = await both(product, phone)

    async with marat.offline():
        for _ in range(10):
            await marat.tap("ball", color="white")
        await marat.expect("seat-card", points=10)
        await marat.expect("connection", queued=10)
        await ivan.expect("seat-card", 3, points=0)
        ivan.is_cut = True
        kill(product.caddy.pid)
    await marat.tap("ball", color="white")

    await ivan.expect("seat-card", points=11)
    await marat.expect("connection", queued=0)


RESUMED = """new MutationObserver((_, watch) => {
    if (!document.querySelector('[data-testid=seat-card]')) return;
    window.resumed = performance.now();
    watch.disconnect();
}).observe(document, {childList: true, subtree: true})"""


async def test_a_reload_in_the_middle_loses_nothing_and_waits_for_nobody(product: Runner, phone: Open) -> None:
    table = await Table.lay(product, "Марат", guests=("Саша",), rules=KOLKHOZ)
    await table.begin()
    await table.host.close()
    marat = await phone("Марат", path=table.path)
    await marat.tap("ball", color="white")
    await marat.expect("connection", queued=0)
    answers = asyncio.Event()

    async def hold(route: Route) -> None:
        await answers.wait()
        await route.continue_()

    await marat.context.route("**/api/**", hold)
    await marat.tap("ball", color="white")
    await marat.page.add_init_script(RESUMED)
    await marat.page.reload()
    await marat.expect("seat-card", points=2)
    await marat.tap("ball", color="white")
    await marat.expect("seat-card", points=3)
    await marat.expect("connection", queued=2)
    # Under 0.5 s on a quiet machine; that it waits for no answer is what can be asked of a busy one.
    log.info("the board is back after %.0f ms", await marat.page.evaluate("resumed"))
    marat.is_cut = True  # what the reload has cut off
    answers.set()
    await marat.expect("connection", queued=0)
    await marat.expect("seat-card", points=3)


async def test_one_goes_home_in_the_middle_and_the_finished_game_is_corrected(product: Runner, phone: Open) -> None:
    marat, ivan = await both(product, phone)
    for _ in range(2):
        await marat.tap("ball", color="white")
    await ivan.expect("seat-card", points=2)
    await marat.expect("connection", queued=0)

    await marat.tap("menu")
    await marat.tap("lineup")
    await marat.see("lobby-seat").filter(has_text="Саша").get_by_role("button").first.tap()
    await marat.tap("lineup-save")
    for each in (marat, ivan):
        await each.expect("seat-card", 2)
        assert "Саша" in await each.read("gone")
    await ivan.tap("history-open")
    await ivan.expect("history-row", kind="reorder")
    await ivan.page.keyboard.press("Escape")

    await marat.tap("finish")
    await marat.tap("finish-confirm")
    await ivan.expect("result-row", points=2)
    await ivan.expect("result-row", 3)
    await marat.tap("reopen")
    await ivan.expect("seat-card", points=2)
    await marat.tap("undo")
    await ivan.expect("seat-card", points=1)
    await marat.expect("connection", queued=0)
    await marat.tap("finish")
    await marat.tap("finish-confirm")
    await ivan.expect("result-row", points=1)
    nets = await marat.nets("result-row")
    assert nets == await ivan.nets("result-row")
    assert sorted(nets.values()) == [-50_00, 0, 50_00]
