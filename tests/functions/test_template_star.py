"""PUT /templates/{id}/star"""

from tests.functions.conftest import Phone, Unchanged
from tests.functions.evening import refusal
from tests.functions.test_template_replace import HOUSE


async def test_what_has_ones_star_comes_first_and_for_nobody_else(phone: Phone) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    before = (await anna.get("templates")).json()["items"]
    last = before[-1]
    for _ in range(2):
        answer = await anna.put(f"templates/{last['id']}/star")
        assert (answer.status_code, answer.content) == (204, b"")
    assert (await anna.get("templates")).json()["items"] == [last | {"starred": True}, *before[:-1]]
    assert (await boris.get("templates")).json()["items"] == before


async def test_what_one_cannot_see_gets_none(phone: Phone, unchanged: Unchanged) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    made = (await anna.post("templates", json=HOUSE)).json()
    async with unchanged():
        assert refusal(await boris.put(f"templates/{made['id']}/star")) == (404, "template_unknown")
