import pytest

from app.contracts.release import FaultCode
from app.ocds.problems import ProblemCode
from app.ocds.sheets import SheetCode, SheetProblem, Unreadable, localise, message


@pytest.mark.parametrize("code", SheetCode)
def test_every_code_has_a_message_that_names_the_place(code: SheetCode) -> None:
    said = message(SheetProblem(code, "row 12, column C", "100%(x)s"))
    assert said.startswith("row 12, column C: ")
    assert "%(detail)" not in said


def test_no_code_is_one_of_another_source() -> None:
    assert not {str(code) for code in SheetCode} & {str(code) for code in (*ProblemCode, *FaultCode)}


@pytest.mark.parametrize("where", ["row 3", "row 3, column AB", "line 3", ""])
def test_places_stay_in_english_without_a_translation(where: str) -> None:
    assert localise(where) == where


def test_a_refusal_says_why() -> None:
    assert str(Unreadable(SheetCode.EMPTY)) == "The sheet is empty."
    assert str(Unreadable(SheetCode.OTHER_FORMAT, "XLS")).startswith("This is XLS. ")
