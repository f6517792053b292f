"""Everything that can die dies while people play."""

import pytest

pytest.register_assert_rewrite("tests.faults.evening", "tests.faults.people")
