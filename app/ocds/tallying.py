"""What an import did, or would do: counts of releases, and problems in groups of one kind at one path."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.contracts.intake import Tally
from app.ocds.problems import Problem, ProblemCode

REFUSING = frozenset(
    {
        ProblemCode.SYNTAX_ERROR,
        ProblemCode.TRUNCATED,
        ProblemCode.VALUE_TOO_LARGE,
        ProblemCode.NESTED_TOO_DEEP,
        ProblemCode.NOT_A_RELEASE,
        ProblemCode.RELEASE_UNREADABLE,
        ProblemCode.MISSING_OCID,
        ProblemCode.OCID_NOT_TEXT,
        ProblemCode.NOT_STORABLE,
    }
)
_MOST_GROUPS = 500  # a file with random names of fields must not fill the memory
_IN_PACKAGE = re.compile(r"^/(?:(?:releases|records)/\*)?(?:/releases/\*|/compiledRelease|/versionedRelease)?")


@dataclass
class ProblemGroup:
    """Problems of one kind at one path; `example` is the first of them."""

    path: str
    example: Problem
    count: int = 0


@dataclass
class Outcome:
    """In releases: read = added + changed + unchanged + refused."""

    source: str
    read: int = 0
    refused: int = 0
    tally: Tally = field(default_factory=Tally)
    is_cut: bool = False
    groups: dict[tuple[str, str], ProblemGroup] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every release was taken and the source read to its end."""
        return not self.refused and not self.is_cut

    @property
    def problems(self) -> list[ProblemGroup]:
        """The most frequent first."""
        return sorted(self.groups.values(), key=lambda group: -group.count)

    def note(self, problem: Problem) -> None:
        """Count a problem; one that costs a release counts as a release read and refused."""
        key = (str(problem.code), path_of(problem.where))
        if key not in self.groups and len(self.groups) >= _MOST_GROUPS:
            key = (str(problem.code), "")
        group = self.groups.setdefault(key, ProblemGroup(key[1], problem))
        group.count += 1
        self.is_cut = self.is_cut or problem.fatal
        self.read += problem.code in REFUSING
        self.refused += problem.code in REFUSING

    def counts(self) -> dict[str, int]:
        return {
            "read": self.read,
            "added": self.tally.added,
            "changed": self.tally.changed,
            "unchanged": self.tally.unchanged,
            "refused": self.refused,
        }

    def as_json(self) -> dict[str, object]:
        return {"source": self.source, **self.counts(), "problems": list(self._as_json())}

    def _as_json(self) -> Iterator[dict[str, object]]:
        for group in self.problems:
            example = group.example
            told = {"code": example.code, "path": group.path, "count": group.count}
            yield told | {"where": example.where, "detail": example.detail, "ocid": example.ocid}


def path_of(where: str) -> str:
    """The path inside a release, positions in lists left out: "line 12, /releases/3/awards/0/date" is at
    "/awards/*/date"."""
    pointer = where[where.find("/") :] if "/" in where else ""
    return _IN_PACKAGE.sub("/", re.sub(r"/\d+(?=/|$)", "/*", pointer), count=1).replace("//", "/")
