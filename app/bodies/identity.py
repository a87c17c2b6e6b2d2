"""Who a source means. Bodies and suppliers are known by the names and numbers under which sources mention them.

A mention is a name with or without a registration number. All mentions of one number are one entity. A mention without
a number means whoever bears that very name, else whoever bears one that folds alike; of several the one of the
smallest number. So whatever the order in which sources arrive, the same mentions end together. What a coordinator
decided stands above the rule.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Table, select

from app.bodies.rules import is_personal_number
from app.core.bulk import chunks, insert_rows, next_ids, update_rows
from app.core.database import db
from app.core.text import fold, words


class Key(NamedTuple):
    """`spelling`: the words of the name as `core.text.words` has them. `identifier`: "" without a number."""

    spelling: str
    identifier: str


class Mention(NamedTuple):
    """A name as written, and the number beside it or ""."""

    name: str
    identifier: str = ""

    @property
    def key(self) -> Key:
        """A citizen's registration number is never kept, so it does not count."""
        number = self.identifier.strip()
        spelling = " ".join(words(self.name)) or self.name.strip()
        return Key(spelling, "" if is_personal_number(number) else number)


class Bearer(NamedTuple):
    """The row of the mention and the entity that it means."""

    name_id: int
    entity_id: int


class Move(NamedTuple):
    """A mention that means another entity from now on."""

    name_id: int
    before: int
    after: int


class _Known(NamedTuple):
    key: Key
    fold: str
    bearer: Bearer
    decided: bool


REMEMBERED = 20_000  # mentions; then it forgets, for memory must not grow with an import


class Directory:
    """Resolves mentions against one pair of tables; remembers what it resolved, so it lasts for one import.

    `names`: columns id, spelling, fold, identifier, name, decided and the one called `entity`, which points into
    `entities`. `describe`: from a mention and its number to the columns of a new entity besides its id.
    """

    def __init__(
        self, names: Table, entities: Table, entity: str, describe: Callable[[Mention, str | None], dict[str, Any]]
    ) -> None:
        self.names, self.entities, self.entity, self.describe = names, entities, entity, describe
        self._known: dict[Mention, Bearer] = {}

    def resolve(self, mentions: Iterable[Mention]) -> tuple[dict[Mention, Bearer], list[Move]]:
        """Who is meant by each mention, unknown ones entered; and which known mentions now mean somebody else."""
        wanted = set(mentions)
        if len(self._known) > REMEMBERED:
            self._known = {}
        fresh = {mention.key: mention for mention in sorted(wanted - self._known.keys(), reverse=True)}
        batch = _Batch(self, fresh) if fresh else None
        moves = list(batch.enter()) if batch else []
        if batch:
            after = {move.name_id: Bearer(move.name_id, move.after) for move in moves}
            if after:
                self._known |= {m: after[b.name_id] for m, b in self._known.items() if b.name_id in after}
            self._known |= {m: batch.known[m.key].bearer for m in wanted - self._known.keys()}
        return {mention: self._known[mention] for mention in wanted}, moves


class _Batch:
    """Mentions that are new to a directory, beside all rows of the same names and numbers."""

    def __init__(self, directory: Directory, fresh: dict[Key, Mention]) -> None:
        self._of, self._fresh = directory, fresh
        self.known: dict[Key, _Known] = {}
        self._alike: dict[str, list[Key]] = defaultdict(list)
        self._folds = {key: fold(key.spelling) or key.spelling for key in fresh}
        self._number_of: dict[int, str | None] = {}
        self._load()
        self._entity_of = {number: entity for entity, number in self._number_of.items() if number}
        self._entity_of |= {key.identifier: known.bearer.entity_id for key, known in self.known.items()}
        self._new = [key for key in sorted(fresh, key=lambda key: (not key.identifier, key)) if key not in self.known]
        self._name_ids = iter(next_ids(directory.names, len(self._new)))
        self._entity_ids = iter(next_ids(directory.entities, len(self._new)))
        self._entities: list[dict[str, Any]] = []
        self._adopted: list[dict[str, Any]] = []

    def enter(self) -> Iterator[Move]:
        """Those with a number first: the others follow them."""
        before = {key: known.bearer for key, known in self.known.items()}
        for key in self._new:
            entity_id = self._owner(key) or self._made(key)
            self._remember(_Known(key, self._folds[key], Bearer(next(self._name_ids), entity_id), False))
            if key.identifier:
                self._entity_of[key.identifier] = entity_id
                self._draw(self._folds[key])
        moves = [
            Move(bearer.name_id, bearer.entity_id, self.known[key].bearer.entity_id)
            for key, bearer in before.items()
            if self.known[key].bearer != bearer
        ]
        self._write(moves)
        yield from moves

    def _load(self) -> None:
        names = self._of.names
        numbers = {key.identifier for key in self._fresh} - {""}
        columns = (names.c.id, names.c[self._of.entity], names.c.spelling, names.c.fold, names.c.identifier)
        for column, wanted in ((names.c.fold, set(self._folds.values())), (names.c.identifier, numbers)):
            for some in chunks(sorted(wanted)):
                query = select(*columns, names.c.decided).where(column.in_(some))
                for name_id, entity_id, spelling, folded, number, decided in db.session.execute(query):
                    key = Key(spelling, number)
                    if key not in self.known:
                        self._remember(_Known(key, folded, Bearer(name_id, entity_id), decided))
        entities = self._of.entities
        ids = {known.bearer.entity_id for known in self.known.values()}
        every: tuple[tuple[Any, set[Any]], ...] = ((entities.c.id, ids), (entities.c.identifier, numbers))
        for column, wanted in every:
            for some in chunks(sorted(wanted)):
                query = select(entities.c.id, entities.c.identifier).where(column.in_(some))
                self._number_of |= {row[0]: row[1] for row in db.session.execute(query)}

    def _owner(self, key: Key) -> int | None:
        if key.identifier:
            return self._entity_of.get(key.identifier) or self._adopted_by(key)
        return self._first_of(self._folds[key], key.spelling)

    def _first_of(self, folded: str, spelling: str) -> int | None:
        """Whom a name without a number means."""
        numbered = [key for key in self._alike[folded] if key.identifier]
        exact = [key for key in numbered if key.spelling == spelling]
        if bearing := exact or numbered:
            return self.known[min(bearing, key=lambda key: key.identifier)].bearer.entity_id
        others = (self.known[key] for key in self._alike[folded])
        return next((other.bearer.entity_id for other in others if not other.decided), None)

    def _adopted_by(self, key: Key) -> int | None:
        """An entity known by such a name alone, which has its number from now on."""
        if any(other.identifier for other in self._alike[self._folds[key]]):
            return None
        for known in (self.known[other] for other in self._alike[self._folds[key]]):
            entity_id = known.bearer.entity_id
            if not known.decided and self._number_of.get(entity_id) is None:
                self._number_of[entity_id] = key.identifier
                self._adopted.append({"id": entity_id, "identifier": key.identifier})
                return entity_id
        return None

    def _made(self, key: Key) -> int:
        entity_id = next(self._entity_ids)
        described = self._of.describe(self._fresh[key], key.identifier or None)
        self._entities.append({"id": entity_id, **described})
        self._number_of[entity_id] = key.identifier or None
        return entity_id

    def _draw(self, folded: str) -> None:
        """Names without a number follow the numbers of their name."""
        for key in self._alike[folded]:
            known = self.known[key]
            first = self._first_of(folded, key.spelling)
            if not key.identifier and not known.decided and first is not None:
                self.known[key] = known._replace(bearer=known.bearer._replace(entity_id=first))

    def _remember(self, known: _Known) -> None:
        self.known[known.key] = known
        self._alike[known.fold].append(known.key)

    def _write(self, moves: list[Move]) -> None:
        column = self._of.entity
        insert_rows(self._of.entities, self._entities)
        insert_rows(self._of.names, [self._row(self.known[key]) for key in self._new])
        update_rows(self._of.entities, self._adopted)
        update_rows(self._of.names, [{"id": move.name_id, column: move.after} for move in moves])

    def _row(self, known: _Known) -> dict[str, Any]:
        name_id, entity_id = known.bearer
        row = {"id": name_id, self._of.entity: entity_id, "name": self._fresh[known.key].name, "fold": known.fold}
        return row | {"spelling": known.key.spelling, "identifier": known.key.identifier, "decided": False}
