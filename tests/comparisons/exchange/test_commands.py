"""Import and export on the terminal."""

import pytest
from django.core.management import CommandError, call_command

from comparisons.models import Claim
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, UserFactory

from .files import csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_file(tmp_path):
    """Return a function that writes rows into a file and returns its path."""

    def write(rows, name="claims.csv"):
        (tmp_path / name).write_bytes(csv_file(rows))
        return str(tmp_path / name)

    return write


def new_row(**cells):
    ArticleFactory(slug="odysse")
    CriterionFactory(slug="speed")
    return {
        "article": "odysse",
        "locator": "Section",
        "criterion": "speed",
        "statement": "It is fast.",
    } | cells


def test_without_apply_nothing_is_written(a_file, capsys):
    call_command("import_entries", "claims", a_file([new_row()]))
    assert (
        capsys.readouterr().out
        == "1 new, 0 changed, 0 unchanged, 0 refused. Nothing was written; --apply writes it.\n"
    )
    assert not Claim.objects.exists()


def test_with_apply_the_file_is_written_in_the_name_of_the_user(a_file, capsys):
    ada = UserFactory(username="ada", is_superuser=True)
    call_command(
        "import_entries",
        "claims",
        a_file([new_row()]),
        "--apply",
        "--user",
        "ada",
        "--reason",
        "the old list",
    )
    assert "written" in capsys.readouterr().out
    record = Claim.objects.get().history.get()
    assert (record.history_user, record.history_change_reason) == (
        ada,
        "Imported from claims.csv: the old list",
    )


def test_the_rights_of_the_user_count(a_file, capsys):
    UserFactory(username="ada")
    with pytest.raises(CommandError, match=r"1 refused\. Nothing was written\."):
        call_command("import_entries", "claims", a_file([new_row()]), "--apply", "--user", "ada")
    assert "Line 2: You may not add claims." in capsys.readouterr().err


def test_refused_rows_are_told_by_line_and_column(a_file, capsys):
    rows = [new_row(), new_row(statement="", locator="x")]
    with pytest.raises(CommandError, match="1 new, 0 changed, 0 unchanged, 1 refused"):
        call_command("import_entries", "claims", a_file(rows), "--apply")
    assert capsys.readouterr().err == "Line 3, statement: is empty; every claim has one.\n"
    assert not Claim.objects.exists()


@pytest.mark.any_database
def test_progress_is_told(a_file, capsys):
    rows = [new_row(), *({**new_row(), "statement": f"Statement {number}."} for number in range(1499))]
    call_command("import_entries", "claims", a_file(rows), "--apply")
    assert capsys.readouterr().err.splitlines() == [
        "1,000 of 1,500 rows checked …",
        "1,000 of 1,500 rows written …",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.csv"], "nowhere.csv cannot be read"),
        (["{file}", "--user", "nobody"], "There is no user nobody"),
        (["{text}"], r"The name ends in “\.txt”"),
    ],
)
def test_what_cannot_be_done_is_told(a_file, arguments, sentence):
    names = {"{file}": a_file([new_row()]), "{text}": a_file([new_row()], "claims.txt")}
    with pytest.raises(CommandError, match=sentence):
        call_command("import_entries", "claims", *(names.get(word, word) for word in arguments))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_an_export_can_be_imported_again(tmp_path, capsys, kind):
    claim = ClaimFactory(statement="=1+1")
    before = list(Claim.objects.values())
    for entries in ("articles", "claims"):
        call_command("export_entries", entries, str(tmp_path / f"{entries}.{kind}"))
        call_command("import_entries", entries, str(tmp_path / f"{entries}.{kind}"), "--apply")
    assert "1 unchanged" in capsys.readouterr().out
    assert (list(Claim.objects.values()), claim.history.count()) == (before, 1)


def test_an_export_that_fails_leaves_the_file_as_it_was(tmp_path):
    ArticleFactory(note="x" * 40_000)
    file = tmp_path / "articles.xlsx"
    file.write_bytes(b"before")
    with pytest.raises(CommandError, match="does not fit into the cell of a workbook"):
        call_command("export_entries", "articles", str(file))
    assert [each.name for each in tmp_path.iterdir()] == ["articles.xlsx"]
    assert file.read_bytes() == b"before"


def test_an_export_needs_a_known_ending(tmp_path):
    with pytest.raises(CommandError, match="ends in none of"):
        call_command("export_entries", "claims", str(tmp_path / "claims.txt"))
