"""Which codes a function can refuse with: read from the code, by following what its handler calls.

Names are followed exactly, methods of unknown objects by their name to every class of ours that has it. So the answer
may name a code too many, and never one too few: the tests compare it with every refusal that they meet.
"""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args

from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter, QueryParameter

from common.domain.rights import AFTER_LEAVING, RIGHTS, Action
from common.errors import REFUSALS
from common.manifest import ROOT, Manifest

EVERYWHERE = {"address_too_long", "headers_too_large"}
CLOSED = {"not_signed_in", "token_expired", "token_revoked", "too_many_requests"}

ABOUT_WHAT_IS_SENT = {"rules_invalid", "unknown_ball", "ball_already_down"}
"""What was accepted once is read again without them."""


class Place(NamedTuple):
    """Something that is defined in a module: `name`, or `Class.method`."""

    module: str
    name: str


def of(manifest: Manifest) -> set[str]:
    """The codes of a function: its handler's own, and those of what stands around every handler."""
    handler: HTTPRouteHandler = manifest.handler()
    codes = set(EVERYWHERE) | _reached(Place(f"functions.{manifest.name}.handler", manifest.name))
    if not handler.opt.get("public"):
        codes |= CLOSED
    if "valkey" in manifest.needs:
        codes |= {"too_many_requests"}
    if manifest.needs & {"postgres", "valkey"}:
        codes |= {"unavailable"}
    parameters = handler.parsed_fn_signature.parameters
    if any(isinstance(each.kwarg_definition, QueryParameter | HeaderParameter) for each in parameters.values()):
        codes |= {"payload_invalid"}
    if any("{" in path for path in handler.paths):
        codes |= {"not_found"}
    return codes | {"payload_invalid", "payload_too_large"} if "data" in parameters else codes - ABOUT_WHAT_IS_SENT


def _reached(start: Place) -> set[str]:
    """Every code that stands in a `Refusal(…)` of the code behind this place."""
    codes: set[str] = set()
    seen, waiting = {start}, [start]
    while waiting:
        own, mentioned = _read(waiting.pop())
        codes |= own
        waiting += mentioned - seen
        seen |= mentioned
    return codes


@cache
def _read(place: Place) -> tuple[frozenset[str], frozenset[Place]]:
    """The codes that stand there, and what is called from there. Most functions go through the same code."""
    nodes = _definitions(place.module).get(place.name, ())
    codes = frozenset(code for node in nodes for code in _refusals(node))
    return codes, frozenset(found for node in nodes for found in _mentioned(node, place.module))


def _refusals(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        words = [part.value for part in ast.walk(call) if isinstance(part, ast.Constant)]
        if isinstance(call.func, ast.Name) and call.func.id == "Refusal":
            yield from (word for word in words if word in REFUSALS)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "demand":
            yield from (code for word in words if word in get_args(Action) for code in _denials(word))


def _denials(action: Any) -> Iterator[str]:
    """How the table of rights says no to this."""
    if any(right != "yes" for right in RIGHTS[action]):
        yield "not_allowed"
    if action not in AFTER_LEAVING:
        yield "not_a_member"


def _mentioned(node: ast.AST, module: str) -> Iterator[Place]:
    """What this code may call: names of its module and of others, and methods."""
    names = _names(module)
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in names:
            yield from _followed(names[part.id])
        elif isinstance(part, ast.Attribute):
            owner = names.get(part.value.id) if isinstance(part.value, ast.Name) else None
            if owner is None:
                yield from _methods().get(part.attr, ())
            elif not owner.name:
                yield from _followed(Place(owner.module, part.attr))
            else:
                yield from (Place(found.module, f"{found.name}.{part.attr}") for found in _followed(owner))


def _followed(place: Place) -> Iterator[Place]:
    """Where it is defined, through modules that only pass it on."""
    if place.name in _definitions(place.module):
        yield place
    elif (passed_on := _names(place.module).get(place.name)) and passed_on != place:
        yield from _followed(passed_on)


@cache
def _tree(module: str) -> ast.Module:
    path = ROOT.joinpath(*module.split("."))
    files = [file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]
    return ast.parse(files[0].read_text(encoding="utf-8") if files else "")


@cache
def _definitions(module: str) -> dict[str, list[ast.AST]]:
    """Functions, methods and values of a module; of a class, what runs when an object is made."""
    found: dict[str, list[ast.AST]] = {}
    for node in _tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = [node]
        elif isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            found |= {f"{node.name}.{method.name}": [method] for method in methods}
            found[node.name] = [method for method in methods if method.name in ("__init__", "__post_init__", "__new__")]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id: [node.value] for target in targets if isinstance(target, ast.Name)}
    return found


@cache
def _names(module: str) -> dict[str, Place]:
    """What each name of a module stands for; a whole module has no name in it."""
    names = {name: Place(module, name) for name in _definitions(module) if "." not in name}
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                place = Place(inner, "") if _tree(inner).body else Place(node.module, alias.name)
                names[alias.asname or alias.name] = place
    return names


@cache
def _methods() -> dict[str, list[Place]]:
    """The methods of all our classes by their names; rights are read from their table instead."""
    found: dict[str, list[Place]] = {}
    for path in sorted((ROOT / "common").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if module.startswith(("common.store.queries", "common.worker", "common.topology", "common.web")):
            continue  # not what a handler holds in its hands
        for name in _definitions(module):
            owner, _, method = name.rpartition(".")
            if owner and method and (owner, method) != ("Standing", "demand"):
                found.setdefault(method, []).append(Place(module, name))
    return found
