"""infra/generated/openapi.json → webapp/src/api/schema.d.ts, the types that the Mini App's client is checked with."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from common.manifest import ROOT
from infra.render import openapi

WEBAPP = ROOT / "webapp"


def render() -> Iterator[tuple[Path, str]]:
    """The types as openapi-typescript, one of the webapp's own packages, makes them."""
    with tempfile.TemporaryDirectory() as folder:
        document, types = Path(folder) / "openapi.json", Path(folder) / "schema.d.ts"
        for _, text in openapi.render():
            document.write_text(text, encoding="utf-8")
        command = ["npx", "openapi-typescript", str(document), "--default-non-nullable=false", "-o", str(types)]
        subprocess.run(command, cwd=WEBAPP, check=True, capture_output=True)
        yield WEBAPP / "src/api/schema.d.ts", types.read_text(encoding="utf-8")
