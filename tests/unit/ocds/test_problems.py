import pytest

from app.contracts.release import FaultCode
from app.ocds.problems import Problem, ProblemCode, Unusable, code_of, localise, message


@pytest.mark.parametrize("code", [*ProblemCode, *FaultCode])
def test_every_code_has_a_message_that_names_the_place(code: ProblemCode | FaultCode) -> None:
    said = message(Problem(code, "line 12, /releases/3", "what stood there"))
    assert said.startswith("line 12, /releases/3: ")
    assert "%(" not in said


@pytest.mark.parametrize("code", [*ProblemCode, *FaultCode])
def test_a_code_is_found_by_its_stored_text(code: ProblemCode | FaultCode) -> None:
    assert code_of(str(code)) is code


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        code_of("nonsense")


def test_no_two_codes_share_a_text() -> None:
    assert not {str(code) for code in ProblemCode} & {str(code) for code in FaultCode}


@pytest.mark.parametrize("where", ["line 3", "line 3, value 2, /releases/0", "/a, line 3/b"])
def test_places_stay_in_english_without_a_translation(where: str) -> None:
    assert localise(where) == where


def test_the_whole_file_needs_no_place() -> None:
    assert message(Problem(ProblemCode.EMPTY_FILE, "/")) == "The file is empty."


def test_a_percent_sign_in_the_data_is_only_text() -> None:
    assert "100%(x)s" in message(Problem(FaultCode.DATE_UNREADABLE, "/date", "100%(x)s"))


def test_unusable_says_why() -> None:
    refusal = Unusable("line 3", ProblemCode.SYNTAX_ERROR, "expected ':'", "file.json")
    assert str(refusal) == "line 3: This is not valid JSON and was left out (expected ':')."
    assert str(refusal.message) == str(refusal)
