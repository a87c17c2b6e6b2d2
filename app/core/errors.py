"""What may go wrong in a use case. Messages are lazy strings for the person who caused it."""

from collections.abc import Mapping


class DomainError(Exception):
    """Base of all refusals; `message` can be shown as it is."""

    def __init__(self, message: object = "") -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """There is no such thing, or it is not for this person to know that there is."""


class Refused(DomainError):
    """A rule of the house says no."""


class NotPermitted(Refused):
    """This person may not do this, now or to this subject."""


class WrongState(Refused):
    """The subject is in a state from which this verb does not lead."""


class Conflict(Refused):
    """Under this name something else stands already; `kept` tells what (a hash)."""

    def __init__(self, message: object, kept: str | None = None) -> None:
        super().__init__(message)
        self.kept = kept


class Missing(Refused):
    """Something that must be present is not; `field` names it."""

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


class Stale(Refused):
    """Somebody else changed the subject since this person looked."""


class Invalid(Refused):
    """Input that has the right shape and breaks a rule: `errors` maps field to message."""

    def __init__(self, errors: Mapping[str, object]) -> None:
        super().__init__("; ".join(str(message) for message in errors.values()))
        self.errors = dict(errors)
