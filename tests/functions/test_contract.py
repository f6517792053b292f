"""The API does what infra/generated/openapi.json says, whatever is sent: no 5xx, nothing that is not documented"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from common.domain.rules import TYPES
from common.manifest import ROOT
from common.settings import Settings
from tests.domain import profiles
from tests.functions.conftest import Begin, SignIn
from tests.functions.evening import Evening, Json, Match, Person
from tests.functions.instances import instance
from tests.functions.test_every_function import PUBLIC

CONTRACT: Json = json.loads((ROOT / "infra/generated/openapi.json").read_text(encoding="utf-8"))
BETWEEN_GAMES = {"game_start", "session_close"}
OPERATIONS = sorted(operation["operationId"] for path in CONTRACT["paths"].values() for operation in path.values())
ASKED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SHARE, MOST = 3, 300
"""Examples are requests here: each operation gets a part of a profile's, and not too many."""
STEPS = 8

CLOSED = 4
"""Whoever is not signed in is turned away before what he sends is looked at: a part of the examples shows it."""

profiles.load()
looking = hypothesis_settings(
    max_examples=min(hypothesis_settings().max_examples // SHARE, MOST),
    deadline=None,
    stateful_step_count=STEPS,
    suppress_health_check=list(HealthCheck),
)
passing = hypothesis_settings(looking, max_examples=max(looking.max_examples // CLOSED, 1))
SCHEMA = schemathesis.openapi.from_dict(CONTRACT)


@pytest.fixture(scope="module")
async def address(settings: Settings) -> AsyncIterator[str]:
    """Without limits: this is the loop that they are against."""
    async with instance(replace(settings, rate_limits="off")) as address:
        yield address.removesuffix("/api/v1/")


def headers(person: Person | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.access_token}"} if person else {}


def check(address: str, operation_id: str, person: Person | None, known: Callable[[str], list[Any]]) -> None:
    """Ask one operation, rightly and wrongly; `known` ids take the place of invented ones now and then."""
    operation = SCHEMA.find_operation_by_id(operation_id)

    @(looking if person or operation_id in PUBLIC else passing)
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(GenerationMode).flatmap(operation.as_strategy))
        for sent in (case.path_parameters, case.body):
            for name in sent if isinstance(sent, dict) else ():
                if (ids := known(name)) and data.draw(st.integers(0, 3)):
                    sent[name] = data.draw(st.sampled_from(ids))
        case.call_and_validate(base_url=address, headers=headers(person), checks=ASKED)

    ask()


def ids_of(evening: Evening, match: Match) -> Callable[[str], list[Any]]:
    """What is there, for fields and parameters of these names."""
    seats = list(evening.seats.values())
    there: dict[str, list[Any]] = {
        "session_id": [evening.id],
        "game_id": [match.id],
        "seat_id": seats,
        "player_id": [str(person.id) for person in evening.people.values()],
        "other_id": [str(person.id) for person in evening.people.values()],
        "turns": [seats, seats[::-1], seats[:2]],
        "seats": [seats, seats[:2]],
        "code": [evening.code],
        "rules": [{"game_type": game_type} for game_type in TYPES],
    }
    return lambda name: there.get(name, [])


@pytest.mark.parametrize("operation_id", OPERATIONS)
async def test_the_host_of_an_evening_is_answered_by_the_contract(
    begin: Begin, address: str, operation_id: str
) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    match = await evening.start()
    await match.pot("Анна")
    if operation_id in BETWEEN_GAMES:
        await match.cancel()
    await asyncio.to_thread(check, address, operation_id, evening.people["Анна"], ids_of(evening, match))


@pytest.mark.parametrize("operation_id", OPERATIONS)
async def test_so_is_whoever_is_not_signed_in(begin: Begin, address: str, operation_id: str) -> None:
    evening = await begin("Анна", "Борис")
    match = await evening.start()
    await asyncio.to_thread(check, address, operation_id, None, ids_of(evening, match))


async def test_and_whoever_goes_on_from_what_he_was_answered(sign_in: SignIn, address: str) -> None:
    person = await sign_in()
    schema = schemathesis.openapi.from_dict(linked(CONTRACT)).exclude(operation_id="auth_logout")

    class Evenings(schema.as_state_machine()):  # type: ignore[misc]  # made at run time
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"base_url": address, "headers": headers(person)}

        def validate_response(self, response: Any, case: schemathesis.Case, **given: Any) -> None:
            case.validate_response(response, checks=ASKED, transport_kwargs=given)

    await asyncio.to_thread(Evenings.run, settings=looking)


def linked(contract: Json) -> Json:
    """The contract with links: from whatever answers with a session or a game to all that takes its id."""
    made = json.loads(json.dumps(contract))
    operations = [operation for path in made["paths"].values() for operation in path.values()]
    for operation in operations:
        for status, response in operation["responses"].items():
            answer = response.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
            found = {"Session": "session_id", "Game": "game_id"}.get(answer.rpartition("/")[2])
            if status.startswith("2") and found:
                response["links"] = {
                    f"{other['operationId']}_of_{operation['operationId']}": {
                        "operationId": other["operationId"],
                        "parameters": {f"path.{found}": "$response.body#/id"},
                    }
                    for other in operations
                    if any(parameter["name"] == found for parameter in other.get("parameters", ()))
                }
    return made
