"""What OCDS 1.1 demands of a release, as JSON Schema: required members, types, closed codes, lists of different things.

Put down by hand from the standard's reference, since no package ships its schema. Titles, formats and open codelists
are left out. `extended` applies an extension as the standard says: as a JSON Merge Patch.
"""

from typing import Any

Schema = dict[str, Any]

TEXT, NUMBER, WHOLE = ({"type": [kind, "null"]} for kind in ("string", "number", "integer"))
ID = {"type": ["string", "integer"]}
CODES = {"type": ["array", "null"], "items": {"type": "string"}}


def ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def every(name: str, **rest: Any) -> Schema:
    return {"type": "array", "items": ref(name), **rest}


def different(name: str) -> Schema:
    return every(name, uniqueItems=True)


def one_of(*codes: str) -> Schema:
    return {"enum": [*codes, None]}


def part(*required: str, **members: Schema) -> Schema:
    return {"type": "object", "properties": members} | ({"required": list(required)} if required else {})


def texts(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, TEXT)


SAID = texts("title", "description")
CHANGED = {"amendments": every("Amendment"), "amendment": ref("Amendment")}
PARTY = {
    "identifier": ref("Identifier"),
    "additionalIdentifiers": different("Identifier"),
    "address": ref("Address"),
    "contactPoint": ref("ContactPoint"),
}
DEFINITIONS = {
    "Planning": part(budget=ref("Budget"), documents=every("Document"), milestones=every("Milestone")),
    "Budget": part(amount=ref("Value"), **texts("description", "project", "uri", "source")),
    "Tender": part(
        "id",
        id=ID,
        status=one_of("planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"),
        procurementMethod=one_of("open", "selective", "limited", "direct"),
        mainProcurementCategory=one_of("goods", "works", "services"),
        additionalProcurementCategories=CODES,
        submissionMethod=CODES,
        procuringEntity=ref("OrganizationReference"),
        tenderers=different("OrganizationReference"),
        items=different("Item"),
        value=ref("Value"),
        minValue=ref("Value"),
        tenderPeriod=ref("Period"),
        numberOfTenderers=WHOLE,
        documents=every("Document"),
        milestones=every("Milestone"),
        **SAID,
        **CHANGED,
    ),
    "Award": part(
        "id",
        id=ID,
        status=one_of("pending", "active", "cancelled", "unsuccessful"),
        date=TEXT,
        value=ref("Value"),
        suppliers=different("OrganizationReference"),
        items=different("Item"),
        contractPeriod=ref("Period"),
        documents=different("Document"),
        **SAID,
        **CHANGED,
    ),
    "Contract": part(
        *("id", "awardID"),
        id=ID,
        awardID=ID,
        status=one_of("pending", "active", "cancelled", "terminated"),
        period=ref("Period"),
        value=ref("Value"),
        items=different("Item"),
        dateSigned=TEXT,
        documents=different("Document"),
        implementation=ref("Implementation"),
        milestones=every("Milestone"),
        **SAID,
        **CHANGED,
    ),
    "Implementation": part(
        transactions=different("Transaction"), milestones=different("Milestone"), documents=different("Document")
    ),
    "Transaction": part(
        "id",
        id=ID,
        date=TEXT,
        value=ref("Value"),
        payer=ref("OrganizationReference"),
        payee=ref("OrganizationReference"),
        amount=ref("Value"),
        providerOrganization=ref("Identifier"),
        receiverOrganization=ref("Identifier"),
        **texts("source", "uri"),
    ),
    "Milestone": part(
        "id",
        id=ID,
        status=one_of("scheduled", "met", "notMet", "partiallyMet"),
        documents=different("Document"),
        **SAID,
        **texts("type", "code", "dueDate", "dateMet", "dateModified"),
    ),
    "Document": part("id", id=ID, **SAID, **texts("documentType", "url", "datePublished", "format", "language")),
    "Item": part(
        "id",
        id=ID,
        description=TEXT,
        classification=ref("Classification"),
        additionalClassifications=different("Classification"),
        quantity=NUMBER,
        unit=part(name=TEXT, value=ref("Value")),
    ),
    "Amendment": part(changes={"type": "array"}, **texts("id", "date", "rationale", "description", "releaseID")),
    "Organization": part(id={"type": "string"}, name=TEXT, roles=CODES, **PARTY),
    "OrganizationReference": part(id=ID, name=TEXT | {"minLength": 1}, **PARTY),
    "Identifier": part(id={"type": ["string", "integer", "null"]}, **texts("scheme", "legalName", "uri")),
    "Classification": part(id={"type": ["string", "integer", "null"]}, **texts("scheme", "description", "uri")),
    "Address": part(**texts("streetAddress", "locality", "region", "postalCode", "countryName")),
    "ContactPoint": part(**texts("name", "email", "telephone", "faxNumber", "url")),
    "Value": part(amount=NUMBER, currency=TEXT),
    "Period": part(durationInDays=WHOLE, **texts("startDate", "endDate", "maxExtentDate")),
    "RelatedProcess": part(id={"type": "string"}, relationship=CODES, **texts("title", "scheme", "identifier", "uri")),
}
RELEASE = part(
    *("ocid", "id", "date", "tag", "initiationType"),
    ocid={"type": "string", "minLength": 1},
    id={"type": "string", "minLength": 1},
    date={"type": "string"},
    tag={"type": "array", "minItems": 1, "items": {"type": "string"}},
    initiationType={"enum": ["tender"]},
    parties=different("Organization"),
    buyer=ref("OrganizationReference"),
    planning=ref("Planning"),
    tender=ref("Tender"),
    awards=different("Award"),
    contracts=different("Contract"),
    language=TEXT,
    relatedProcesses=different("RelatedProcess"),
) | {"definitions": DEFINITIONS}


def extended(schema: Any, patch: Any) -> Any:
    if not isinstance(patch, dict) or not isinstance(schema, dict):
        return patch
    return schema | {name: extended(schema.get(name), member) for name, member in patch.items()}
