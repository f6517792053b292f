"""All functions → infra/generated/openapi.json, the truth about the HTTP interface (OpenAPI 3.1)."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from common.domain.rules import TYPES
from common.errors import REFUSALS
from common.manifest import ROOT, Manifest, shelf
from common.schemas.problem import Problem
from common.settings import Settings
from common.web import create_app
from common.web.problems import MEDIA_TYPE
from infra.render import refusals

REF = "#/components/schemas/{name}"
RULES = tuple(TYPES.values())
NULL = {"type": "null"}
RETRIED = (429, 503)
SECONDS = {"type": "integer", "minimum": 1}
REQUESTS_WITH_RULES = ("NewSession", "NewGame", "Replay", "RulesToDescribe", "NamedRules", "SessionChanges")


def render() -> Iterator[tuple[Path, str]]:
    """The document, with its keys in a stable order."""
    config = OpenAPIConfig(
        title="Artel Billiards",
        version="1",
        description="Evenings of Russian billiards. Money in kopecks, times by RFC 3339 in UTC, errors by RFC 9457.",
        components=Components(
            security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT")}
        ),
        security=[{"bearer": []}],
        operation_id_creator=lambda handler, _method, _path: handler.handler_name,
    )
    functions = {manifest.name: manifest for manifest in shelf() if manifest.kind == "http"}
    handlers = [manifest.handler() for manifest in functions.values()]
    schema = create_app(*handlers, settings=Settings(), openapi=config).openapi_schema.to_schema()
    _describe_problems(schema, functions)
    _describe_requests(schema)
    _describe_rules(schema["components"]["schemas"])
    text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
    yield ROOT / "infra" / "generated" / "openapi.json", text + "\n"


def _describe_problems(schema: dict[str, Any], functions: dict[str, Manifest]) -> None:
    """Each operation says with which codes it refuses, by their statuses; and some are open to everyone."""
    (_,), described = msgspec.json.schema_components([Problem], ref_template=REF)
    schema["components"]["schemas"].update(described)
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    refused = {each["operationId"]: _by_status(refusals.of(functions[each["operationId"]])) for each in operations}
    sets = Counter((status, codes) for by_status in refused.values() for status, codes in by_status.items())
    usual = {status: codes for (status, codes), _ in sorted(sets.items(), key=lambda item: (item[1], item[0]))}
    schema["components"]["responses"] = {f"Refused{status}": _problem(*found) for status, found in _pairs(usual)}
    for operation in operations:
        operation["responses"].pop("400", None)
        for status, codes in refused[operation["operationId"]].items():
            shared = {"$ref": f"#/components/responses/Refused{status}"}
            operation["responses"][str(status)] = shared if usual[status] == codes else _problem(status, codes)
        if functions[operation["operationId"]].handler().opt.get("public"):
            operation["security"] = []


def _by_status(codes: Iterable[str]) -> dict[int, tuple[str, ...]]:
    """Codes in the order of `REFUSALS`, under the status that they are answered with."""
    found: dict[int, tuple[str, ...]] = {}
    for code in (known for known in REFUSALS if known in codes):
        status = REFUSALS[code].status
        found[status] = (*found.get(status, ()), code)
    return found


def _pairs(usual: dict[int, tuple[str, ...]]) -> list[tuple[int, tuple[int, tuple[str, ...]]]]:
    return [(status, (status, codes)) for status, codes in sorted(usual.items())]


def _problem(status: int, codes: tuple[str, ...]) -> dict[str, Any]:
    """A refusal with one of these codes."""
    narrowed = {"properties": {"code": {"enum": list(codes)}, "status": {"const": status}}}
    answer: dict[str, Any] = {
        "description": "\n".join(f"`{code}`: {REFUSALS[code].sentence}" for code in codes),
        "content": {MEDIA_TYPE: {"schema": {"allOf": [{"$ref": REF.format(name="Problem")}, narrowed]}}},
    }
    if status in RETRIED:
        answer["headers"] = {"Retry-After": {"description": "Seconds", "required": True, "schema": SECONDS}}
    return answer


def _describe_requests(schema: dict[str, Any]) -> None:
    """Nothing in an address or a header can be null, and a body that may be null need not be sent."""
    for operation in (operation for path in schema["paths"].values() for operation in path.values()):
        for parameter in operation.get("parameters", ()):
            given = [each for each in parameter["schema"].pop("oneOf", ()) if each != NULL]
            for each in given:
                parameter["schema"] |= each
        if body := operation.get("requestBody"):
            body["required"] = NULL not in body["content"]["application/json"]["schema"].get("oneOf", ())


def _describe_rules(schemas: dict[str, Any]) -> None:
    """Say what stands in every `rules`: the domain reads them itself, to name all wrong fields at once.

    Answers hold every field; of a request only `game_type` is asked.
    """
    _, described = msgspec.json.schema_components(RULES, ref_template=REF)
    for kind in RULES:
        full = described[kind.__name__]
        described[f"{kind.__name__}Given"] = {**full, "required": ["game_type"], "title": f"{kind.__name__}Given"}
        described[kind.__name__] = {**full, "required": sorted(full["properties"])}
    schemas.update(described)
    for name, schema in schemas.items():
        if "rules" in schema.get("properties", {}):
            given = name in REQUESTS_WITH_RULES
            union = [{"$ref": REF.format(name=kind.__name__ + ("Given" if given else ""))} for kind in RULES]
            schema["properties"]["rules"] = {"oneOf": [*union, *([{"type": "null"}] if given else [])]}
