"""Files are read strictly: what is told about a broken one names the place."""

import json

import pytest

from comparisons.exchange.claims import COLUMNS
from comparisons.exchange.reading import Unreadable, read

from .files import csv_file, xlsx_file
from .malformed import flood, good_rows, repacked

SHEET = "xl/worksheets/sheet1.xml"


def records(name, data):
    return list(read(name, data, COLUMNS).records)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.csv", b"statement,rating\nx,1\n\xff,2\n", "Line 3 is not UTF-8; save the file with the encoding UTF-8."),
        ("a.csv", b'statement\n"x\ny', "The quotation mark that opens in line 2 is never closed; perhaps the file was cut off."),
        ("a.csv", b"statement;rating\nx;1\n", "The cells are separated by semicolons; save the file with commas."),
        ("a.csv", b"statement,,rating\nx,y,1\n", "Column 2 of the header has no name."),
        ("a.csv", "statement\nx".encode("utf-16"), "The file is written in UTF-16; save it as UTF-8."),
        ("a.csv", "statement\nx".encode("utf-32"), "The file is written in UTF-32; save it as UTF-8."),
        ("a.csv", b"PK\x03\x04", "The name ends in .csv, but the file is a workbook or another zipped file."),
        ("a.json", b'[{"rating": 1, "rating": 2}]', "In entry 1 the name “rating” stands twice."),
        ("a.json", b'[{"rating": 1},\n{"rating": }]', "The file is not JSON: it goes wrong at line 2, character 12. Perhaps it was cut off."),
        ("a.json", b"[" * 100_000, "The file nests lists and objects too deeply."),
        ("a.json", b'[{"rating": NaN}]', "The file holds NaN, which is no number."),
        ("a.xlsx", b"statement\nx", "The name ends in .xlsx, but the file is no workbook."),
        ("a.xlsx", xlsx_file(good_rows(), good_rows()), "The workbook has several filled sheets, “Sheet 2” too; keep the one to import."),
        ("a.xls", b"x", "The name ends in “.xls”; a file to import is .csv, .xlsx or .json."),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_with_its_place(name, data, sentence):
    with pytest.raises(Unreadable) as refusal:
        records(name, data)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("cells", ["x", "x,1,2", "x,1,"])
def test_a_line_with_more_or_fewer_cells_is_told(cells):
    first, second = records("a.csv", f'statement,rating\n"two\nlines",1\n{cells}\n'.encode())
    assert (first.line, first.problems) == (2, [])
    (problem,) = second.problems
    assert (second.line, problem[0]) == (4, "")
    assert problem[1].endswith("the header 2.")


def test_an_empty_second_sheet_is_no_hindrance():
    assert len(records("a.xlsx", xlsx_file(good_rows(), []))) == 3


def test_a_workbook_that_says_it_holds_entities_is_not_parsed():
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    data = repacked(xlsx_file(good_rows()), lambda part, text: entity + text if part == SHEET else text)
    with pytest.raises(Unreadable, match="holds declarations of entities"):
        records("a.xlsx", data)


def test_a_workbook_that_unpacks_to_a_flood_is_not_unpacked():
    data = flood(xlsx_file(good_rows()))
    assert len(data) < 1_000_000
    with pytest.raises(Unreadable, match="unpacks to more than 300 MB"):
        records("a.xlsx", data)


def test_blank_lines_and_blanks_around_names_mean_nothing():
    (record,) = records("a.csv", b"\xef\xbb\xbf statement , rating\r\n\r\nx,1\r\n\r\n")
    assert (record.line, record.cells) == (3, {"statement": "x", "rating": "1"})


def test_json_keeps_every_digit():
    (record,) = records("a.json", b'[{"quantity": 12345678901234.5678}]')
    assert str(record.cells["quantity"]) == "12345678901234.5678"


def test_a_file_of_a_million_lines_is_told_at_its_limit():
    with pytest.raises(Unreadable, match="more than 100,000 rows"):
        records("a.json", json.dumps([{}] * 100_001).encode())


def test_a_csv_file_of_a_spreadsheet_is_read():
    (record,) = records("a.csv", csv_file([{"statement": 'a "b", c\r\nd'}]))
    assert record.cells == {"statement": 'a "b", c\r\nd'}
