"""The examples of the guide and of the code are true."""

from __future__ import annotations

import doctest
import importlib
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
OPTIONS = doctest.ELLIPSIS


def test_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    guide = (ROOT / "bindings" / "python" / "README.md").read_text()
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```pycon\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 8
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README.md", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    runner.run(test)
    assert runner.tries > 25 and runner.failures == 0, capsys.readouterr().out


@pytest.mark.parametrize("module", ["pamphlet", "pamphlet._text"])
def test_the_code(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module), optionflags=OPTIONS)
    assert found.attempted > 0 and found.failed == 0
