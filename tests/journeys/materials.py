"""What people bring along: a file of procurement data, a photo from a phone, a scanned letter."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageDraw

TITLE = "Мөрөн сумын 3 дугаар цэцэрлэгийн дээврийн засвар"
BODY = "Хөвсгөл аймгийн Мөрөн сумын Засаг даргын Тамгын газар"
BODY_NUMBER = "9011234"
SUPPLIER = "Хөх дээвэр ХХК"
PHOTOGRAPHER = "Гэрэл зурагчин Болд"


def release_package(path: Path, today: date) -> Path:
    """An OCDS release package in Mongolian: one contract from plan to payment."""
    package = {
        "uri": "https://example.mn/package.json",
        "version": "1.1",
        "publishedDate": _instant(today),
        "publisher": {"name": "Жишээ нийтлэгч"},
        "releases": [_release(today)],
    }
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    return path


def _release(today: date) -> dict[str, Any]:
    buyer, supplier = {"id": "buyer", "name": BODY}, {"id": "supplier", "name": SUPPLIER}
    value = {"amount": 184500000, "currency": "MNT"}
    return {
        "ocid": "ocds-journey-2026-017",
        "id": "ocds-journey-2026-017-1",
        "date": _instant(today),
        "tag": ["planning", "tender", "award", "contract", "implementation"],
        "initiationType": "tender",
        "language": "mn",
        "buyer": buyer,
        "parties": [_party(buyer, "buyer", BODY_NUMBER), _party(supplier, "supplier", "5551234")],
        "tender": {
            "id": "tender",
            "title": TITLE,
            "description": "Цэцэрлэгийн дээврийг бүрэн сольж, дулаалга тавина.",
            "status": "complete",
            "mainProcurementCategory": "works",
            "procurementMethod": "open",
            "numberOfTenderers": 3,
            "value": {"amount": 200000000, "currency": "MNT"},
        },
        "awards": [{"id": "award", "status": "active", "suppliers": [supplier], "value": value}],
        "contracts": [_contract(today, value)],
    }


def _party(who: dict[str, str], role: str, number: str) -> dict[str, Any]:
    address = {"region": "Хөвсгөл", "locality": "Мөрөн"}
    return {**who, "roles": [role], "identifier": {"id": number}, "address": address}


def _contract(today: date, value: dict[str, Any]) -> dict[str, Any]:
    paid = {"amount": 92250000, "currency": "MNT"}
    return {
        "id": "contract",
        "awardID": "award",
        "title": TITLE,
        "status": "active",
        "value": value,
        "dateSigned": _instant(today, 120),
        "period": {"startDate": _instant(today, 115), "endDate": _instant(today, 15)},
        "items": [{"id": "1", "description": "Дээврийн хучилт", "quantity": 640, "unit": {"name": "м²"}}],
        "milestones": [
            {"id": "1", "title": "Хуучин дээвэр буулгах", "dueDate": _instant(today, 90), "status": "met"},
            {"id": "2", "title": "Ажил хүлээлгэн өгөх", "dueDate": _instant(today, 15), "status": "scheduled"},
        ],
        "implementation": {
            "transactions": [
                {
                    "id": "1",
                    "date": _instant(today, 60),
                    "value": paid,
                    "payer": {"id": "buyer"},
                    "payee": {"id": "supplier"},
                }
            ]
        },
    }


def _instant(today: date, ago: int = 0) -> str:
    return f"{today - timedelta(days=ago)}T00:00:00+08:00"


def photo(path: Path) -> Path:
    """A JPEG as a phone makes it: where, when, with what and by whom it was taken stands inside."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Artist] = "Утас", PHOTOGRAPHER
    exif[ExifTags.Base.ImageDescription] = PHOTOGRAPHER
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (49.0, 38.0, 3.5), 3: "E", 4: (100.0, 9.0, 45.2)})
    _roof().save(path, "JPEG", quality=85, exif=exif, comment=PHOTOGRAPHER.encode())
    return path


def _roof() -> Image.Image:
    picture = Image.linear_gradient("L").resize((960, 720)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(120, 420), (480, 180), (840, 420)], fill="#8a3b2a")
    draw.rectangle([180, 420, 780, 660], fill="#d8cdb4")
    draw.polygon([(480, 240), (620, 330), (480, 330)], fill="#3b2f2a")
    return picture


def scan(path: Path) -> Path:
    """One page of a letter, as a scanner makes it."""
    page = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(page).rectangle([60, 80, 560, 300], outline="black", width=2)
    page.save(path, "PDF", author=PHOTOGRAPHER)
    return path
