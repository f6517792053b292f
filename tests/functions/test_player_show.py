"""GET /players/{id}"""

from uuid import uuid4

from tests.functions.conftest import Begin, Phone
from tests.functions.evening import refusal


async def test_oneself_and_whom_one_has_met_is_shown_and_nobody_else(begin: Begin, phone: Phone) -> None:
    evening = await begin("Анна", "Борис")
    zoe = await phone("Зоя")
    anna = evening.people["Анна"].id
    mine = (await evening.host.get("me")).json()
    for seen_by in (evening.host, evening.phones["Борис"]):
        assert (await seen_by.get(f"players/{anna}")).json() == mine
    for player in (anna, uuid4()):
        assert refusal(await zoe.get(f"players/{player}")) == (404, "not_found")


async def test_whoever_has_erased_himself_is_gone(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    await evening.phones["Борис"].delete("me")
    assert refusal(await evening.host.get(f"players/{evening.people['Борис'].id}")) == (404, "not_found")
