"""The script ``pamphlet-read``: a process with limits in which formats are read that can take a process down."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

from . import _native

NAME = "pamphlet-read"


def main() -> int:
    if sys.argv[1:2] != ["__extract"]:
        print(f"{NAME} is started by the package pamphlet, to read PDF", file=sys.stderr)
        return 2
    return _native.child_main(sys.argv[2:])


def program() -> str | None:
    """Where the script is; without it the command line program will do, where that is installed."""
    beside = [Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))]
    for folder in beside:
        for name in (NAME, f"{NAME}.exe"):
            if (folder / name).is_file():
                return str(folder / name)
    return shutil.which("pamphlet")
