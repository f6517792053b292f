"""DELETE /templates/{id}"""

from tests.functions.conftest import Phone, Unchanged
from tests.functions.evening import refusal
from tests.functions.test_template_replace import HOUSE


async def test_it_is_gone_with_its_star_and_evenings_keep_its_rules(phone: Phone) -> None:
    anna = await phone("Анна")
    made = (await anna.post("templates", json=HOUSE)).json()
    session = (await anna.post("sessions", json={"template_id": made["id"]})).json()
    await anna.put(f"templates/{made['id']}/star")
    answer = await anna.delete(f"templates/{made['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert all(each["is_system"] for each in (await anna.get("templates")).json()["items"])
    assert (await anna.get(f"sessions/{session['id']}")).json()["rules"] == made["rules"]
    assert refusal(await anna.delete(f"templates/{made['id']}")) == (404, "template_unknown")


async def test_only_ones_own(phone: Phone, unchanged: Unchanged) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    made = (await anna.post("templates", json=HOUSE)).json()
    system = (await anna.get("templates")).json()["items"][0]
    async with unchanged():
        assert refusal(await boris.delete(f"templates/{made['id']}")) == (404, "template_unknown")
        assert refusal(await anna.delete(f"templates/{system['id']}")) == (403, "not_allowed")
