"""How long a refusal takes says nothing about how much of the hash was right: shown by the way that the code takes."""

import ast
import hmac
import inspect
import re
import sys
import urllib.parse

from common import telegram
from tests.common.test_telegram import launch, refused, signed


def path_of_refusal(init_data):
    """Every line of common/telegram.py and of the modules that it calls which runs until the refusal, in order."""
    lines = []

    def trace(frame, event, _):
        if event == "line" and frame.f_code.co_filename in (telegram.__file__, hmac.__file__, urllib.parse.__file__):
            lines.append((frame.f_code.co_filename, frame.f_lineno))
        return trace

    kept = sys.gettrace()
    sys.settrace(trace)
    try:
        code = refused(init_data)
    finally:
        sys.settrace(kept)
    assert any(name == telegram.__file__ for name, _ in lines)
    return code, lines


def test_how_much_of_a_hash_is_right_changes_nothing_about_the_way_to_the_refusal():
    """`hmac.compare_digest` takes one time for any two hashes, and every line before and after it is the same."""
    good = signed(launch())
    right = good[-64:]
    wrong = "".join("0" if digit != "0" else "1" for digit in right)
    refused(good[:-64] + wrong)  # whatever is done once only is done now
    first = path_of_refusal(good[:-64] + wrong)
    for length in range(64):
        assert path_of_refusal(good[:-64] + right[:length] + wrong[length:]) == first


def test_no_hash_is_compared_in_any_other_way():
    compared = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(inspect.getsource(telegram)))
        if isinstance(node, ast.Compare) and re.search("hash|expected|signature", ast.unparse(node))
    ]
    assert compared == []
    assert "hmac.compare_digest(expected.encode()" in inspect.getsource(telegram.read)
