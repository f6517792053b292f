"""Every no that the rules can say is said in a test."""

import re
from pathlib import Path

import pytest

from common import domain
from common.errors import REFUSALS

RAISED = re.compile(r"""Refusal\(\s*"(\w+)\"""")
SOURCES = [path.read_text() for path in sorted(Path(domain.__path__[0]).glob("*.py"))]
TESTS = [
    path.read_text() for path in sorted(Path(__file__).parent.glob("test_*.py")) if path.name != Path(__file__).name
]
CODES = sorted({code for source in SOURCES for code in RAISED.findall(source)})


def test_the_codes_are_found_and_all_of_them_are_known():
    assert len(CODES) >= 14
    assert set(CODES) <= set(REFUSALS)
    assert sum(source.count("raise Refusal(") for source in SOURCES) == sum(
        len(RAISED.findall(source)) for source in SOURCES
    )


@pytest.mark.parametrize("code", CODES)
def test_every_code_that_the_domain_raises_is_asserted_somewhere(code):
    assert any(f'"{code}"' in test for test in TESTS)
