"""Started by the rehearsal in place of `python -m common.serve`: the same, and at its end a list of all it imported."""

import json
import sys
from pathlib import Path

from common import serve

report, *arguments = sys.argv[1:]
code = serve.main(arguments)
Path(report).write_text(json.dumps(sorted(sys.modules)), encoding="utf-8")
sys.exit(code)
