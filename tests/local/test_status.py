"""The table of what runs"""

from infra.local.status import Row, Status


def test_a_long_name_stands_apart_from_its_state_and_all_states_below_each_other() -> None:
    names = ("me", "a_function_that_is_called_as_long_as_this_one_here")
    table = Status(
        "http://localhost", ready=True, pid=1, rows=[Row("function", name, "zero") for name in names]
    ).table()
    lines = [line for line in table.splitlines() if line.strip().startswith(names)]
    assert [line.split()[:2] for line in lines] == [[name, "zero"] for name in names]
    assert len({line.index("zero") for line in lines} | {table.splitlines()[0].index("state")}) == 1
