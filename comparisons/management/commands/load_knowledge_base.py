"""Load the curated knowledge base into an empty database."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Max

from articles.former_files import todays_files
from articles.revisions import Revised
from articles.slugs import each_name_looked_up_once
from comparisons.models import Claim

ORDER = ["publishers.yaml", "articles.yaml", "criteria.yaml", "frameworks.yaml"]


def knowledge_base_files(folder):
    """Return the fixture files in the order in which they refer to each other; what refers to claims comes last."""
    folder = Path(folder)
    first = [folder / name for name in ORDER]
    last = sorted(file for file in folder.glob("*.yaml") if file.name not in ORDER)
    return [*first, *sorted((folder / "claims").glob("*.yaml")), *last]


def revised_models():
    """Return the models whose rows are revised, of all apps."""
    return [model for model in apps.get_models() if issubclass(model, Revised)]


class Command(BaseCommand):
    help = (
        "Load the knowledge base from fixtures/. Does nothing where claims exist already, so that editors' changes stay; "
        "with --overwrite the files win for every entry that they hold."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", default=settings.BASE_DIR / "fixtures")
        parser.add_argument("--overwrite", action="store_true", help="load although claims exist")

    def handle(self, folder, overwrite, verbosity, **options):
        if Claim.objects.exists() and not overwrite:
            self._begin_histories("Known before histories began")
            self.stdout.write(
                f"The knowledge base holds {Claim.objects.count():,} claims; nothing was loaded."
            )
            return
        files = knowledge_base_files(folder)
        if missing := [file for file in files if not file.exists()]:
            raise CommandError(f"{missing[0]} is missing.")
        with transaction.atomic():
            before = {model: model.objects.in_bulk() for model in revised_models()}
            with TemporaryDirectory() as copies, each_name_looked_up_once():
                call_command("loaddata", *todays_files(files, copies), verbosity=0)
            for model, rows in before.items():
                self._count_as_revisions(model, rows)
                self._give_no_key_again(model)
            self._begin_histories("Loaded with the founding knowledge base")
        if verbosity:
            self.stdout.write(f"Loaded {Claim.objects.count():,} claims from {len(files)} files.")

    def _give_no_key_again(self, model):
        """Count keys on from the last one that was ever given: loading counts from the last that is left.

        A new row under a deleted one's key would take over its history and its old addresses.
        """
        last = model.history.aggregate(last=Max("id"))["last"]
        if last is None or connection.vendor != "postgresql":
            return
        sequence = "pg_get_serial_sequence(%s, 'id')"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval({sequence}, GREATEST(%s, nextval({sequence}) - 1))",
                [model._meta.db_table, last, model._meta.db_table],
            )

    def _count_as_revisions(self, model, before):
        """Give rows that were there before what no file holds, and those that changed a history entry."""
        kept = list(model.objects.filter(pk__in=before)) if before else []
        changed = []
        for row in kept:
            old = before[row.pk]
            row.revision = old.revision
            if model is Claim:
                row.created_by_id = old.created_by_id
            if any(
                getattr(row, field.attname) != getattr(old, field.attname) for field in model._meta.fields
            ):
                row.revision += 1
                changed.append(row)
        fields = ["revision", "created_by"] if model is Claim else ["revision"]
        model.objects.bulk_update(kept, fields, batch_size=500)
        model.history.bulk_history_create(
            changed, batch_size=500, update=True, default_change_reason="Overwritten from the files"
        )

    def _begin_histories(self, reason):
        """Give every row that has none its first entry: files are loaded without the usual one."""
        for model in revised_models():
            new = model.objects.exclude(pk__in=model.history.values("id"))
            model.history.bulk_history_create(list(new), batch_size=500, default_change_reason=reason)
