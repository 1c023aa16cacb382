"""XLSX files with a part changed, for tests."""

from __future__ import annotations

import io
import zipfile

SHEET = "xl/worksheets/sheet1.xml"


def parts_of(data: bytes) -> dict[str, str]:
    """The files within one, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def packed(parts: dict[str, str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files in one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def repacked(data: bytes, part: str, old: str, new: str) -> bytes:
    """The file with a text in one of its parts replaced."""
    parts = parts_of(data)
    assert old in parts[part]
    return packed({**parts, part: parts[part].replace(old, new)})


def book(rows: str, shared: str = "", styles: str = "", workbook: str = "") -> bytes:
    """A small XLSX file with the given rows, as other programs might write it."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = f'<Relationships xmlns="{kinds}">{{}}</Relationships>'
    link = f'<Relationship Id="{{}}" Type="{kinds}/{{}}" Target="{{}}"/>'
    return packed({
        "_rels/.rels": links.format(link.format("r1", "officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}">{workbook}'
        '<sheets><sheet name="Register" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links.format(
            link.format("r1", "worksheet", "worksheets/sheet1.xml")
            + link.format("r2", "sharedStrings", "sharedStrings.xml")
            + link.format("r3", "styles", "styles.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        SHEET: f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    })  # fmt: skip
