"""report_render, killed before or after its file is put: what is committed of it is nothing, and a file may lie there.

DIES='before the file is put' python -m tests.handlers.dies_while_rendering handlers/report_render
"""

import os
import signal
import sys

from common.files import Files
from common.serve import main

put = Files.put


async def die(self: Files, key: str, data: bytes, *, media_type: str, filename: str) -> None:
    if os.environ["DIES"].startswith("after"):
        await put(self, key, data, media_type=media_type, filename=filename)
    os.kill(os.getpid(), signal.SIGKILL)


Files.put = die  # type: ignore[method-assign]  # the one moment that cannot be met from outside
sys.exit(main())
