"""Well-known commands on the same file, run as their manuals say."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
# The standard's rules without its prose, so that the command need not fetch its schema.
MERGE_RULES = Path(__file__).parent / "merge_rules.json"


def ocdskit_compile(source: Path, compiled: Path) -> int:
    """How many compiled releases it wrote. It uses orjson, as that is installed."""
    with source.open("rb") as file, compiled.open("wb") as out:
        subprocess.run([BIN / "ocdskit", "compile", "--schema", MERGE_RULES], stdin=file, stdout=out, check=True)
    with compiled.open("rb") as out:
        return sum(1 for _line in out)


def sqlite_utils_insert(source: Path, database: Path) -> None:
    with source.open("rb") as file:
        subprocess.run([BIN / "sqlite-utils", "insert", database, "release", "-", "--nl"], stdin=file, check=True)
