"""What follows from the code is as the code says now."""

import json
from functools import cache
from pathlib import Path

from common.manifest import ROOT, shelf
from infra.render.__main__ import everything


@cache
def rendered() -> dict[Path, str]:
    return dict(everything())


def test_no_generated_file_is_stale() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in rendered().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make render`"


def test_nothing_lies_among_the_generated_files_that_nothing_renders() -> None:
    generated = [ROOT / "common/store/sql", *(ROOT / "infra" / name for name in ("generated", "knative", "fly"))]
    ours = (".pyc", ".sh")
    there = {path for folder in generated for path in folder.rglob("*") if path.is_file() and path.suffix not in ours}
    assert there <= rendered().keys()


def test_the_contract_names_every_function() -> None:
    contract = json.loads((ROOT / "infra" / "generated" / "openapi.json").read_text(encoding="utf-8"))
    operations = {operation["operationId"] for path in contract["paths"].values() for operation in path.values()}
    http = {manifest.name for manifest in shelf() if manifest.kind == "http"}
    # OpenAPI has no words for a WebSocket.
    assert operations == http - {"session_live", "player_live"}
