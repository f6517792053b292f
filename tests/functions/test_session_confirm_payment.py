"""POST /sessions/{id}/ledger/{entry_id}/confirm"""

import asyncio
from uuid import uuid4

import httpx
import pytest

from common.db import Database
from tests.functions.conftest import Begin, Phone, Unchanged
from tests.functions.evening import Evening, by_name, refusal


async def pay(evening: Evening, payer: str, payee: str, kopecks: int = 50_00, by: str | None = None) -> str:
    """The id of a new payment."""
    phone = evening.phones[by] if by else evening.host
    body = {"payer_seat_id": evening.seats[payer], "payee_seat_id": evening.seats[payee], "kopecks": kopecks}
    answer = await phone.post(f"sessions/{evening.id}/ledger", json={"kind": "payment", **body})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def confirm(evening: Evening, entry_id: str, by: str) -> httpx.Response:
    return await evening.phones[by].post(f"sessions/{evening.id}/ledger/{entry_id}/confirm")


async def nets(evening: Evening) -> dict[str, int]:
    balance = (await evening.host.get(f"sessions/{evening.id}/balance")).json()
    return by_name(evening, balance["balances"], "net_kopecks")


async def test_a_confirmed_payment_counts(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    paid = await pay(evening, "Анна", "Борис")
    assert await nets(evening) == {"Анна": 0, "Борис": 0}
    answer = await confirm(evening, paid, "Борис")
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["kind"], answer.json()["confirmed"]) == (paid, "payment", True)
    assert await nets(evening) == {"Анна": 50_00, "Борис": -50_00}


async def test_confirming_again_answers_the_same_and_changes_nothing(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    paid = await pay(evening, "Анна", "Борис")
    version = (await evening.show())["version"]
    answers = await asyncio.gather(*(confirm(evening, paid, "Борис") for _ in range(4)))
    assert len({answer.text for answer in answers}) == 1
    assert (await evening.show())["version"] == version + 1
    async with unchanged():
        assert (await confirm(evening, paid, "Борис")).json() == answers[0].json()


async def test_only_who_was_paid_says_so(begin: Begin, phone: Phone, unchanged: Unchanged, database: Database) -> None:
    evening = await begin("Анна", "Борис", "Вера", "Гриша")
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Вера"])
    paid = await pay(evening, "Борис", "Гриша", by="Борис")
    zoe = await phone("Зоя")
    async with unchanged():
        for name in ("Анна", "Борис", "Вера"):
            assert refusal(await confirm(evening, paid, name)) == (403, "not_allowed")
        answer = await zoe.post(f"sessions/{evening.id}/ledger/{paid}/confirm")
        assert refusal(answer) == (404, "not_found")
    assert (await confirm(evening, paid, "Гриша")).status_code == 200


@pytest.mark.parametrize("name", ["Анна", "Вера"])
async def test_for_a_guest_the_host_or_a_scorer_does(
    begin: Begin, unchanged: Unchanged, database: Database, name: str
) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    await evening.guest("Коля")
    await database.execute("UPDATE seats SET role = 'scorer' WHERE id = $1", evening.seats["Вера"])
    paid = await pay(evening, "Борис", "Коля", by="Борис")
    async with unchanged():
        assert refusal(await confirm(evening, paid, "Борис")) == (403, "not_allowed")
    assert (await confirm(evening, paid, name)).json()["confirmed"] is True
    assert await nets(evening) == {"Анна": 0, "Борис": 50_00, "Вера": 0, "Коля": -50_00}


async def test_who_has_gone_home_and_after_the_evening_still_confirms_what_he_got(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    early, late = await pay(evening, "Анна", "Борис"), await pay(evening, "Анна", "Борис")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await confirm(evening, early, "Борис")).status_code == 200
    await evening.host.post(f"sessions/{evening.id}/close")
    assert (await confirm(evening, late, "Борис")).status_code == 200
    assert await nets(evening) == {"Анна": 100_00, "Борис": -100_00}


async def test_what_is_no_payment_has_nothing_to_confirm(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    body = {"kind": "bar", "payer_seat_id": evening.seats["Анна"], "kopecks": 5_00}
    bill = (await evening.host.post(f"sessions/{evening.id}/ledger", json=body)).json()["id"]
    async with unchanged():
        assert refusal(await confirm(evening, bill, "Анна")) == (409, "nothing_to_confirm")


async def test_a_payment_that_was_taken_back_cannot_be_confirmed(begin: Begin, unchanged: Unchanged) -> None:
    evening = await begin("Анна", "Борис")
    paid = await pay(evening, "Анна", "Борис")
    await evening.host.post(f"sessions/{evening.id}/ledger", json={"kind": "reversal", "entry_id": paid})
    async with unchanged():
        assert refusal(await confirm(evening, paid, "Борис")) == (409, "already_reversed")


async def test_an_entry_of_another_evening_is_unknown(begin: Begin, unchanged: Unchanged) -> None:
    evening, other = await begin("Анна", "Борис"), await begin("Вера", "Гриша")
    foreign = await pay(other, "Вера", "Гриша")
    async with unchanged():
        for entry_id in (foreign, str(uuid4())):
            assert refusal(await confirm(evening, entry_id, "Борис")) == (404, "entry_unknown")
        answer = await evening.host.post(f"sessions/{uuid4()}/ledger/{foreign}/confirm")
        assert refusal(answer) == (404, "not_found")
