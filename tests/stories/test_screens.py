"""One evening from the first to the last screen, each looked at in both themes; `make pictures` keeps what was seen"""

import asyncio

from infra.local.runner import Runner
from tests.product import Guest, until
from tests.stories.conftest import Open
from tests.stories.phone import Phone
from tests.stories.screens import Screens
from tests.stories.table import PEOPLE, Table

TO_THE_MIDDLE = "element => element.scrollIntoView({block: 'center'})"
"""Playwright scrolls only what is out of the window, and not what lies under its cloth."""


async def test_every_screen_is_legible_and_within_reach(product: Runner, phone: Open) -> None:
    screens = Screens()
    boris = await phone("Борис")
    timur = await phone("Тимур")
    await _gather(screens, boris, timur)
    await _play(screens, boris, timur)
    await _settle(screens, boris, timur)
    await _heard(product, "Борис")
    await _alone(screens, boris)
    await _elsewhere(screens, product, phone)
    assert screens.faults == []


async def _gather(screens: Screens, boris: Phone, timur: Phone) -> None:
    """From the first opening to a table with three people."""
    await boris.expect("home-new")
    await screens.look(boris, "home-first")
    await boris.tap("home-new")
    await boris.write("new-name", "Пятница в «Шаре»")
    await boris.write("new-guest-name", "Саша")
    await boris.tap("new-guest-add")
    await screens.look(boris, "new")
    await boris.choose("Московская")
    await screens.look(boris, "new-pyramid")
    await boris.choose("Колхоз")
    await boris.tap("new-create")
    code = await boris.read("session-code")
    await timur.tap("home-join")
    await screens.look(timur, "join")
    await timur.write("join-code", code)
    await timur.tap("join-play")
    await boris.expect("lobby-seat", 3)
    await screens.look(boris, "table")
    await boris.tap("qr")
    await boris.page.wait_for_selector("svg[role=img]")
    await screens.look(boris, "invite")


async def _play(screens: Screens, boris: Phone, timur: Phone) -> None:
    """A game with balls of every colour, as a player, a late spectator and the hall see it."""
    await boris.tap("session-start")
    for color in ("white", "white", "yellow"):
        await boris.tap("ball", color=color)
    await boris.tap("next")
    await boris.tap("ball", color="green")
    await boris.tap("foul")
    await boris.tap("ball", color="white")
    await boris.expect("connection", queued=0)
    await timur.expect("seat-card", points=4)
    await screens.look(boris, "board")
    await boris.tap("history-open")
    await boris.page.get_by_test_id("history-row").first.get_by_role("button").click()
    await boris.expect("history-other", 2)
    await screens.look(boris, "history")
    await boris.page.keyboard.press("Escape")
    await boris.hold("seat-card")
    await screens.look(boris, "fix")
    await boris.page.keyboard.press("Escape")
    await asyncio.gather(boris.tap("ball", color="white"), timur.tap("ball", color="white"))
    await boris.expect("twice")
    await screens.look(boris, "twice")
    await boris.tap("twice")
    await boris.expect("twice", 0)
    await boris.tap("menu")
    await screens.look(boris, "menu")
    await boris.tap("to-tv")
    await boris.page.set_viewport_size({"width": 844, "height": 390})
    await boris.expect("tv-seat", 3)
    await screens.look(boris, "tv")
    await boris.page.set_viewport_size({"width": 390, "height": 844})
    await boris.page.get_by_role("button", name="Назад").tap()
    await boris.tap("finish")
    await screens.look(boris, "finish")
    await boris.tap("finish-confirm")
    await boris.expect("result-row", 3)
    await screens.look(boris, "result")
    await boris.tap("to-table")
    await boris.see("person").filter(has_text="Саша").tap()
    await boris.expect("guest-link")
    await screens.look(boris, "guest")
    await boris.page.keyboard.press("Escape")
    await boris.tap("to-rules")
    await boris.expect("rules-save")
    await screens.look(boris, "rules")
    await boris.page.get_by_role("button", name="Назад").tap()


async def _settle(screens: Screens, boris: Phone, timur: Phone) -> None:
    """The table is paid for, a payment said by one and confirmed by the other, and the evening closed."""
    await boris.page.get_by_role("button", name="Итоги вечера").tap()
    await boris.expect("balance-row", 3)
    await boris.see("add-bill").evaluate(TO_THE_MIDDLE)
    await boris.tap("add-bill")
    await boris.write("bill-sum", "400")
    await screens.look(boris, "bill")
    await boris.tap("bill-save")
    await boris.expect("entry-row", kind="table_time")
    await timur.tap("to-balance")
    await timur.expect("entry-row", kind="table_time")
    debts = await timur.see("settle-row").count()
    await timur.see("pay").first.evaluate(TO_THE_MIDDLE)
    await timur.tap("pay")
    await timur.expect("waiting-row")
    await boris.expect("waiting-row")
    await screens.look(boris, "balance")
    await boris.tap("confirm-payment")
    for each in (boris, timur):
        await each.expect("settle-row", debts - 1)
        await each.expect("waiting-row", 0)
    await boris.tap("close-evening")
    await boris.tap("close-confirm")
    await boris.expect("evening-closed")
    await screens.look(boris, "closed")


async def _heard(product: Runner, name: str) -> None:
    """Until the end of the game and that of the evening have been told of, which nobody waits for."""
    his = await Guest(product, PEOPLE[name], name).sign_in()
    await until(lambda: his.get("notifications"), lambda told: len(told["items"]) == 2)
    await his.close()


async def _alone(screens: Screens, boris: Phone) -> None:
    """What is only about oneself, in Russian and in English, and bigger for the left hand."""
    await boris.page.get_by_role("button", name="Назад").tap()
    await boris.tap("home-notifications")
    await boris.expect("notification", 2)
    await screens.look(boris, "notifications")
    await boris.page.get_by_role("button", name="Назад").tap()
    await boris.expect("home-new")
    await screens.look(boris, "home")
    await boris.tap("home-profile")
    await boris.see("tile").first.wait_for()
    await screens.look(boris, "profile")
    await boris.see("badge").first.evaluate(TO_THE_MIDDLE)
    await screens.look(boris, "badges")
    await boris.tap("to-games")
    await boris.expect("played")
    await screens.look(boris, "games")
    await boris.page.get_by_role("button", name="Назад").tap()
    await boris.tap("to-leaders")
    await boris.expect("leader", 2)
    await screens.look(boris, "leaders")
    await boris.see("leader").filter(has_text="Тимур").tap()
    await boris.expect("versus")
    await screens.look(boris, "other")
    for _ in range(2):
        await boris.page.get_by_role("button", name="Назад").tap()
    await boris.tap("to-templates")
    await boris.see("template").first.wait_for()
    await screens.look(boris, "templates")
    await boris.tap("template-new")
    await boris.write("point-price", "30")
    await boris.see("in-words").get_by_role("listitem").first.wait_for()
    await screens.look(boris, "template")
    for _ in range(3):
        await boris.page.get_by_role("button", name="Назад").tap()
    await boris.tap("home-settings")
    await boris.expect("set-big")
    await screens.look(boris, "settings")
    await boris.choose("English")
    await boris.choose("Left")
    await boris.tap("set-big")
    await screens.look(boris, "settings-english")
    await boris.page.get_by_role("button", name="Back").tap()
    await screens.look(boris, "home-big")


async def _elsewhere(screens: Screens, product: Runner, phone: Open) -> None:
    """Two against two in a series, eight at one table, without a signal, watching, and on phones of other sizes."""
    pyramid = {"game_type": "free_pyramid", "target": 8, "game_price_kopecks": 500_00}
    table = await Table.lay(product, "Тимур", guests=("Борис", "Саша", "Лена"), rules=pyramid, best_of=3)
    await screens.look(await phone("Тимур", path=table.path), "table-of-pairs")
    await table.begin()
    pairs = await phone("Тимур", path=table.path)
    for ball in ("ball", "own-ball", "next", "ball", "foul"):
        await pairs.tap(ball)
    await pairs.expect("side-card", points=3)
    await pairs.expect("connection", queued=0)
    await screens.look(pairs, "pairs")
    await table.host.close()

    colours = [
        {"color": color, "value": value, "count": 1} for value, color in enumerate(("yellow", "pink", "green"), 2)
    ]
    kolkhoz = {
        "game_type": "kolkhoz",
        "point_price_kopecks": 50_00,
        "balls": [{"color": "white", "value": 1, "count": 12}, *colours],
    }
    guests = ("Саша", "Лена", "Марк", "Пётр", "Анна", "Глеб", "Константин")
    table = await Table.lay(product, "Тимур", guests=guests, rules=kolkhoz)
    await table.begin()
    eight = await phone("Тимур", path=table.path, width=320, height=568)
    for color in ("white", "yellow", "white"):
        await eight.tap("ball", color=color)
    await eight.expect("connection", queued=0)
    for name, width, height in (("eight-320", 320, 568), ("eight-360", 360, 640), ("eight-landscape", 844, 390)):
        await eight.page.set_viewport_size({"width": width, "height": height})
        await screens.look(eight, name)
    await eight.page.set_viewport_size({"width": 390, "height": 844})
    async with eight.offline():
        await eight.tap("next")
        await eight.tap("ball", color="pink")
        await eight.expect("connection", queued=2)
        await screens.look(eight, "offline")
    await eight.expect("connection", queued=0)
    invitation = f"/join/{table.session['code']}"
    watcher = await phone("Борис", path=invitation)
    await watcher.expect("join-code")
    await screens.look(watcher, "invited")
    await watcher.tap("join-watch")
    await watcher.expect("seat-card", 8)
    await screens.look(watcher, "watching")
    await watcher.open(f"{product.config.url}/claim/{table.session['id']}/{table.seats['Саша']}/{'a' * 22}")
    await watcher.expect("claim")
    await screens.look(watcher, "claim")
    await table.host.close()

    nobody = await phone(None)
    await nobody.see("sign-in").first.wait_for()
    await screens.look(nobody, "sign-in")
    # By any name but its own this machine is a server on the Internet.
    await nobody.open(f"http://artel.localhost:{product.config.port}{invitation}")
    await nobody.page.get_by_role("heading").wait_for()
    await screens.look(nobody, "outside")
