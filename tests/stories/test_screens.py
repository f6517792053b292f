"""One evening from the first to the last screen, each looked at in both themes; `make pictures` keeps what was seen"""

from tests.stories.conftest import Open
from tests.stories.phone import Phone
from tests.stories.screens import Screens

TO_THE_MIDDLE = "element => element.scrollIntoView({block: 'center'})"
"""Playwright scrolls only what is out of the window, and not what lies under its cloth."""


async def test_every_screen_is_legible_and_within_reach(phone: Open) -> None:
    screens = Screens()
    oleg = await phone("Олег")
    ivan = await phone("Иван")
    await _gather(screens, oleg, ivan)
    await _play(screens, oleg, ivan)
    await _settle(screens, oleg, ivan)
    await _alone(screens, oleg)
    assert screens.faults == []


async def _gather(screens: Screens, oleg: Phone, ivan: Phone) -> None:
    """From the first opening to a table with three people."""
    await oleg.expect("home-new")
    await screens.look(oleg, "home-first")
    await oleg.tap("home-new")
    await oleg.write("new-name", "Пятница в «Шаре»")
    await oleg.write("new-guest-name", "Саша")
    await oleg.tap("new-guest-add")
    await screens.look(oleg, "new")
    await oleg.choose("Московская")
    await screens.look(oleg, "new-pyramid")
    await oleg.choose("Колхоз")
    await oleg.tap("new-create")
    code = await oleg.read("session-code")
    await ivan.tap("home-join")
    await screens.look(ivan, "join")
    await ivan.write("join-code", code)
    await ivan.tap("join-submit")
    await oleg.expect("lobby-seat", 3)
    await screens.look(oleg, "table")
    await oleg.tap("qr")
    await oleg.page.wait_for_selector("svg[role=img]")
    await screens.look(oleg, "invite")


async def _play(screens: Screens, oleg: Phone, ivan: Phone) -> None:
    """A game with balls of every colour, as a player, a late spectator and the hall see it."""
    await oleg.tap("session-start")
    for color in ("white", "white", "yellow"):
        await oleg.tap("ball", color=color)
    await oleg.tap("next")
    await oleg.tap("ball", color="green")
    await oleg.tap("foul")
    await oleg.tap("ball", color="white")
    await oleg.expect("connection", queued=0)
    await ivan.expect("seat-card", points=4)
    await screens.look(oleg, "board")
    await oleg.tap("history-open")
    await screens.look(oleg, "history")
    await oleg.page.keyboard.press("Escape")
    await oleg.tap("menu")
    await screens.look(oleg, "menu")
    await oleg.tap("to-tv")
    await oleg.page.set_viewport_size({"width": 844, "height": 390})
    await oleg.expect("tv-seat", 3)
    await screens.look(oleg, "tv")
    await oleg.page.set_viewport_size({"width": 390, "height": 844})
    await oleg.page.get_by_role("button", name="Назад").tap()
    await oleg.tap("finish")
    await screens.look(oleg, "finish")
    await oleg.tap("finish-confirm")
    await oleg.expect("result-row", 3)
    await screens.look(oleg, "result")


async def _settle(screens: Screens, oleg: Phone, ivan: Phone) -> None:
    """The table is paid for, a payment said by one and confirmed by the other, and the evening closed."""
    await oleg.tap("to-balance")
    await oleg.expect("balance-row", 3)
    await oleg.see("add-bill").evaluate(TO_THE_MIDDLE)
    await oleg.tap("add-bill")
    await oleg.write("bill-sum", "400")
    await screens.look(oleg, "bill")
    await oleg.tap("bill-save")
    await oleg.expect("entry-row", kind="table_time")
    await ivan.tap("to-balance")
    await ivan.expect("entry-row", kind="table_time")
    debts = await ivan.see("settle-row").count()
    await ivan.see("pay").first.evaluate(TO_THE_MIDDLE)
    await ivan.tap("pay")
    await ivan.expect("waiting-row")
    await oleg.expect("waiting-row")
    await screens.look(oleg, "balance")
    await oleg.tap("confirm-payment")
    for each in (oleg, ivan):
        await each.expect("settle-row", debts - 1)
        await each.expect("waiting-row", 0)
    await oleg.tap("close-evening")
    await oleg.tap("close-confirm")
    await oleg.expect("evening-closed")
    await screens.look(oleg, "closed")


async def _alone(screens: Screens, oleg: Phone) -> None:
    """What is only about oneself, in Russian and in English, and bigger for the left hand."""
    await oleg.page.get_by_role("button", name="Назад").tap()
    await oleg.tap("home-notifications")
    await oleg.expect("notification", 2)
    await screens.look(oleg, "notifications")
    await oleg.page.get_by_role("button", name="Назад").tap()
    await oleg.expect("home-new")
    await screens.look(oleg, "home")
    await oleg.tap("home-settings")
    await oleg.expect("set-big")
    await screens.look(oleg, "settings")
    await oleg.choose("English")
    await oleg.choose("Left")
    await oleg.tap("set-big")
    await screens.look(oleg, "settings-english")
    await oleg.page.get_by_role("button", name="Back").tap()
    await screens.look(oleg, "home-big")
