"""Files for imports, and what the pages say about them."""

import csv
import io
import json
import re

import openpyxl
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import UserFactory
from tests.pages import read

IMPORT = "/admin/comparisons/claim/import/"
EXPORT = "/admin/comparisons/claim/export/"


def editor(*without, name="ada"):
    """Save an editor who may do what editors do: not import public claims, and none of the permissions `without`."""
    user = UserFactory(username=name)
    ours = Permission.objects.filter(content_type__app_label__in=["articles", "comparisons"])
    user.user_permissions.set(ours.exclude(codename__in=["import_claims", *without]))
    user.save()
    return user


def csv_file(rows, columns=None):
    """Return a CSV file of dicts, cells as they are."""
    columns = columns or list(rows[0])
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows([[row.get(column, "") for column in columns] for row in rows])
    return target.getvalue().encode()


def json_file(rows):
    return json.dumps(rows, ensure_ascii=False).encode()


def xlsx_file(rows, *more_sheets):
    """Return a workbook as a spreadsheet program would write it; every sheet is a list of dicts."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, sheet_rows in enumerate([rows, *more_sheets], 1):
        sheet = workbook.create_sheet(f"Sheet {number}")
        for cells in [list(sheet_rows[0]), *(list(row.values()) for row in sheet_rows)] if sheet_rows else []:
            sheet.append(cells)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def send(client, data, name="claims.csv", reason="", address=IMPORT):
    """Choose a file on the import page; return the answer."""
    return client.post(address, {"file": SimpleUploadedFile(name, data), "reason": reason})


def content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def confirm(client, response, address=IMPORT):
    """Press the button below a preview; return the answer."""
    fields = dict(re.findall(r'name="(confirm|digest)" value="([^"]+)"', content(response).decode()))
    assert set(fields) == {"confirm", "digest"}, "there is no button to import"
    return client.post(address, fields)


def counts(page):
    """Return {"New": 1, …} as the preview tells it."""
    page = page.one(id="content-main")
    (table,) = (each for each in page.all("table") if "would do" in each.one("caption").text)
    names = [cell.text for cell in table.all("th")]
    return dict(zip(names, [int(cell.text) for cell in table.all("td")], strict=True))


def refusals(response):
    """Return (line, column, sentence) of each refused row that a preview shows."""
    page = read(response).one(id="content-main")
    tables = [table for table in page.all("table") if table.one("caption").text == "Refused"]
    return [
        tuple(cell.text for cell in row.children if hasattr(cell, "name"))
        for table in tables
        for row in table.one("tbody").all("tr")
    ]


def whole_database():
    """Return every row of every table, to compare."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in apps.get_models()
    }
