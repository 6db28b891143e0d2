"""A workbook as Excel, LibreOffice and Sheets open it: values and live formulas, a few looks, nothing more.

It is Office Open XML (ECMA-376, part 1) in the smallest form that its readers accept: text stands in its
cell, formulas come with the value that they have, so that what only previews a file shows it, and files are
stored in their archive uncompressed, with a fixed date: the same workbook is the same bytes. Decision 022
weighs this against a library.
"""

from __future__ import annotations

import re
from binascii import crc32
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.numbers import plain

MOST_IN_NAME = 31
"""letters of a sheet's name"""
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""signs that XML 1.0 has no way to write"""

TEXT, HEAD, TITLE, INTEGER, MONEY, PERCENT, MULTIPLE, DAY, NOTE = range(9)
"""Looks of a cell."""
FORMATS = {
    INTEGER: (3, ""),
    MONEY: (4, ""),
    PERCENT: (10, ""),
    MULTIPLE: (2, ""),
    DAY: (164, "yyyy-mm-dd"),
}
"""Look → number of its format, and what it is where it is not built in."""


@dataclass(frozen=True)
class Cell:
    """What a cell holds: text, a number, or a formula with the value that it has."""

    content: str | Fraction | int | None = None
    look: int = TEXT
    formula: str = ""
    """in English, without its sign of equality"""
    input: bool = False
    """something to change: it is marked"""


EMPTY = Cell()


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook."""

    name: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()
    """of columns, in characters"""
    frozen: int = 0
    """rows that stay in view"""


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the file of a workbook."""
    names = sheet_names(sheet.name for sheet in sheets)
    files = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(names),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{nth}.xml") for nth in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _styles(),
        **{f"xl/worksheets/sheet{nth}.xml": _sheet(sheet) for nth, sheet in enumerate(sheets, 1)},
    }
    return archive({name: f"{_HEAD}{text}".encode() for name, text in files.items()})


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names that sheets may have, none twice."""
    found: list[str] = []
    for name in wanted:
        clean = _FORBIDDEN_IN_NAME.sub(" ", _legal(name)).strip()[:MOST_IN_NAME] or "1"
        nth = 1
        while clean.lower() in (one.lower() for one in found):
            nth += 1
            clean = f"{clean[: MOST_IN_NAME - 4]} {nth}"
        found.append(clean)
    return found


def reference(row: int, column: int, *, fixed_row: bool = False, fixed_column: bool = False) -> str:
    """Return the address of a cell, both counted from 1 on: ``$B7``."""
    return f"{'$' * fixed_column}{letters(column)}{'$' * fixed_row}{row}"


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1 on."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


# --------------------------------------------------------------------------------------------------
# Its parts

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _content_types(sheets: int) -> str:
    parts = [
        ("xl/workbook.xml", "sheet.main"),
        ("xl/styles.xml", "styles"),
        *((f"xl/worksheets/sheet{nth}.xml", "worksheet") for nth in range(1, sheets + 1)),
    ]
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    one = "".join(
        f'<Relationship Id="rId{nth}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for nth, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{one}</Relationships>'


def _workbook(names: Iterable[str]) -> str:
    sheets = "".join(
        f'<sheet name="{_escaped(name)}" sheetId="{nth}" r:id="rId{nth}"/>'
        for nth, name in enumerate(names, 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        '<calcPr calcId="0" fullCalcOnLoad="1"/></workbook>'
    )


def _styles() -> str:
    """Return looks twice over: as they are, then marked as something to change."""
    own = "".join(f'<numFmt numFmtId="{nth}" formatCode="{code}"/>' for nth, code in FORMATS.values() if code)
    fonts = "".join(
        f'<font>{"<b/>" if bold else ""}<sz val="{size}"/><color rgb="FF{colour}"/>'
        '<name val="Calibri"/><family val="2"/></font>'
        for bold, size, colour in ((0, 11, "14130F"), (1, 11, "14130F"), (1, 16, "14130F"), (0, 11, "22308F"))
    )
    fills = (
        '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFF0EBDF"/></patternFill></fill>'
    )
    edges = "<left/><right/><top/>{}<diagonal/>"
    borders = "".join(
        f"<border>{edges.format(bottom)}</border>"
        for bottom in ("<bottom/>", '<bottom style="thin"><color rgb="FF14130F"/></bottom>')
    )
    looks = "".join(_look(look, marked) for marked in (False, True) for look in range(NOTE + 1))
    count = 2 * (NOTE + 1)
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">{own}</numFmts><fonts count="4">{fonts}</fonts>'
        f'<fills count="3">{fills}</fills><borders count="2">{borders}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{count}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _look(look: int, marked: bool) -> str:
    number, _ = FORMATS.get(look, (0, ""))
    font = 3 if marked else {HEAD: 1, TITLE: 2}.get(look, 0)
    wrapped = '<alignment vertical="top" wrapText="1"/>' if look in (HEAD, NOTE) else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{2 * marked}" borderId="{int(look == HEAD)}"'
        ' xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"'
        + (f' applyAlignment="1">{wrapped}</xf>' if wrapped else "/>")
    )


def _sheet(sheet: Sheet) -> str:
    """Return a sheet, its parts in the order that the format asks for."""
    rows = "".join(
        f'<row r="{nth}">{"".join(_cells(nth, row))}</row>' for nth, row in enumerate(sheet.rows, 1)
    )
    pane = (
        f'<pane ySplit="{sheet.frozen}" topLeftCell="A{sheet.frozen + 1}" activePane="bottomLeft" '
        'state="frozen"/>'
        if sheet.frozen
        else ""
    )
    widths = "".join(
        f'<col min="{nth}" max="{nth}" width="{width}" customWidth="1"/>'
        for nth, width in enumerate(sheet.widths, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/>'
        + (f"<cols>{widths}</cols>" if widths else "")
        + f"<sheetData>{rows}</sheetData>"
        '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )


def _cells(row: int, cells: Iterable[Cell]) -> Iterator[str]:
    for column, cell in enumerate(cells, 1):
        style = f' s="{cell.look + (NOTE + 1) * cell.input}"' if cell.look or cell.input else ""
        place = f'<c r="{reference(row, column)}"{style}'
        formula = f"<f>{_escaped(cell.formula)}</f>" if cell.formula else ""
        if isinstance(cell.content, str) and formula:
            yield f'{place} t="str">{formula}<v>{_escaped(cell.content)}</v></c>'
        elif isinstance(cell.content, str):
            yield f'{place} t="inlineStr"><is><t xml:space="preserve">{_escaped(cell.content)}</t></is></c>'
        elif cell.content is not None:
            yield f"{place}>{formula}<v>{plain(Fraction(cell.content))}</v></c>"
        elif formula:
            yield f"{place}>{formula}</c>"
        elif style:
            yield f"{place}/>"


def _legal(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _escaped(text: str) -> str:
    text = _legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\r", "&#13;")


# --------------------------------------------------------------------------------------------------
# Its archive

_DATE = (1 << 5 | 1).to_bytes(2, "little")
"""1 January 1980, the first day that an archive knows."""


def archive(files: dict[str, bytes]) -> bytes:
    """Return files as a ZIP archive that stores them as they are (APPNOTE 6.3, names in UTF-8)."""
    body, directory = b"", b""
    for name, content in files.items():
        called = name.encode()
        about = (
            b"\x14\x00\x00\x08\x00\x00\x00\x00"  # version 2.0, names in UTF-8, stored, at midnight
            + _DATE
            + crc32(content).to_bytes(4, "little")
            + len(content).to_bytes(4, "little") * 2
            + len(called).to_bytes(2, "little")
            + b"\x00\x00"
        )
        directory += b"PK\x01\x02\x14\x00" + about + b"\x00" * 10 + len(body).to_bytes(4, "little") + called
        body += b"PK\x03\x04" + about + called + content
    count = len(files).to_bytes(2, "little")
    end = b"PK\x05\x06\x00\x00\x00\x00" + count * 2 + len(directory).to_bytes(4, "little")
    return body + directory + end + len(body).to_bytes(4, "little") + b"\x00\x00"
