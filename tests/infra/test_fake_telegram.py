"""The stand-in for Telegram: it must be as strict as Telegram is documented to be, or our tests prove nothing."""

from collections.abc import Iterator

import httpx
import pytest

from infra.telegram import setup
from infra.telegram.fake import Cut, FakeBotApi, Trouble
from infra.telegram.server import page, serving

TOKEN = "1:fake"
NOON = 1_800_000_000.0
ANNA, GROUP = 7, -7


class Clock:
    """A time that stands still until somebody turns it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def api(clock: Clock) -> FakeBotApi:
    return FakeBotApi(TOKEN, clock)


def send(api: FakeBotApi, chat_id: int = ANNA, text: str = "hello") -> int:
    """The status."""
    return api.call(TOKEN, "sendMessage", {"chat_id": chat_id, "text": text})[0]


def test_a_chat_takes_a_short_burst_and_then_one_message_a_second(api: FakeBotApi, clock: Clock) -> None:
    assert [send(api) for _ in range(4)] == [200, 200, 200, 429]
    clock.now += 1
    assert [send(api), send(api)] == [200, 429]
    assert dict(api.broken) == {"chat": 2}


def test_a_group_takes_twenty_a_minute(api: FakeBotApi, clock: Clock) -> None:
    for _ in range(20):
        assert send(api, GROUP) == 200
        clock.now += 1
    status, answer = api.call(TOKEN, "sendMessage", {"chat_id": GROUP, "text": "one more"})
    assert (status, answer["parameters"]) == (429, {"retry_after": 40})
    assert dict(api.broken) == {"group": 1}


def test_all_chats_together_take_thirty_a_second(api: FakeBotApi, clock: Clock) -> None:
    assert [send(api, chat_id) for chat_id in range(1, 32)] == [200] * 30 + [429]
    clock.now += 1
    assert send(api, 99) == 200


def test_whoever_comes_before_the_end_of_retry_after_is_counted_and_told_the_rest(
    api: FakeBotApi, clock: Clock
) -> None:
    api.expect(Trouble(429, chat_id=ANNA, retry_after=7))
    assert send(api) == 429
    clock.now += 6.5
    assert api.call(TOKEN, "sendMessage", {"chat_id": ANNA, "text": "x"})[1]["parameters"] == {"retry_after": 1}
    clock.now += 0.5
    assert send(api) == 200
    assert dict(api.broken) == {"early": 1}


def test_a_message_that_a_player_will_send_by_himself_is_kept_and_counts_for_no_limit(api: FakeBotApi) -> None:
    content = {"message_text": "Пятница, партия 3"}
    result = {"type": "article", "id": "7", "title": "Пятница", "input_message_content": content}
    asked = {"user_id": ANNA, "result": result, "allow_group_chats": True}
    for _ in range(4):
        status, answer = api.call(TOKEN, "savePreparedInlineMessage", asked)
        assert (status, answer["result"]["expiration_date"] > NOON) == (200, True)
    assert api.document()["prepared"][-1]["id"] == answer["result"]["id"]
    for wrong in (
        {**asked, "allow_group_chats": False},
        {**asked, "result": {**result, "id": "x" * 65}},
        {**asked, "result": {**result, "input_message_content": {"message_text": " "}}},
        {**asked, "result": {**result, "input_message_content": {"message_text": "x" * 4097}}},
    ):
        assert api.call(TOKEN, "savePreparedInlineMessage", wrong)[0] == 400
    assert dict(api.broken) == {}


def test_edits_count_like_messages(api: FakeBotApi) -> None:
    send(api)
    for number in range(2):
        edit = {"chat_id": ANNA, "message_id": 1, "text": f"edit {number}"}
        assert api.call(TOKEN, "editMessageText", edit)[0] == 200
    assert send(api) == 429


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendMessage", {"text": " "}, "message text is empty"),
        ("sendMessage", {"text": "🎱" * 2049}, "message is too long"),
        ("editMessageText", {"text": "x", "message_id": 9}, "message to edit not found"),
        ("editMessageText", {"text": "hello", "message_id": 1}, "message is not modified"),
    ],
)
def test_what_telegram_refuses(api: FakeBotApi, method: str, params: dict[str, object], description: str) -> None:
    send(api)
    status, answer = api.call(TOKEN, method, {"chat_id": ANNA, **params})
    assert status == 400
    assert description in answer["description"]


def test_troubles_come_as_often_as_they_are_ordered_and_to_whom(api: FakeBotApi) -> None:
    api.expect(Trouble(403, chat_id=ANNA, times=2))
    assert [send(api), send(api, 8), send(api), send(api)] == [403, 200, 403, 200]
    api.expect(Trouble(0))
    with pytest.raises(Cut):
        send(api, 9)
    assert [call.status for call in api.calls if call.chat_id == 9] == [200]


@pytest.fixture
def client(api: FakeBotApi) -> Iterator[httpx.Client]:
    with serving(api) as url, httpx.Client(base_url=url) as client:
        yield client


def test_it_answers_on_telegrams_own_paths(client: httpx.Client, api: FakeBotApi) -> None:
    assert client.get(f"/bot{TOKEN}/getMe").json()["result"]["is_bot"]
    assert client.post("/botother/getMe").status_code == 401
    assert client.post(f"/bot{TOKEN}/sendDice", json={"chat_id": 1}).status_code == 404
    assert client.post(f"/bot{TOKEN}/sendMessage", data={"text": "whereto?"}).status_code == 400
    assert client.post(f"/bot{TOKEN}/setWebhook", json={"url": "https://example.org"}).json()["result"] is True
    assert client.post("/trouble", json={"status": 403, "chat_id": 5}).status_code == 200
    assert client.post("/trouble", json={"nonsense": 1}).status_code == 400
    assert client.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": "5", "text": "hi"}).status_code == 403
    assert client.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": "6", "text": "<b>hi</b>"}).status_code == 200
    assert client.get("/nothing").status_code == 404
    document = client.get("/calls").json()
    assert [(call["chat_id"], call["status"]) for call in document["calls"]] == [(5, 403), (6, 200)]
    assert (document["broken"], document["settings"]) == ({}, {"setWebhook": {"url": "https://example.org"}})
    shown = client.get("/").text
    assert "&lt;b&gt;hi" in shown
    assert shown == page(api)


def test_a_cut_connection_leaves_the_message_in_place(client: httpx.Client) -> None:
    client.post("/trouble", json={"status": 0})
    with pytest.raises(httpx.RemoteProtocolError):
        client.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": "6", "text": "hi"})
    assert [call["status"] for call in client.get("/calls").json()["calls"]] == [200]


def test_make_telegram_sets_webhook_button_and_commands(
    api: FakeBotApi, client: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": str(client.base_url).rstrip("/"),
        "TELEGRAM_WEBHOOK_SECRET": "hush-1",
        "ARTEL_URL": "https://artel.example",
    }
    assert setup.main(environ) == 0
    webhook = api.settings["setWebhook"]
    assert webhook["url"] == "https://artel.example/api/v1/telegram/webhook"
    assert webhook["secret_token"] == "hush-1"
    assert api.settings["setChatMenuButton"]["menu_button"]["web_app"] == {"url": "https://artel.example"}
    assert {each["command"] for each in api.settings["setMyCommands"]["commands"]} == {"start", "stop"}

    for wrong in ({"TELEGRAM_BOT_TOKEN": "2:other"}, {"TELEGRAM_BOT_TOKEN": ""}, {"ARTEL_URL": "http://artel"}):
        assert setup.main(environ | wrong) == 1
    assert setup.main(environ | {"TELEGRAM_WEBHOOK_SECRET": "no spaces"}) == 1
    assert setup.main(environ | {"TELEGRAM_API_URL": "http://127.0.0.1:1"}) == 1
    said = capsys.readouterr()
    assert "401" in said.err
    assert TOKEN not in said.out + said.err
    assert "hush-1" not in said.out + said.err
