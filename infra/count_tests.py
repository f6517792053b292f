"""Add up JUnit reports into one line that every reader of test output knows: `python -m infra.count_tests FOLDER`."""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET


def count(folder: Path) -> tuple[int, int, int]:
    """Tests that passed, failed and were skipped, in all reports of a folder."""
    passed = failed = skipped = 0
    for report in sorted(folder.glob("*.xml")):
        for case in ET.parse(report).iter("testcase"):  # noqa: S314  # written a moment ago by our own test runners
            outcomes = {child.tag for child in case}
            failed += bool(outcomes & {"failure", "error"})
            skipped += "skipped" in outcomes
            passed += not outcomes & {"failure", "error", "skipped"}
    return passed, failed, skipped


def main() -> int:
    passed, failed, skipped = count(Path(sys.argv[1]))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
