"""What the kernel says of this process."""

import os
import resource
import sys
import time
from pathlib import Path

_IMPORTED = time.monotonic()
_STARTED, _RESIDENT = 19, 1
"""Places in /proc/self/stat, behind the name of the command, and in statm."""


def age_seconds() -> float:
    """Since it was born, by a fork too; where the kernel does not say, since this module was imported."""
    if sys.platform != "linux":
        return time.monotonic() - _IMPORTED
    behind_name = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    born = int(behind_name[_STARTED]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - born


def resident_bytes() -> int:
    """Of memory; where the kernel does not say, the most that it ever was."""
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[_RESIDENT]) * resource.getpagesize()
