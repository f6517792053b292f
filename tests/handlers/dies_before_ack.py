"""A handler that is killed at the worst moment: its effect is committed, and RabbitMQ does not know yet.

python -m tests.handlers.dies_before_ack handlers/stats_update
"""

import os
import signal
import sys

from faststream.rabbit import RabbitMessage

from common.serve import main


async def die(message: RabbitMessage) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


RabbitMessage.ack = die  # type: ignore[method-assign,assignment]  # the one moment that cannot be met from outside
sys.exit(main())
