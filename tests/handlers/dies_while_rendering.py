"""report_render, killed after its file is put: the file lies there, and nothing of it is committed.

python -m tests.handlers.dies_while_rendering handlers/report_render
"""

import os
import signal
import sys

from common.files import Files
from common.serve import main

put = Files.put


async def die(self: Files, key: str, data: bytes, *, media_type: str, filename: str) -> None:
    await put(self, key, data, media_type=media_type, filename=filename)
    os.kill(os.getpid(), signal.SIGKILL)


Files.put = die  # type: ignore[method-assign]  # the one moment that cannot be met from outside
sys.exit(main())
