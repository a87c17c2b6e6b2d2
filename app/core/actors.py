"""Who acts. A signed-in person, a public body behind a signed link, or the system itself."""

from dataclasses import dataclass, field
from typing import Protocol


class Actor(Protocol):
    """What the lifecycle and the audit chain need to know of whoever acts."""

    @property
    def actor_id(self) -> int | None:
        """Identifier of the person's account; None when it is not a person with an account."""

    @property
    def actor_kind(self) -> str:
        """`person`, `body:<id>` or `system`."""

    def can(self, permission: str) -> bool: ...


@dataclass(frozen=True)
class System:
    """The application acting by itself: demonstration data, schedules, the command line."""

    actor_id: int | None = None
    actor_kind: str = "system"
    permissions: frozenset[str] = field(default_factory=frozenset)

    def can(self, permission: str) -> bool:
        return permission in self.permissions
