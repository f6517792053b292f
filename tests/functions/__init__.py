import pytest

# Their assertions are explained like those of the tests themselves.
pytest.register_assert_rewrite("tests.functions.evening", "tests.functions.instances")
