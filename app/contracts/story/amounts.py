"""What was contracted, what is planned to be paid, what is reported as paid. Currencies never mix."""

from collections.abc import Iterable

from app.contracts.release import Fault, FaultCode, Release, Transaction
from app.contracts.story import shapes
from app.contracts.story.course import contract_milestones
from app.contracts.story.people import name_of
from app.contracts.story.standing import day, standing_awards, standing_contracts, stands
from app.core.money import Money, totals

_OF_PAYMENT = {"financing", "payment"}


def contracted(release: Release) -> tuple[tuple[Money, ...], str]:
    """Totals of the standing contracts, or of the awards while no contract has a value; and which it was."""
    for source, parts in (("contracts", standing_contracts(release)), ("awards", standing_awards(release))):
        sums = totals(part.value for part in parts if part.value)
        if sums:
            return sums, source
    return (), ""


def missing_values(release: Release) -> tuple[Fault, ...]:
    """A fault for each standing contract without a value, where others have one: the total is too low."""
    if contracted(release)[1] != "contracts":
        return ()
    return tuple(
        Fault(FaultCode.VALUE_MISSING, f"/contracts/{place}/value", contract.id or "")
        for place, contract in enumerate(release.contracts)
        if contract.value is None and stands(contract)
    )


def payments(release: Release) -> shapes.Payments:
    planned, planned_from = _planned(release)
    told = tuple(_told(release, transaction) for transaction in _transactions(release))
    return shapes.Payments(
        planned=planned,
        planned_from=planned_from,
        reported=totals(payment.amount for payment in told if payment.amount),
        transactions=told,
    )


def _planned(release: Release) -> tuple[tuple[Money, ...], str]:
    milestones = [one for contract in standing_contracts(release) for _, one in contract_milestones(contract)]
    planned = totals(one.value for one in milestones if one.value and one.type in _OF_PAYMENT)
    if planned:
        return planned, "milestones"
    sums, source = contracted(release)
    return (sums, source) if source == "contracts" else ((), "")


def _transactions(release: Release) -> Iterable[Transaction]:
    for contract in release.contracts:
        yield from contract.implementation.transactions if contract.implementation else ()


def _told(release: Release, transaction: Transaction) -> shapes.Payment:
    return shapes.Payment(
        id=transaction.id,
        on=day(transaction.date),
        amount=transaction.value or transaction.amount,
        payer=name_of(release, transaction.payer or transaction.provider_organization),
        payee=name_of(release, transaction.payee or transaction.receiver_organization),
    )
