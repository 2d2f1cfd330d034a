"""Bytes to text: UTF-8, with or without a byte order mark, or a fault that says how to save the file."""

from __future__ import annotations

import codecs

from shared.intake.faults import Report

SAVE_AS_UTF8 = "Save it as UTF-8 (in Excel: 'CSV UTF-8 (Comma delimited)'; in Notepad: encoding 'UTF-8')."
_UTF16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def text_of(data: bytes, report: Report, *, when_empty: str) -> str | None:
    """The file's text; None when it has none, and then the report says why."""
    if data.startswith(_UTF16_OR_32) or b"\0" in data:
        report.add("The file is not UTF-8 text: it is saved as UTF-16 or is not text at all.", SAVE_AS_UTF8)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.add(f"The file is not UTF-8: byte {data[error.start]:#04x} is no letter in it.", SAVE_AS_UTF8, line=line)
        return None
    if not text.strip():
        report.add("The file is empty.", when_empty)
        return None
    return text
