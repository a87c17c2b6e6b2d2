"""Between what a person types about a contract and the release it becomes."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.contracts.story import Story
from app.core.errors import Invalid
from app.core.money import parse_amount


def read_entry(typed: dict[str, Any]) -> dict[str, Any]:
    """Typed fields as `service.enter_by_hand` takes them. Raises Invalid for an amount that cannot be read."""
    names = [name.strip() for name in (typed.get("suppliers") or "").splitlines() if name.strip()]
    return {**typed, "suppliers": names, "amount": _amount(typed.get("amount"))}


def _amount(text: str | None) -> Any:
    if not (text or "").strip():
        return None
    try:
        amount = parse_amount(text or "")
    except ValueError:
        raise Invalid({"amount": _l("This cannot be read as an amount.")}) from None
    if amount < 0:
        raise Invalid({"amount": _l("An amount cannot be below zero.")})
    return amount


def entry_of(story: Story) -> dict[str, Any]:
    """The typed fields again, to correct them."""
    total = story.contracted[0] if len(story.contracted) == 1 else None
    return {
        "title": story.title,
        "description": story.description,
        "buyer": story.buyer.name if story.buyer else None,
        "suppliers": "\n".join(supplier.name for supplier in story.suppliers),
        "category": story.category,
        "method": story.method,
        "amount": str(total.amount) if total else None,
        "currency": total.currency if total else "MNT",
        "signed_on": story.signed_on,
        "starts_on": story.starts_on,
        "ends_on": story.ends_on,
        "region": " ".join(story.places),
    }
