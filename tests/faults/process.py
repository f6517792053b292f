"""The runner as a program of its own, so that it can be killed: `python -m tests.faults.process DATA PORT`."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from infra.local import up
from tests.product import configured

if __name__ == "__main__":
    data, port = sys.argv[1:]
    sys.exit(asyncio.run(up.run(replace(configured(Path(data)), port=int(port)), report=None)))
