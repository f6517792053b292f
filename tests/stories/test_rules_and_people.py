"""The rules of the house, and a guest who turns out to have a phone."""

from playwright.async_api import expect

from tests.stories.conftest import Open
from tests.stories.test_an_evening import begin


async def test_rules_are_said_in_words_and_saved(phone: Open) -> None:
    marat = await phone("Марат")
    await marat.tap("home-profile")
    await marat.tap("to-templates")
    await marat.tap("template-new")
    await marat.write("point-price", "30")
    await expect(marat.see("in-words")).to_contain_text("30\u00a0₽")
    await marat.write("template-name", "Наш зал")
    await marat.tap("template-save")
    await expect(marat.see("template").filter(has_text="Наш зал")).to_have_count(1)


async def test_a_guest_takes_his_seat_and_his_points(phone: Open) -> None:
    marat, ivan = await phone("Марат"), await phone("Иван")
    await marat.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await begin(marat)
    await marat.tap("session-start")
    await marat.tap("next")
    for points in (1, 2, 3):
        await marat.tap("ball", color="white")
        await marat.expect("seat-card", points=points)
    await marat.tap("finish")
    await marat.tap("finish-confirm")
    await marat.tap("to-table")
    await marat.see("person").filter(has_text="Саша").tap()
    await marat.tap("guest-link")
    await marat.expect("toast")
    link = str(await marat.page.evaluate("navigator.clipboard.readText()")).splitlines()[-1]

    await ivan.open(link)
    await ivan.tap("claim")
    await ivan.expect("result-row", points=3)
