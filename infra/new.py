"""Stamp a function with its test: `python -m infra.new friend_list GET /friends` (or `make new …`).

What is stamped already runs, refuses strangers and passes every check; nothing has to be registered anywhere.
"""

import argparse
import re
import sys
from pathlib import Path
from string import Template

from common.manifest import ROOT, shelf
from common.web.app import BASE_PATH
from infra.render.routes import Route, route

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NAME = re.compile(r"[a-z]+(_[a-z]+)+")
PARAMETER = re.compile(r"\{([a-z]+(?:_[a-z]+)*_id):uuid\}")
SEGMENT = re.compile(rf"[a-z0-9]+(-[a-z0-9]+)*|{PARAMETER.pattern}")

HANDLER = Template('''\
"""In one line: what this is for."""

from uuid import UUID

from litestar import $decorator
${import_path}
from common.web import Me


@$decorator("$path"$status)
async def $name(${parameters}me: Me) -> dict[str, UUID]:
    """What it answers, and to whom."""
    return {"player_id": me.player_id}
''')

MANIFEST = 'needs = ["postgres", "valkey"]\n'

TEST = Template('''\
"""$method $path"""
$import_ids
from tests.functions.conftest import Call, SignIn
from tests.functions.evening import refusal


async def test_whoever_is_signed_in_is_answered(call: Call, sign_in: SignIn) -> None:
    anna = await sign_in("Анна")
    async with call("$name", me=anna) as client:
        answer = await client.$decorator($url)
    assert answer.status_code == 200
    assert answer.json() == {"player_id": str(anna.id)}


async def test_a_stranger_is_refused(call: Call) -> None:
    async with call("$name") as client:
        answer = await client.$decorator($url)
    assert refusal(answer) == (401, "not_signed_in")
''')


class Impossible(Exception):
    """A function that cannot be stamped; the message is one sentence for a person."""


def files(name: str, method: str, path: str) -> dict[str, str]:
    """The text of each new file by its place in the tree. Raises Impossible."""
    _check(name, method, path)
    parameters = PARAMETER.findall(path)
    words = {
        "name": name,
        "method": method,
        "path": path,
        "decorator": method.lower(),
        "status": "" if method == "GET" else ", status_code=200",
        "parameters": "".join(f"{parameter}: FromPath[UUID], " for parameter in parameters),
        "import_path": "from litestar.params import FromPath\n" if parameters else "",
        "import_ids": "\nfrom uuid import uuid4\n" if parameters else "",
        "url": ("f" if parameters else "") + f'"{PARAMETER.sub("{uuid4()}", path)[1:]}"',
    }
    return {
        f"functions/{name}/__init__.py": "",
        f"functions/{name}/handler.py": HANDLER.substitute(words),
        f"functions/{name}/manifest.toml": MANIFEST,
        f"tests/functions/test_{name}.py": TEST.substitute(words),
    }


def stamp(root: Path, name: str, method: str, path: str) -> list[Path]:
    """Write the files; none of them when one is there already. Raises Impossible."""
    made = {root / place: text for place, text in files(name, method, path).items()}
    for file in (root / "handlers" / name, *made):
        if file.exists():
            raise Impossible(f"There is a {file.relative_to(root)} already: choose another name.")
    for file, text in made.items():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return list(made)


def _check(name: str, method: str, path: str) -> None:
    if not NAME.fullmatch(name):
        raise Impossible(f"{name!r} is no name: write noun_verb in snake case, such as friend_list.")
    if method not in METHODS:
        raise Impossible(f"{method!r} is no method: choose one of {', '.join(METHODS)}.")
    if path.startswith(BASE_PATH):
        raise Impossible(f"Leave out {BASE_PATH}: it is put before every path.")
    root, *segments = path.split("/")
    if root or not segments or not all(SEGMENT.fullmatch(segment) for segment in segments):
        raise Impossible(f"{path!r} is no path: write it like /friends/{{friend_id:uuid}}/block.")
    parameters = PARAMETER.findall(path)
    if len(set(parameters)) < len(parameters):
        raise Impossible(f"{path!r} names a parameter twice.")
    for found in (route(manifest) for manifest in shelf() if manifest.kind == "http"):
        if _asked(found) == _asked(Route(name, method, BASE_PATH + path, is_socket=False)):
            raise Impossible(f"{method} {path} is answered by {found.function} already.")


def _asked(given: Route) -> tuple[str, str]:
    return given.method, re.sub(r"\{.*?\}", "{}", given.path)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make new", description="Stamp a function with its test.")
    parser.add_argument("name", help="noun_verb, such as friend_list")
    parser.add_argument("method", type=str.upper, help=", ".join(METHODS))
    parser.add_argument("path", help="below the base path, such as /friends/{friend_id:uuid}")
    options = parser.parse_args()
    try:
        made = stamp(ROOT, options.name, options.method, options.path)
    except Impossible as error:
        print(error, file=sys.stderr)
        return 2
    for file in made:
        print(f"made {file.relative_to(ROOT)}")
    print("It runs already. Write what it does, then: make render, make check, make test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
