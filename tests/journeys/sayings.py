"""What the people of the whole story write, in the languages in which they write it."""

from typing import Any

BODY_EMAIL = "letters@murun.example.mn"
ORGANISATION = {"mn": "Хяналт нийгэмлэг", "en": "Oversight society"}
NEIGHBOURS = {"mn": "Иргэний оролцоо төв", "en": "Centre for civic participation"}
SUBNETWORK = {"mn": "Худалдан авалтын хяналт", "en": "Procurement monitoring"}
PLAN = {"mn": "Стратеги төлөвлөгөө", "en": "Strategic plan of the story"}
AREA = {"mn": "Сургууль, цэцэрлэгийн засвар", "en": "Repairs of schools and kindergartens"}
POINT = {"mn": "Дээврийг эцэг эхчүүдтэй хамт үзэх", "en": "Look at the roof together with parents"}
SEEN: dict[str, Any] = {
    "place": "Мөрөн сум, 3 дугаар баг, 3 дугаар цэцэрлэг",
    "notes": "Дээврийн баруун талын хучилт хийгдээгүй, хүүхдийн өрөөнд ус гоожсон ул мөр байна.",
    "answers": (("no", "Хугацаа дууссан ч ажил үргэлжилж байна."), ("partly", "Баруун тал дутуу."), ("not_seen", "")),
}
SEEN_AGAIN: dict[str, Any] = {
    "place": SEEN["place"],
    "notes": "Баруун талын хучилтын тал хувь нь хийгдсэн байна.",
    "answers": (("partly", "Тал хувь нь дууссан."), ("partly", "Баруун талын хагас."), ("not_seen", "")),
}
QUESTION = "Аль талын хучилт дутуу вэ? Хэдэн метр вэ?"
ANSWER = "Баруун тал, ойролцоогоор 12 метр урт."
FINDING = {
    "title_mn": "Дээврийн баруун тал дутуу",
    "title_en": "The west side of the roof is unfinished",
    "statement_mn": "Гэрээнд 640 м² хучилт заасан боловч баруун талын хучилт хийгдээгүй байв.",
    "statement_en": "The contract says 640 m² of roofing; the west side had none.",
    "asks_mn": "Дутуу хучилтыг хийж дуусгах хугацаагаа мэдэгдэнэ үү.",
    "asks_en": "Say by when the missing roofing will be finished.",
}
REPLY = "Баруун талын ажил хүйтний улмаас зогссон.\nХавар үргэлжлүүлнэ."
PROMISE = "Баруун талын хучилтыг хийж дуусгана"
OFFICE = {"mn": "Хөрөнгө оруулалтын хэлтэс", "en": "Хөрөнгө оруулалтын хэлтэс"}
SUMMARY = {
    "title_mn": "Мөрөн сумын цэцэрлэгийн дээвэр",
    "title_en": "The kindergarten roof of Murun",
    "text_mn": "Нэг гэрээг нэг удаа очиж үзэв. **Дээврийн баруун тал** дутуу байв.",
    "text_en": "One contract, one visit. **The west side** of the roof was unfinished.",
    "limits_mn": "Нэг л удаагийн үзлэг.",
    "limits_en": "One visit only.",
}
CORRECTED = {"mn": "Нэг гэрээг хоёр удаа очиж үзэв.", "en": "One contract, two visits."}
NOTE = "Үзлэгийн тоог буруу бичсэн байв: хоёр удаа очсон."
