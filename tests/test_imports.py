"""Imports between apps go one way: articles <- comparisons <- questionnaire."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = [name for name in ("articles", "comparisons", "questionnaire") if (ROOT / name).is_dir()]


def imported_packages(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("layer", LAYERS)
def test_an_app_never_imports_from_a_later_one(layer):
    later = {*LAYERS[LAYERS.index(layer) + 1 :], "config"}
    files = list((ROOT / layer).rglob("*.py"))
    assert files
    for path in files:
        assert not later & set(imported_packages(path)), path
