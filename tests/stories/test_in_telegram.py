"""What the page asks of the Telegram around it, and does when Telegram, or the server, says something"""

import json
from typing import Any

from playwright.async_api import expect

from infra.local.runner import Runner
from tests.stories.conftest import Open
from tests.stories.phone import Phone
from tests.stories.table import Table

TELEGRAM = """
window.asked = [];
let cards = 0;
window.TelegramWebviewProxy = {postEvent: (name, data) => {
    asked.push([name, JSON.parse(data || 'null')]);
    if (name === 'web_app_check_home_screen') say('home_screen_checked', {status: 'missed'});
    if (name === 'web_app_send_prepared_message')
        cards++ ? say('prepared_message_failed', {error: 'MESSAGE_EXPIRED'}) : say('prepared_message_sent');
}};
window.say = (name, data) => setTimeout(() => Telegram.WebView.receiveEvent(name, data));
localStorage.getItem('artel.played') || localStorage.setItem('artel.played', '["one", "two"]');
"""
"""Telegram's WebView on a phone: it is told things in one way, says them in another. Two games were played before, and
of the messages that are prepared only the first is sent."""
CARDS = "n => asked.filter(([name, card]) => name === 'web_app_send_prepared_message' && card.id).length === n"
LINKS = "() => asked.filter(([n, to]) => n === 'web_app_open_tg_link' && to.path_full.startsWith('/share/url')).length"
NIGHT = {"bg_color": "#101418", "text_color": "#ffffff", "secondary_bg_color": "#000000", "button_color": "#2ea6ff"}


async def _asked(phone: Phone, name: str, **data: Any) -> None:
    """Wait until the last thing of this name that Telegram was asked for is this."""
    last = "name => JSON.stringify(asked.filter(([asked]) => asked === name).at(-1)?.[1] ?? {})"
    wanted = json.dumps(data, separators=(",", ":"))
    await phone.page.wait_for_function(f"([name, wanted]) => ({last})(name) === wanted", arg=[name, wanted])


async def test_telegram_around_the_page_is_asked_and_heard(product: Runner, phone: Open) -> None:
    table = await Table.lay(product, "Зоя", guests=("Саша",), rules={"game_type": "kolkhoz", "turns": "manual"})
    game = await table.begin()
    zoya = await phone("Зоя", path=table.path, around=TELEGRAM)
    await zoya.expect("seat-card", 2)
    await _asked(zoya, "web_app_ready")
    await _asked(zoya, "web_app_expand")
    await _asked(zoya, "web_app_setup_swipe_behavior", allow_vertical_swipe=False)
    await _asked(zoya, "web_app_setup_back_button", is_visible=True)
    await expect(zoya.page.get_by_role("button", name="Назад")).to_have_count(0)
    await zoya.tap("ball", color="white")
    await _asked(zoya, "web_app_trigger_haptic_feedback", type="impact", impact_style="medium")

    async with zoya.offline():
        await zoya.tap("undo")
        await _asked(zoya, "web_app_setup_closing_behavior", need_confirmation=True)
    await zoya.expect("connection", queued=0)
    await _asked(zoya, "web_app_setup_closing_behavior", need_confirmation=False)

    await zoya.page.evaluate("theme_params => say('theme_changed', {theme_params})", NIGHT)
    await zoya.page.wait_for_function("document.documentElement.dataset.theme === 'dark'")

    await table.host.post(f"games/{game}/finish")
    await zoya.expect("result-row", 2)
    # Asked for once already, so that no phone waits for its function to start.
    assert (await table.host.post(f"games/{game}/share")).is_success
    for links in (0, 1):
        await zoya.tap("share")
        await zoya.page.wait_for_function(CARDS, arg=links + 1)
        await expect(zoya.see("share")).to_be_enabled()
        assert await zoya.page.evaluate(LINKS) == links
    await zoya.page.evaluate("say('back_button_pressed', {})")
    await zoya.see("shortcut").get_by_role("button").first.tap()
    await _asked(zoya, "web_app_add_to_home_screen")
    await _asked(zoya, "web_app_setup_swipe_behavior", allow_vertical_swipe=True)

    # She is in no other story: the end of this game and of this evening are all that she is told.
    await table.host.post(f"sessions/{table.session['id']}/close")
    await expect(zoya.see("home-unread")).to_have_text("2", timeout=60_000)
    await table.host.close()
