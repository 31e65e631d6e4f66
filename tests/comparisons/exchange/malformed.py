"""Files that are broken on purpose: good ones, mutated so that no reader may accept them, and some made by hand."""

import csv
import io
import json
import random
import struct
import zipfile

from .files import csv_file, json_file, xlsx_file

LETTERS = "Ünïcodé “quotes” and 日本語"


def good_rows():
    """Return three new claims, valid where the test's article, framework and criterion exist."""
    return [
        {
            "article": "odysse",
            "locator": f"Section {number} › paragraph 1",
            "framework": "django",
            "criterion": "speed",
            "statement": f"Statement {number}: {LETTERS}.",
            "rating": number - 1,
            "conditions": "line one\nline two",
        }
        for number in range(3)
    ]


def quoted_csv(rows):
    """Return a CSV file with every cell in quotes, so that a cut always leaves something open."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode()


def truncated(chance):
    """Cut each format somewhere in its rows."""
    csv_data, json_data, xlsx_data = quoted_csv(good_rows()), json_file(good_rows()), xlsx_file(good_rows())
    start = csv_data.index(b"\r\n") + 3
    for _ in range(25):
        cut = chance.randrange(start, len(csv_data) - 1)
        if not is_csv(csv_data[:cut]):  # cut between two lines, it would be a good file with fewer
            yield "csv", csv_data[:cut]
        yield "json", json_data[: chance.randrange(1, len(json_data) - 1)]
        yield "xlsx", xlsx_data[: chance.randrange(4, len(xlsx_data) - 1)]


def with_wrong_bytes(chance):
    """Put bytes that are no UTF-8, or NUL, anywhere."""
    for data, kind in ((csv_file(good_rows()), "csv"), (json_file(good_rows()), "json")):
        for wrong in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\0", b"\xfe", b"\x80"):
            for _ in range(4):
                at = chance.randrange(0, len(data))
                while (
                    0x80 <= data[at] < 0xC0
                ):  # not within a character: that would be one fault, not this one
                    at -= 1
                yield kind, data[:at] + wrong + data[at:]


def in_wrong_encodings(chance):
    for data, kind in ((csv_file(good_rows()), "csv"), (json_file(good_rows()), "json")):
        text = data.decode()
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"):
            yield kind, text.encode(encoding)
        latin = "".join(letter for letter in text if letter not in "日本語“”›")
        for encoding in ("latin-1", "cp1252", "cp437", "mac-roman"):
            yield kind, latin.encode(encoding)
        yield kind, text.encode("shift-jis", "ignore")
        yield kind, text.encode("cp037", "ignore")
        yield kind, b"\xef\xbb\xbf\xef\xbb\xbf" + data


def ragged(chance):
    rows = good_rows()
    lines = quoted_csv(rows).decode().split("\r\n")
    for _ in range(20):
        changed = list(lines)
        at = chance.randrange(1, len(lines))
        cells = changed[at].split('","')
        if chance.random() < 0.5:
            del cells[chance.randrange(1, len(cells) - 1)]
        else:
            at_end = chance.choice([1, len(cells)])
            cells[at_end:at_end] = ["more"] * chance.randrange(1, 9)
        changed[at] = '","'.join(cells)
        yield "csv", "\r\n".join(changed).encode()


def with_wrong_headers(chance):
    rows = good_rows()
    names = list(rows[0])
    for kind, made in (("csv", csv_file), ("xlsx", xlsx_file), ("json", json_file)):
        for wrong in (
            "Statement",
            "state ment",
            "stars",
            "id",
            "created_by",
            "captured",
            "=statement",
            "x" * 500,
            "\u202e",
        ):
            yield kind, made([{**row, wrong: "x"} for row in rows])
    for name in names:
        header = ",".join([*names, name])
        yield "csv", (header + "\n" + ",".join("x" * (len(names) + 1))).encode()
    for gap in range(len(names)):
        yield "csv", (",".join([*names[:gap], "", *names[gap:]]) + "\n").encode() + b"x" * 8
        yield "csv", ("\n".join(",".join(["x"] * len(names)) for _ in range(gap + 1))).encode()  # no header
    yield "csv", b",,,,\n1,2,3,4,5\n"
    yield "csv", b"\n\n\n"
    yield "csv", ",".join(names).encode()
    yield "csv", b"\xef\xbb\xbf"
    for separator in ";\t|":
        yield "csv", csv_file(rows).replace(b",", separator.encode())


def with_wrong_quotes(chance):
    lines = quoted_csv(good_rows()).decode().split("\r\n")
    for at in range(1, len(lines)):
        yield "csv", "\r\n".join([*lines[:at], lines[at][:-1]]).encode()
        yield (
            "csv",
            "\r\n".join([*lines[:at], lines[at].replace('","', '"x,"', 1), *lines[at + 1 :]]).encode(),
        )
    yield "csv", b'"article,statement\n'
    yield "csv", csv_file(good_rows()) + b'"' + b"x" * 1_100_000
    yield "csv", csv_file([{**good_rows()[0], "statement": "x" * 1_000_001}])


def broken_json(chance):
    data = json_file(good_rows()).decode()
    places = [at for at, letter in enumerate(data) if letter in '[]{}:"']
    for at in chance.sample(places, 40):
        if not is_json(data[:at] + data[at + 1 :]):  # a colon within a text is no part of the grammar
            yield "json", (data[:at] + data[at + 1 :]).encode()
    for constant in (
        "NaN",
        "Infinity",
        "-Infinity",
        "1e",
        "01",
        "0x1",
        "'x'",
        "undefined",
        "TRUE",
        "1" * 5000,
    ):
        yield "json", data.replace('"rating": -1', f'"rating": {constant}').encode()
    for value in (
        "[]",
        "{}",
        "[1]",
        '{"a": 1}',
        "true",
        '"\\ud800"',
        '"\\u0000"',
        "1.5",
        "1e300",
        '"x"',
        "3",
        "[" * 90,
    ):
        yield "json", data.replace('"rating": -1', f'"rating": {value}').encode()
    for value in ("7", "1.5", "true", "[]", "{}", '"\\udfff x"', '"a\\u0000b"', "null", '""'):
        yield "json", data.replace('"locator": "Section 0 › paragraph 1"', f'"locator": {value}').encode()
    for wrong in (
        "{}",
        "null",
        "true",
        "1",
        '"text"',
        "[]",
        "[[]]",
        "[1]",
        "[null]",
        '["text"]',
        "[{}]",
        "[{}, 1]",
    ):
        yield "json", wrong.encode()
    for tail in ("]", "}", ",", "x", "[]", '{"a": 1}', "\x01", " null", "//"):
        yield "json", (data + tail).encode()
    yield "json", ("[" * 100_000).encode()
    yield "json", ('[{"article": ' + "[" * 100_000 + "]" * 100_000 + "}]").encode()
    yield "json", ('{"a":' * 50_000).encode()
    for name in good_rows()[0]:
        yield "json", data.replace("{", f'{{"{name}": "first", ', 1).encode()


def repacked(data, change):
    """Return a zip file whose parts are what `change(name, content)` returns; None leaves one out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return target.getvalue()


def flood(data):
    """Return a workbook that grows to 400 MB when it is unpacked."""
    target = io.BytesIO(repacked(data, lambda name, text: text))
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/more.xml", "w") as part,
    ):
        for _ in range(400):
            part.write(b" " * 1_000_000)
    return target.getvalue()


def broken_workbooks(chance):
    good = xlsx_file(good_rows())
    names = zipfile.ZipFile(io.BytesIO(good)).namelist()
    sheet = "xl/worksheets/sheet1.xml"
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    for name in names:
        if not name.endswith((".xml", ".rels")):
            continue
        for wrong in (
            lambda text: text.replace(b"?>", b"?>" + bomb, 1) if b"?>" in text else bomb + text,
            lambda text: text.decode().encode("utf-16"),
            lambda text: b'<?xml version="1.0" encoding="cp037"?>' + text.partition(b"?>")[2],
        ):
            yield "xlsx", repacked(good, lambda part, text, n=name, w=wrong: w(text) if part == n else text)
    for name in ("xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", sheet):
        yield "xlsx", repacked(good, lambda part, text, n=name: None if part == n else text)
        yield "xlsx", repacked(good, lambda part, text, n=name: b"" if part == n else text)
        yield "xlsx", repacked(good, lambda part, text, n=name: text[: len(text) // 2] if part == n else text)

    def in_sheet(old, new, count=1):
        return repacked(good, lambda part, text: text.replace(old, new, count) if part == sheet else text)

    for formula in (b"<f>1+1</f><v>2</v>", b"<f/>", b'<f t="shared" si="0">A1</f>', b"<f>HYPERLINK(&quot;x&quot;)</f>",
                    b'<f t="array" ref="C2">1</f>', b'<f t="dataTable" ref="C2" dt2D="1" r1="A1"/>'):  # fmt: skip
        yield "xlsx", in_sheet(b"<v>-1</v>", formula)
    for cell in (b'<c r="F2" t="e"><v>#REF!</v></c>', b'<c r="F2" t="b"><v>1</v></c>', b'<c r="F2" t="n"><v>x</v></c>',
                 b'<c r="F2" t="s"><v>99999</v></c>', b'<c r="F2" t="d"><v>2025-13-99</v></c>', b'<c r="F2"><v>1e999</v></c>',
                 b'<c r="F2"><v>NaN</v></c>', b'<c r="XFD2"><v>1</v></c>', b'<c r="F2" t="inlineStr"><is><t>_x0000_</t></is></c>',
                 b'<c r="B2" t="b"><v>1</v></c>', b'<c r="B2"><v>7</v></c>', b'<c r="ZZZZ2"><v>1</v></c>', b'<c r="F2" s="99x"><v>1</v></c>',
                 b'<c r="B2" t="inlineStr"><is><t>_xD800_</t></is></c>'):  # fmt: skip
        yield "xlsx", in_sheet(b'<c r="F2" t="n"><v>-1</v></c>', cell)
    yield "xlsx", in_sheet(b'<row r="4"', b'<row r="2"')
    yield "xlsx", in_sheet(b'<row r="4"', b'<row r="x"')
    yield "xlsx", xlsx_file(good_rows(), good_rows())
    yield "xlsx", xlsx_file([], good_rows(), good_rows())
    yield "xlsx", xlsx_file([])
    yield "xlsx", xlsx_file([{"article": None}])
    yield "xlsx", xlsx_file([{**good_rows()[0], "statement": "=1+1"}])
    yield "xlsx", xlsx_file([{"=A1": "x"}])
    yield "xlsx", flood(good)
    for _ in range(25):  # a flipped bit within what is packed breaks its checksum
        part = zipfile.ZipFile(io.BytesIO(good)).getinfo(chance.choice(names))
        offset = part.header_offset + 30 + len(part.filename.encode()) + chance.randrange(part.compress_size)
        yield "xlsx", good[:offset] + bytes([good[offset] ^ (1 << chance.randrange(8))]) + good[offset + 1 :]
    # A size that is declared small, or encrypted, or a method that nobody uses.
    entry = good.index(b"PK\x01\x02")
    yield "xlsx", good[: entry + 8] + struct.pack("<H", 1) + good[entry + 10 :]
    yield "xlsx", good[: entry + 10] + struct.pack("<H", 99) + good[entry + 12 :]
    yield "xlsx", good[: entry + 24] + struct.pack("<I", 10) + good[entry + 28 :]
    yield "xlsx", good[: entry + 24] + struct.pack("<I", 2**31) + good[entry + 28 :]


def of_another_kind(chance):
    files = {
        "csv": csv_file(good_rows()),
        "xlsx": xlsx_file(good_rows()),
        "json": json_file(good_rows()),
        "html": b"<!DOCTYPE html><html><body><table></table></body></html>",
        "pdf": b"%PDF-1.7\n1 0 obj",
        "png": b"\x89PNG\r\n\x1a\n",
        "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "zip": repacked(xlsx_file(good_rows()), lambda name, text: text if "theme" in name else None),
        "gz": b"\x1f\x8b\x08\0\0\0\0\0",
        "empty": b"",
        "blank": b" \r\n\t \n",
    }
    for kind, data in files.items():
        for ending in ("csv", "xlsx", "json"):
            if ending != kind:
                yield ending, data
    for ending in ("txt", "xls", "xlsm", "ods", "exe", "csv.gz", "tsv", "yaml", "", "CSV ", "xml"):
        yield ending, files["csv"]


def refused_rows(chance):
    """Break one cell of a good file, in every format."""
    wrong = {
        "article": ["", "nowhere", "odysse/", "ODYSSE", "x" * 300],
        "framework": ["nowhere", "Django", "django,flask"],
        "criterion": ["", "nowhere", "velocity"],
        "statement": ["", "x" * 601],
        "locator": ["", "x" * 501],
        "rating": ["3", "-3", "good", "1.5", "1,5", "--1", "1e2", "\u0966"],
        "conditions": ["x" * 301],
    }
    for name, values in wrong.items():
        for value in values:
            rows = good_rows()
            rows[chance.randrange(3)][name] = value
            yield "csv", csv_file(rows)
            yield chance.choice([("xlsx", xlsx_file(rows)), ("json", json_file(rows))])
    for column in ("article", "locator", "criterion", "statement"):
        yield (
            "json",
            json_file([{key: value for key, value in row.items() if key != column} for row in good_rows()]),
        )
    rows = good_rows()
    yield "csv", csv_file([*rows, rows[0]])
    yield "json", json_file([*rows, rows[1]])


FAMILIES = [
    truncated,
    with_wrong_bytes,
    in_wrong_encodings,
    ragged,
    with_wrong_headers,
    with_wrong_quotes,
    broken_json,
    broken_workbooks,
    of_another_kind,
    refused_rows,
]


def malformed(family):
    """Yield (ending, content) of a family's files, the same ones every time, each once."""
    seen = set()
    for ending, data in family(random.Random(family.__name__)):
        if (ending, data) not in seen:
            seen.add((ending, data))
            yield ending, data


def is_csv(data):
    try:
        rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError):
        return False
    return len({len(row) for row in rows}) == 1


def is_json(data):
    try:
        json.loads(data)
    except ValueError:
        return False
    return True
