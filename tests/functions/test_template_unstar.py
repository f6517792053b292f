"""DELETE /templates/{id}/star"""

from tests.functions.conftest import Phone, Unchanged
from tests.functions.evening import refusal
from tests.functions.test_template_replace import HOUSE


async def test_it_goes_back_to_its_place_once_or_twice_and_others_keep_theirs(phone: Phone) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    before = (await anna.get("templates")).json()["items"]
    for each in (anna, boris):
        await each.put(f"templates/{before[-1]['id']}/star")
    for _ in range(2):
        answer = await anna.delete(f"templates/{before[-1]['id']}/star")
        assert (answer.status_code, answer.content) == (204, b"")
    assert (await anna.get("templates")).json()["items"] == before
    assert (await boris.get("templates")).json()["items"][0]["starred"] is True


async def test_what_one_cannot_see_has_none(phone: Phone, unchanged: Unchanged) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    made = (await anna.post("templates", json=HOUSE)).json()
    async with unchanged():
        assert refusal(await boris.delete(f"templates/{made['id']}/star")) == (404, "template_unknown")
