"""All functions → infra/generated/openapi.json, the truth about the HTTP interface (OpenAPI 3.1)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from common.domain.rules import TYPES
from common.manifest import ROOT, shelf
from common.schemas import Problem
from common.settings import Settings
from common.web import create_app
from common.web.problems import MEDIA_TYPE

REF = "#/components/schemas/{name}"
RULES = tuple(TYPES.values())
REQUESTS_WITH_RULES = ("NewSession", "NewGame", "Replay", "RulesToDescribe")


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
    handlers = [manifest.handler() for manifest in shelf() if manifest.kind == "http"]
    schema = create_app(*handlers, settings=Settings(), openapi=config).openapi_schema.to_schema()
    public = {handler.handler_name for handler in handlers if handler.opt.get("public")}
    _describe_problems(schema, public)
    _describe_rules(schema["components"]["schemas"])
    text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
    yield ROOT / "infra" / "generated" / "openapi.json", text + "\n"


def _describe_problems(schema: dict[str, Any], public: set[str]) -> None:
    """Every operation answers errors in one shape, which Litestar cannot see; and some are open to everyone."""
    (_,), described = msgspec.json.schema_components([Problem], ref_template=REF)
    schema["components"]["schemas"].update(described)
    problem = {
        "description": "Any error: its code says which, see common/errors.py",
        "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}},
    }
    for path in schema["paths"].values():
        for operation in path.values():
            operation["responses"].pop("400", None)
            operation["responses"]["default"] = problem
            if operation["operationId"] in public:
                operation["security"] = []


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
