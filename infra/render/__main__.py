"""Write every generated file: `python -m infra.render`; with `--check` only say which are stale."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from common.manifest import ROOT


def everything() -> Iterator[tuple[Path, str]]:
    """Each generated file with its text; the statements first, because the handlers import them."""
    from infra.render import statements

    yield from statements.render()
    from infra.render import (
        alerts,
        asyncapi,
        bake,
        bom,
        client,
        clock,
        compose,
        dashboards,
        fly,
        knative,
        openapi,
        release,
        routes,
        security,
        shelf,
        topology,
        vectors,
    )

    api = (routes, topology, clock, openapi, asyncapi, shelf, security)
    deployments = (bake, bom, compose, knative, fly, release, alerts, dashboards)
    for renderer in (*api, *deployments, client, vectors):
        yield from renderer.render()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.render", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a file is stale")
    parser.add_argument("--shelf", action="store_true", help="print what is deployed")
    options = parser.parse_args()
    if options.shelf:
        return _print_shelf()
    stale = [(path, text) for path, text in everything() if not path.exists() or path.read_text("utf-8") != text]
    for path, text in stale:
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(("stale: " if options.check else "wrote ") + str(path.relative_to(ROOT)))
    return 1 if stale and options.check else 0


def _print_shelf() -> int:
    from infra.render import connections, shelf, units

    table = shelf.rows()
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row[:4], widths, strict=True)).rstrip())
    for shape in units.SHAPES:
        print(f"\n{shape}: {connections.sentence(shape)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
