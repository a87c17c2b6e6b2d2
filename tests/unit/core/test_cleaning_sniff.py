"""Files are told by their content alone, and only what is taken is told."""

import codecs
import io
import zipfile

import pytest
from hypothesis import given, settings, strategies as st

from app.core.cleaning import CLEANERS, Reason, Uncleanable, clean, sniff
from app.core.cleaning.media import DOCX, TEXT, XLSX

KINDS = st.sampled_from([*CLEANERS, "text/html"])
BEGINNINGS = st.sampled_from(
    [
        b"",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"RIFF\x40\0\0\0WEBPVP8 ",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"%PDF-1.7\n",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"PK\x03\x04",
    ]
)


def zipped(*parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return buffer.getvalue()


def reason_for(data: bytes, media_type: str) -> Reason:
    with pytest.raises(Uncleanable) as refused:
        clean(data, media_type)
    return refused.value.reason


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"\xff",
        b"<!DOCTYPE html><title>x</title>",
        b"\n  <html></html>",
        codecs.BOM_UTF8 + b"<html></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><a/>",
        b"see this <SCRIPT>alert(1)</SCRIPT>",
        b"<?php echo 1;",
        b"#!/bin/sh\nls\n",
        b"%!PS-Adobe-3.0\n",
        b"{\\rtf1 text}",
        b"MZ\x90\0\x03\0",
        b"\x7fELF\x02\x01",
        b"GIF89a\x01\0\x01\0",
        b"BM\x46\0\0\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\0\0\0\x1cftypavif\0\0\0\0avifmif1",
        b"\0\0\0\x18ftyp3gp4\0\0\0\0isom3gp4",
        b"\0\0\0\x18ftypM4A \0\0\0\0mp42isom",
        "гэрээ".encode("utf-16"),
        "гэрээ".encode("cp1251"),
        b"a\x1b[2Jb",
        codecs.BOM_UTF8,
    ],
)
def test_what_is_not_taken_has_no_kind(data):
    assert sniff(data) is None


@pytest.mark.parametrize("text", ["Гэрээний дүн < 5 сая\r\n\tдуусав", "a", "a,b\n1,2\n", "x > y & y <z"])
def test_plain_text_is_told(text):
    assert sniff(text.encode()) == TEXT


def test_text_comes_back_as_it_is_without_its_byte_order_mark():
    data = "Гэрээ\r\nхоёр".encode()
    assert clean(codecs.BOM_UTF8 + data, TEXT).data == data


@pytest.mark.parametrize(
    ("main_part", "media_type"), [("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/x.xml", None)]
)
def test_office_files_are_told_by_their_parts(main_part, media_type):
    assert sniff(zipped("[Content_Types].xml", main_part)) == media_type


def test_other_archives_have_no_kind():
    assert sniff(zipped("word/document.xml")) is None


def test_office_files_stay_sealed():
    assert reason_for(zipped("[Content_Types].xml", "word/document.xml"), DOCX) == Reason.NOT_CLEANABLE


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/activeX/activeX1.xml"])
def test_office_files_with_macros_are_named_as_such(part):
    assert reason_for(zipped("[Content_Types].xml", "xl/workbook.xml", part), XLSX) == Reason.ACTIVE_CONTENT


@pytest.mark.parametrize("claimed", ["image/png", "text/html", "application/zip", ""])
def test_what_is_not_what_it_is_said_to_be_is_not_taken(claimed):
    assert reason_for(b"only text", claimed) == Reason.NOT_TAKEN


@given(st.binary(max_size=300))
def test_no_bytes_break_sniff(data):
    assert sniff(data) in {None, *CLEANERS}


@given(BEGINNINGS, st.binary(max_size=300), KINDS)
@settings(max_examples=300)
def test_no_bytes_break_clean(beginning, rest, claimed):
    data = beginning + rest
    for media_type in {claimed, sniff(data) or claimed}:
        try:
            assert sniff(clean(data, media_type).data) is not None
        except Uncleanable as refusal:
            assert refusal.reason in Reason
