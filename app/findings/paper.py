"""The code on a printed form: which contract, which version of it, which version of the questions. Pure.

`12-1-45-07`: digits only, so that it reads the same in every alphabet; the last two tell a slip of the pen.
"""

import re
from dataclasses import dataclass

_CODE = re.compile(r"\D*(\d{1,9})\D+(\d{1,6})\D+(\d{1,9})\D+(\d{2})\D*", re.ASCII)
_CHECK = 97  # a prime: one wrong digit, or two neighbours exchanged, never give the same remainder
_SHIFT = 10**9 + 7


@dataclass(frozen=True)
class Printed:
    """What was printed: the contract (id), its version (number), the checklist (id)."""

    contract_id: int
    version: int
    checklist_id: int

    @property
    def code(self) -> str:
        return f"{self.contract_id}-{self.version}-{self.checklist_id}-{self._check:02d}"

    @property
    def _check(self) -> int:
        return ((self.contract_id * _SHIFT + self.version) * _SHIFT + self.checklist_id) % _CHECK


def read_code(written: str) -> Printed | None:
    """What a code means, however its parts are set apart; None when it is none."""
    match = _CODE.fullmatch(written)
    if match is None:
        return None
    contract_id, version, checklist_id, _check = map(int, match.groups())
    printed = Printed(contract_id, version, checklist_id)
    return printed if printed.code.endswith(f"-{match[4]}") else None
