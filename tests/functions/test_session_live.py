"""GET /sessions/{id}/live, upgraded to a WebSocket"""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from common import auth
from common.auth import ACCESS_SECONDS
from common.settings import Settings
from tests.functions.conftest import Begin, Phone, SignIn
from tests.functions.evening import Evening, Gateway, event_of, refusal
from tests.functions.instances import Board, instance, knock, watch

Watch = Callable[..., "object"]


@pytest.fixture(scope="module")
async def address(settings: Settings) -> AsyncIterator[str]:
    async with instance(settings) as address:
        yield address


def token(evening: Evening, name: str) -> str:
    return evening.people[name].access_token


def problem(refused: InvalidStatus) -> tuple[int, str]:
    """With what a handshake was refused."""
    answer = refused.response
    return refusal(
        httpx.Response(answer.status_code, headers=dict(answer.headers.raw_items()), content=bytes(answer.body))
    )


async def test_a_phone_begins_with_the_whole_board(begin: Begin, address: str) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    pot = event_of(await match.pot("Анна"))
    async with await watch(address, evening.id, token(evening, "Борис")) as board:
        hello = await board.receive()
        assert board.socket.subprotocol == "artel.v1"
    assert hello == {
        "t": "hello",
        "version": 4,
        "board": {"session": await evening.show(), "game": await match.show(), "events": [pot]},
    }


async def test_a_tap_on_one_phone_shows_on_the_others(begin: Begin, address: str) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    async with await watch(address, evening.id, token(evening, "Борис")) as board:
        await board.next("hello")
        answer = await match.pot("Анна")
        message = await board.next("event")
    assert message == {"t": "event", "version": 4} | answer.json()


async def test_every_other_change_sends_the_board(begin: Begin, phone: Phone, address: str) -> None:
    evening = await begin("Анна", "Борис")
    async with await watch(address, evening.id, token(evening, "Борис")) as board:
        await board.next("hello")

        async def changed() -> Board:
            message = await board.next("board")
            assert message.keys() == {"t", "version", "board"}
            assert message["board"]["session"] == await evening.show()
            assert message["version"] == message["board"]["session"]["version"]
            return board

        await evening.guest("Гость")
        assert len((await changed()).session["seats"]) == 3
        vera = await phone("Вера")
        await vera.post("sessions/join", json={"code": evening.code})
        assert len((await changed()).session["seats"]) == 4
        await vera.post(f"sessions/{evening.id}/leave")
        assert [seat["active"] for seat in (await changed()).session["seats"]] == [True, True, True, False]
        first = await evening.start()
        assert (await changed()).game == first.started
        finished = (await first.finish()).json()["game"]
        assert (await changed()).game == finished
        second = await evening.start()
        assert (await changed()).game == second.started
        await second.cancel()
        # What was called off is not shown: the board goes back to the last result.
        assert (await changed()).game == finished
        anna, boris = evening.seats["Анна"], evening.seats["Борис"]
        payment = {"kind": "payment", "payer_seat_id": anna, "payee_seat_id": boris, "kopecks": 5}
        paid = (await evening.host.post(f"sessions/{evening.id}/ledger", json=payment)).json()["id"]
        before = (await changed()).session["version"]
        await evening.phones["Борис"].post(f"sessions/{evening.id}/ledger/{paid}/confirm")
        assert (await changed()).session["version"] == before + 1
        await evening.host.post(f"sessions/{evening.id}/close")
        assert (await changed()).session["status"] == "closed"


async def test_an_evening_without_a_game_has_an_empty_board(begin: Begin, address: str) -> None:
    evening = await begin("Анна")
    async with await watch(address, evening.id, token(evening, "Анна")) as board:
        hello = await board.receive()
    assert (hello["board"]["game"], hello["board"]["events"]) == (None, [])


async def test_phones_see_who_is_here(begin: Begin, address: str) -> None:
    evening = await begin("Анна", "Борис")
    anna, boris = evening.seats["Анна"], evening.seats["Борис"]
    async with await watch(address, evening.id, token(evening, "Анна")) as board:
        await board.until(lambda board: board.present == [anna])
        async with (
            await watch(address, evening.id, token(evening, "Борис")),
            await watch(address, evening.id, token(evening, "Борис")) as second,
        ):
            await board.until(lambda board: board.present == sorted([anna, boris]))
            await second.until(lambda board: board.present == sorted([anna, boris]))
        await board.until(lambda board: board.present == [anna])
        assert board.received[-1].keys() == {"t", "version", "seat_ids"}


async def test_a_ping_is_answered_with_the_version(begin: Begin, address: str) -> None:
    evening = await begin("Анна")
    async with await watch(address, evening.id, token(evening, "Анна")) as board:
        await board.next("hello")
        await board.socket.send('{"t": "ping"}')
        assert await board.next("pong") == {"t": "pong", "version": 1}


async def test_since_brings_the_missing_events_only(begin: Begin, address: str) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    events = [event_of(await match.tap(kind="miss", seat="Анна")) for _ in range(20)]
    async with await watch(address, evening.id, token(evening, "Борис"), since=3) as board:
        await board.until(lambda board: len(board.events) == 20)
    messages = [message for message in board.received if message["t"] != "presence"]
    assert [message["t"] for message in messages] == ["event"] * 20
    assert [message["version"] for message in messages] == list(range(4, 24))
    assert board.events == events
    assert board.game == await match.show()


async def test_since_now_brings_a_bare_hello(begin: Begin, address: str) -> None:
    evening = await begin("Анна", "Борис")
    async with await watch(address, evening.id, token(evening, "Анна"), since=2) as board:
        assert await board.receive() == {"t": "hello", "version": 2}


@pytest.mark.parametrize("since", [2, -1, -(10**9), 24, 10**9, 10**30])
async def test_since_too_long_ago_or_never_brings_the_board(begin: Begin, address: str, since: int) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.tap(kind="miss", seat="Анна")
    async with await watch(address, evening.id, token(evening, "Анна"), since=since) as board:
        hello = await board.receive()
    assert (hello["t"], hello["board"]["game"]) == ("hello", await match.show())


async def test_more_than_twenty_missing_events_bring_the_board(begin: Begin, address: str) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    for _ in range(21):
        await match.tap(kind="miss", seat="Анна")
    async with await watch(address, evening.id, token(evening, "Анна"), since=3) as board:
        hello = await board.receive()
    assert (hello["t"], len(hello["board"]["events"])) == ("hello", 21)


async def test_who_has_left_may_still_watch(begin: Begin, address: str) -> None:
    evening = await begin("Анна", "Борис")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    async with await watch(address, evening.id, token(evening, "Борис")) as board:
        assert (await board.receive())["t"] == "hello"


async def test_strangers_and_bad_tokens_are_refused_at_the_handshake(
    begin: Begin, sign_in: SignIn, phone: Phone, address: str
) -> None:
    evening = await begin("Анна", "Борис")
    zoe = (await sign_in("Зоя")).access_token
    await evening.phones["Борис"].post("auth/logout")
    revoked, cut = token(evening, "Борис"), token(evening, "Анна")[:-4]
    for bad, status, code in (
        (zoe, 404, "not_found"),
        (revoked, 401, "token_revoked"),
        (cut, 401, "not_signed_in"),
        ("x", 401, "not_signed_in"),
        ("", 401, "not_signed_in"),
    ):
        with pytest.raises(InvalidStatus) as refused:
            await watch(address, evening.id, bad)
        assert problem(refused.value) == (status, code)
    with pytest.raises(InvalidStatus) as refused:
        await watch(address, evening.id, token(evening, "Анна"), since="yesterday")
    assert problem(refused.value) == (400, "payload_invalid")


async def test_only_a_page_of_our_own_opens_a_socket(begin: Begin, gateway: Gateway) -> None:
    evening = await begin("Анна")
    path = f"/api/v1/sessions/{evening.id}/live"
    anna = token(evening, "Анна")
    for origin in ("http://artel.test", "https://artel.test", "HTTPS://ARTEL.TEST"):
        assert (await knock(gateway, path, anna, origin=origin)).status_code == 101
    for origin in ("https://evil.test", "http://artel.test.evil.test", "https://artel.test:8443", "null", ""):
        assert refusal(await knock(gateway, path, anna, origin=origin)) == (403, "origin_not_allowed")
        assert refusal(await knock(gateway, path, "", origin=origin)) == (403, "origin_not_allowed")
    # Where each function has a host of its own, the gateway says what the phone's was.
    ours = {"x-forwarded-host": "play.artel.test"}
    assert (await knock(gateway, path, anna, origin="https://play.artel.test", **ours)).status_code == 101
    assert refusal(await knock(gateway, path, anna, origin="https://artel.test", **ours))[0] == 403


async def test_a_spectator_who_may_not_see_sums_watches_a_game_for_points(begin: Begin, address: str) -> None:
    evening = await begin("Анна", "Борис", "Вера", sums="players", spectators={"Вера"})
    async with (
        await watch(address, evening.id, token(evening, "Борис")) as player,
        await watch(address, evening.id, token(evening, "Вера")) as spectator,
    ):
        await spectator.next("hello")
        assert spectator.session["rules"]["point_price_kopecks"] == 0
        match = await evening.start("Анна", "Борис")
        await match.pot("Анна")
        await match.pot("Анна")
        for board in (player, spectator):
            await board.until(lambda board: board.game and board.game["scores"][0]["points"] == 2)
        assert spectator.game is not None
        assert {score["net_kopecks"] for score in spectator.game["scores"]} == {0}
        assert spectator.game["rules"]["point_price_kopecks"] == 0
        assert player.game == await match.show()
        assert spectator.game == await match.show(by="Вера")
        assert {score["net_kopecks"] for score in player.game["scores"]} == {100_00, -100_00}


@pytest.mark.parametrize(
    "message",
    ["", "ping", "{}", '{"t": "pot"}', '["ping"]', "[" * 1000, '{"t": "ping", "x": "' + "x" * 1024 + '"}', b"\x00\xff"],
)
async def test_a_message_that_is_no_ping_ends_the_conversation(
    begin: Begin, address: str, message: str | bytes
) -> None:
    evening = await begin("Анна")
    async with await watch(address, evening.id, token(evening, "Анна")) as board:
        await board.socket.send(message)
        assert await board.closed() == 1003


@pytest.mark.parametrize("left", [-5, 1])
async def test_the_socket_ends_with_its_token(begin: Begin, settings: Settings, address: str, left: int) -> None:
    evening = await begin("Анна")
    anna = evening.people["Анна"]
    issued = datetime.now(UTC) - timedelta(seconds=ACCESS_SECONDS - left)
    short = auth.Issuer(settings.jwt_private_key).issue(anna.id, anna.sign_in_id, now=issued)
    async with await watch(address, evening.id, short) as board:
        assert await board.closed() == 4401


async def test_a_server_that_stops_tells_its_phones_to_come_back(begin: Begin, settings: Settings) -> None:
    evening = await begin("Анна")
    async with instance(settings) as leaving:
        board = await watch(leaving, evening.id, token(evening, "Анна"))
        await board.next("hello")
    assert await board.closed() == 1012


async def test_two_servers_show_one_game(begin: Begin, settings: Settings, address: str) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    async with (
        instance(settings) as other,
        await watch(address, evening.id, token(evening, "Анна")) as here,
        await watch(other, evening.id, token(evening, "Борис")) as there,
    ):
        await here.next("hello")
        await there.next("hello")
        answer = await match.pot("Анна")
        assert (await here.next("event"))["event"] == (await there.next("event"))["event"] == event_of(answer)
        both = sorted([evening.seats["Анна"], evening.seats["Борис"]])
        await here.until(lambda board: board.present == both)
