"""The line that CI reads."""

from pathlib import Path

from infra.count_tests import count

PYTEST = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"><skipped/></testcase>
</testsuite></testsuites>"""
VITEST = (
    """<testsuites><testsuite><testcase name="d"/><testcase name="e"><error/></testcase></testsuite></testsuites>"""
)


def test_all_reports_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "pytest.xml").write_text(PYTEST)
    (tmp_path / "vitest.xml").write_text(VITEST)
    assert count(tmp_path) == (2, 2, 1)


def test_no_report_is_no_test(tmp_path: Path) -> None:
    assert count(tmp_path) == (0, 0, 0)
