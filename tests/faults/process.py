"""The runner as a program of its own, so that it can be killed: `python -m tests.faults.process DATA PORT TELEGRAM`."""

import asyncio
import sys
from pathlib import Path

from infra.local import up
from tests.faults.staged import staged

if __name__ == "__main__":
    data, port, telegram = sys.argv[1:]
    sys.exit(asyncio.run(up.run(staged(Path(data), telegram, port=int(port)), report=None)))
