"""Load the curated knowledge base into an empty database."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from comparisons.models import Claim

ORDER = ["publishers.yaml", "articles.yaml", "criteria.yaml", "frameworks.yaml"]


def knowledge_base_files(folder):
    """Return the fixture files in the order in which they refer to each other."""
    folder = Path(folder)
    return [folder / name for name in ORDER] + sorted((folder / "claims").glob("*.yaml"))


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
            self.stdout.write(
                f"The knowledge base holds {Claim.objects.count():,} claims; nothing was loaded."
            )
            return
        files = knowledge_base_files(folder)
        if missing := [file for file in files if not file.exists()]:
            raise CommandError(f"{missing[0]} is missing.")
        with transaction.atomic():
            call_command("loaddata", *files, verbosity=0)
            self._begin_histories()
        if verbosity:
            self.stdout.write(f"Loaded {Claim.objects.count():,} claims from {len(files)} files.")

    def _begin_histories(self):
        """Give every claim that has none its first entry: files are loaded without the usual one."""
        new = Claim.objects.exclude(pk__in=Claim.history.values("id"))
        Claim.history.bulk_history_create(
            list(new), batch_size=500, default_change_reason="Loaded with the founding knowledge base"
        )
