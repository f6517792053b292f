"""Who may do what is looked up, never decided beside the table"""

import ast

from common.manifest import ROOT

RIGHTS = {"role", "scorers", "sums"}


def test_no_handler_decides_by_a_role() -> None:
    decided = [
        f"{path.parent.name}:{node.lineno}"
        for path in sorted((ROOT / "functions").glob("*/handler.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare | ast.Match)
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and part.attr in RIGHTS
    ]
    assert decided == [], "ask the seat's Standing instead: common/domain/rights.py"
