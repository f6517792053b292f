"""POST /sessions/{id}/ledger"""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Evening, by_name, payments, refusal


async def add(evening: Evening, by: str | None = None, **body: Any) -> httpx.Response:
    """Seats are given by name, as `payer`, `payee` and `sharing`."""
    for field, name in (("payer", "payer_seat_id"), ("payee", "payee_seat_id")):
        if field in body:
            body[name] = evening.seats[body.pop(field)]
    if "sharing" in body:
        body["seat_ids"] = [evening.seats[name] for name in body.pop("sharing")]
    phone = evening.phones[by] if by else evening.host
    return await phone.post(f"sessions/{evening.id}/ledger", json=body)


async def balance(evening: Evening) -> Any:
    return (await evening.host.get(f"sessions/{evening.id}/balance")).json()


async def nets(evening: Evening) -> dict[str, int]:
    return by_name(evening, (await balance(evening))["balances"], "net_kopecks")


async def test_the_bar_is_shared_by_everyone_who_is_there(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гриша")
    await evening.phones["Гриша"].post(f"sessions/{evening.id}/leave")
    answer = await add(evening, kind="bar", payer="Борис", kopecks=100_00, text="Чай")
    assert answer.status_code == 201
    entry = answer.json()
    assert payments(evening, entry.pop("transfers")) == {("Анна", "Борис", 33_34), ("Вера", "Борис", 33_33)}
    shares = [{"seat_id": evening.seats[name], "kopecks": k} for name, k in
              {"Анна": 33_34, "Борис": 33_33, "Вера": 33_33}.items()]  # fmt: skip
    assert entry == {
        "id": entry["id"],
        "kind": "bar",
        "game_id": None,
        "game_number": None,
        "payer_seat_id": evening.seats["Борис"],
        "payee_seat_id": None,
        "kopecks": 100_00,
        "details": {"shares": shares},
        "text": "Чай",
        "confirmed": True,
        "reverses_id": None,
        "reversed_by": None,
        "recorded_by": str(evening.people["Анна"].id),
        "at": entry["at"],
    }
    assert await nets(evening) == {"Анна": -33_34, "Борис": 66_67, "Вера": -33_33, "Гриша": 0}


async def test_table_time_is_paid_by_who_lost(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", point_price_kopecks=0)
    for winner in ("Анна", "Вера"):
        match = await evening.start("Анна", "Борис", "Вера")
        await match.pot(winner)
        await match.finish()
    answer = await add(
        evening, kind="table_time", payer="Анна", rate_kopecks=400_00, minutes=90, split="losers", text="Стол 3"
    )
    assert answer.status_code == 201, answer.text
    # Two games of 300 each: Boris and Vera, Anna and Boris.
    assert payments(evening, answer.json()["transfers"]) == {("Борис", "Анна", 300_00), ("Вера", "Анна", 150_00)}
    details = answer.json()["details"]
    assert (details["rate_kopecks"], details["minutes"], details["split"]) == (400_00, 90, "losers")
    assert await nets(evening) == {"Анна": 450_00, "Борис": -300_00, "Вера": -150_00}


async def test_by_games_also_those_pay_who_have_gone_home(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера", point_price_kopecks=0)
    for players in (("Анна", "Борис"), ("Анна", "Вера"), ("Анна", "Вера")):
        match = await evening.start(*players)
        await match.pot("Анна")
        await match.finish()
    cancelled = await evening.start("Анна", "Борис")
    await cancelled.cancel()
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    answer = await add(evening, kind="table_time", payer="Вера", rate_kopecks=600_00, minutes=60, split="by_games")
    assert payments(evening, answer.json()["transfers"]) == {("Анна", "Вера", 300_00), ("Борис", "Вера", 100_00)}
    equally = await add(evening, kind="table_time", payer="Вера", rate_kopecks=600_00, minutes=60)
    assert payments(evening, equally.json()["transfers"]) == {("Анна", "Вера", 300_00)}


@pytest.mark.parametrize("split", ["by_games", "losers"])
async def test_before_the_first_finished_game_there_is_nothing_to_split_by(
    begin: Begin, unchanged: Unchanged, split: str
) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.pot("Анна")
    async with unchanged():
        answer = await add(evening, kind="table_time", payer="Анна", rate_kopecks=5, minutes=60, split=split)
        assert refusal(answer) == (409, "nothing_to_split_by")
        alone = await add(evening, kind="bar", payer="Анна", kopecks=5, sharing=["Анна"])
        assert refusal(alone) == (409, "nothing_to_split_by")


async def test_a_payment_counts_once_its_payee_has_confirmed_it(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await add(evening, kind="bar", payer="Борис", kopecks=90_00, sharing=["Анна"])
    answer = await add(evening, kind="payment", payer="Анна", payee="Борис", kopecks=50_00)
    assert (answer.status_code, answer.json()["confirmed"]) == (201, False)
    assert payments(evening, answer.json()["transfers"]) == {("Борис", "Анна", 50_00)}
    assert await nets(evening) == {"Анна": -90_00, "Борис": 90_00, "Вера": 0}
    path = f"sessions/{evening.id}/ledger/{answer.json()['id']}/confirm"
    assert (await evening.phones["Борис"].post(path)).json()["confirmed"] is True
    assert await nets(evening) == {"Анна": -40_00, "Борис": 40_00, "Вера": 0}
    shown = await balance(evening)
    assert payments(evening, shown["transfers"]) == payments(evening, shown["settle_up"]) == {("Анна", "Борис", 40_00)}


async def test_a_payment_that_the_payee_records_counts_at_once(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    answer = await add(evening, "Борис", kind="payment", payer="Анна", payee="Борис", kopecks=50_00)
    assert (answer.status_code, answer.json()["confirmed"]) == (201, True)
    assert await nets(evening) == {"Анна": 50_00, "Борис": -50_00}


async def test_what_was_wrong_is_taken_back_by_another_entry(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    wrong = (await add(evening, kind="bar", payer="Анна", kopecks=1000_00)).json()
    answer = await add(evening, kind="reversal", entry_id=wrong["id"], text="Это был не наш счёт")
    assert answer.status_code == 201
    reversal = answer.json()
    assert (reversal["kind"], reversal["reverses_id"], reversal["text"]) == (
        "reversal",
        wrong["id"],
        "Это был не наш счёт",
    )
    assert payments(evening, wrong["transfers"]) == {("Борис", "Анна", 500_00)}
    assert payments(evening, reversal["transfers"]) == {("Анна", "Борис", 500_00)}
    shown = await balance(evening)
    assert (shown["transfers"], shown["settle_up"]) == ([], [])
    assert [entry["id"] for entry in shown["entries"]] == [wrong["id"], reversal["id"]]
    assert shown["entries"][0]["reversed_by"] == reversal["id"]
    assert await nets(evening) == {"Анна": 0, "Борис": 0}


async def test_an_entry_is_taken_back_once(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    wrong = (await add(evening, kind="bar", payer="Анна", kopecks=1000_00)).json()["id"]
    answers = await asyncio.gather(*(add(evening, kind="reversal", entry_id=wrong) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    (made,) = (answer.json()["id"] for answer in answers if answer.status_code == 201)
    async with unchanged():
        assert refusal(await add(evening, kind="reversal", entry_id=wrong)) == (409, "already_reversed")
        assert refusal(await add(evening, kind="reversal", entry_id=made)) == (409, "not_reversible")


async def test_the_money_of_a_game_is_corrected_in_the_game(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await match.pot("Анна")
    await match.finish()
    (entry,) = (await balance(evening))["entries"]
    assert (entry["kind"], entry["game_id"], entry["game_number"]) == ("game", match.id, 1)
    async with unchanged():
        answer = await add(evening, kind="reversal", entry_id=entry["id"])
        assert refusal(answer) == (409, "game_decides")


async def test_who_recorded_an_entry_takes_it_back_and_so_do_host_and_scorers(
    begin: Begin, unchanged: Unchanged, database: Database
) -> None:
    evening = await begin("Анна", "Борис", "Вера")

    async def paid() -> str:
        made = await add(evening, "Борис", kind="payment", payer="Борис", payee="Вера", kopecks=5)
        return str(made.json()["id"])

    first, second, third = [await paid() for _ in range(3)]
    async with unchanged():
        answer = await add(evening, "Вера", kind="reversal", entry_id=first)
        assert refusal(answer) == (403, "not_allowed")
    assert (await add(evening, "Борис", kind="reversal", entry_id=first)).status_code == 201
    assert (await add(evening, kind="reversal", entry_id=second)).status_code == 201
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Вера"])
    assert (await add(evening, "Вера", kind="reversal", entry_id=third)).status_code == 201


async def test_a_player_records_his_own_payments_and_nothing_else(
    begin: Begin, phone: Phone, unchanged: Unchanged
) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гриша")
    await evening.phones["Гриша"].post(f"sessions/{evening.id}/leave")
    zoe = await phone("Зоя")
    bar = {"kind": "bar", "payer_seat_id": evening.seats["Борис"], "kopecks": 5}
    async with unchanged():
        assert refusal(await add(evening, "Борис", **bar)) == (403, "not_allowed")
        others = await add(evening, "Борис", kind="payment", payer="Анна", payee="Вера", kopecks=5)
        assert refusal(others) == (403, "not_allowed")
        assert refusal(await add(evening, "Гриша", **bar)) == (403, "not_a_member")
        assert refusal(await zoe.post(f"sessions/{evening.id}/ledger", json=bar)) == (404, "not_found")
        assert refusal(await evening.host.post(f"sessions/{uuid4()}/ledger", json=bar)) == (404, "not_found")
    for payer, payee in (("Борис", "Вера"), ("Вера", "Борис")):
        answer = await add(evening, "Борис", kind="payment", payer=payer, payee=payee, kopecks=5)
        assert answer.status_code == 201


async def test_after_the_evening_people_only_settle(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    bill = (await add(evening, kind="bar", payer="Анна", kopecks=100_00)).json()["id"]
    await evening.host.post(f"sessions/{evening.id}/close")
    async with unchanged():
        assert refusal(await add(evening, kind="bar", payer="Анна", kopecks=5)) == (409, "session_closed")
        table = await add(evening, kind="table_time", payer="Анна", rate_kopecks=600, minutes=60)
        assert refusal(table) == (409, "session_closed")
        assert refusal(await add(evening, kind="reversal", entry_id=bill)) == (409, "session_closed")
    paid = await add(evening, "Борис", kind="payment", payer="Борис", payee="Анна", kopecks=50_00)
    assert paid.status_code == 201
    await evening.host.post(f"sessions/{evening.id}/ledger/{paid.json()['id']}/confirm")
    assert await nets(evening) == {"Анна": 0, "Борис": 0}


async def test_seats_and_entries_of_another_evening_are_unknown(begin: Begin, unchanged: Unchanged) -> None:
    evening, other = await begin("Анна", "Борис"), await begin("Вера", "Гриша")
    foreign = (await add(other, kind="bar", payer="Вера", kopecks=5_00)).json()["id"]
    seat, stranger = evening.seats["Анна"], other.seats["Вера"]
    async with unchanged():
        for body in (
            {"kind": "bar", "payer_seat_id": stranger, "kopecks": 5},
            {"kind": "bar", "payer_seat_id": seat, "kopecks": 5, "seat_ids": [seat, stranger]},
            {"kind": "table_time", "payer_seat_id": stranger, "rate_kopecks": 5, "minutes": 60},
            {"kind": "payment", "payer_seat_id": seat, "payee_seat_id": stranger, "kopecks": 5},
            {"kind": "payment", "payer_seat_id": str(uuid4()), "payee_seat_id": seat, "kopecks": 5},
        ):
            assert refusal(await add(evening, **body)) == (409, "unknown_seat")
        for entry_id in (foreign, str(uuid4())):
            assert refusal(await add(evening, kind="reversal", entry_id=entry_id)) == (404, "entry_unknown")


PAYER = str(uuid4())


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"),
        ({"kind": "tip", "payer_seat_id": PAYER, "kopecks": 5}, "kind"),
        ({"kind": "game", "payer_seat_id": PAYER, "kopecks": 5}, "kind"),
        ({"kind": None, "payer_seat_id": PAYER, "kopecks": 5}, "kind"),
        ({"kind": "bar", "payer_seat_id": PAYER}, "kopecks"),
        ({"kind": "bar", "kopecks": 5}, "payer_seat_id"),
        ({"kind": "bar", "payer_seat_id": "Анна", "kopecks": 5}, "payer_seat_id"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 0}, "kopecks"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": -5}, "kopecks"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 1.5}, "kopecks"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": True}, "kopecks"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 10**18}, "kopecks"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 5, "minutes": 60}, "minutes"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 5, "split": "losers"}, "split"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 5, "seat_ids": []}, "seat_ids"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 5, "seat_ids": [PAYER] * 17}, "seat_ids"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 5, "text": " "}, "text"),
        ({"kind": "bar", "payer_seat_id": PAYER, "kopecks": 5, "text": "я" * 281}, "text"),
        ({"kind": "table_time", "payer_seat_id": PAYER, "kopecks": 5}, "kopecks"),
        ({"kind": "table_time", "payer_seat_id": PAYER, "rate_kopecks": 5}, "minutes"),
        ({"kind": "table_time", "payer_seat_id": PAYER, "rate_kopecks": 5, "minutes": 0}, "minutes"),
        ({"kind": "table_time", "payer_seat_id": PAYER, "rate_kopecks": 5, "minutes": 1441}, "minutes"),
        ({"kind": "table_time", "payer_seat_id": PAYER, "rate_kopecks": 0, "minutes": 60}, "rate_kopecks"),
        ({"kind": "table_time", "payer_seat_id": PAYER, "rate_kopecks": 5, "minutes": 5, "split": "x"}, "split"),
        ({"kind": "payment", "payer_seat_id": PAYER, "kopecks": 5}, "payee_seat_id"),
        ({"kind": "payment", "payer_seat_id": PAYER, "payee_seat_id": None, "kopecks": 5}, "payee_seat_id"),
        ({"kind": "payment", "payer_seat_id": PAYER, "payee_seat_id": PAYER, "kopecks": 5, "seat_ids": [PAYER]},
         "seat_ids"),
        ({"kind": "payment", "payer_seat_id": PAYER, "payee_seat_id": PAYER, "kopecks": 5, "confirmed": True},
         "confirmed"),
        ({"kind": "reversal"}, "entry_id"),
        ({"kind": "reversal", "entry_id": 7}, "entry_id"),
        ({"kind": "reversal", "entry_id": PAYER, "kopecks": 5}, "kopecks"),
    ],
)  # fmt: skip
async def test_what_does_not_belong_to_its_kind_is_refused_by_name(
    begin: Begin, unchanged: Unchanged, body: dict[str, Any], field: str
) -> None:
    evening = await begin("Анна", "Борис")
    async with unchanged():
        answer = await add(evening, **body)
        assert refusal(answer) == (400, "payload_invalid")
        assert [error["field"].partition("[")[0] for error in answer.json()["errors"]] == [field]


async def test_nobody_pays_himself(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    async with unchanged():
        answer = await add(evening, kind="payment", payer="Анна", payee="Анна", kopecks=5)
        assert refusal(answer) == (400, "payload_invalid")
        assert [error["field"] for error in answer.json()["errors"]] == ["payee_seat_id"]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"7", b'{"kind": "bar"', b"\xff"])
async def test_what_is_no_entry_at_all_is_refused(begin: Begin, unchanged: Unchanged, body: bytes) -> None:
    evening = await begin("Анна", "Борис")
    async with unchanged():
        answer = await evening.host.post(f"sessions/{evening.id}/ledger", content=body)
        assert refusal(answer) == (400, "payload_invalid")


async def test_the_same_key_makes_one_entry(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    body = {"kind": "bar", "payer_seat_id": evening.seats["Анна"], "kopecks": 100_00}
    path, keyed = f"sessions/{evening.id}/ledger", {"Idempotency-Key": "k"}
    first = await evening.host.post(path, json=body, headers=keyed)
    again = await evening.host.post(path, json=body, headers=keyed)
    assert (again.status_code, again.json()) == (201, first.json())
    answer = await evening.host.post(path, json={**body, "kopecks": 1}, headers=keyed)
    assert refusal(answer) == (409, "idempotency_mismatch")
    assert await database.fetchval("SELECT count(*) FROM ledger_entries") == 1


async def test_every_entry_is_a_visible_change(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    before = (await evening.show())["version"]
    made = (await add(evening, kind="bar", payer="Анна", kopecks=5_00)).json()["id"]
    assert (await evening.show())["version"] == before + 1
    await add(evening, kind="reversal", entry_id=made)
    assert (await evening.show())["version"] == before + 2
