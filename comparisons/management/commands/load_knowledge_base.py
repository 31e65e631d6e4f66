"""Load the curated knowledge base into an empty database."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from comparisons.models import Claim

ORDER = ["publishers.yaml", "articles.yaml", "criteria.yaml", "frameworks.yaml"]


def knowledge_base_files(folder):
    """Return the fixture files in the order in which they refer to each other; what refers to claims comes last."""
    folder = Path(folder)
    first = [folder / name for name in ORDER]
    last = sorted(file for file in folder.glob("*.yaml") if file.name not in ORDER)
    return [*first, *sorted((folder / "claims").glob("*.yaml")), *last]


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
            before = {claim.pk: claim for claim in Claim.objects.all()}
            call_command("loaddata", *files, verbosity=0)
            self._count_as_revisions(before)
            self._begin_histories()
        if verbosity:
            self.stdout.write(f"Loaded {Claim.objects.count():,} claims from {len(files)} files.")

    def _count_as_revisions(self, before):
        """Give claims that were there before what no file holds, and those that changed a history entry."""
        kept = list(Claim.objects.filter(pk__in=before))
        changed = []
        for claim in kept:
            old = before[claim.pk]
            claim.created_by_id, claim.revision = old.created_by_id, old.revision
            if any(
                getattr(claim, field.attname) != getattr(old, field.attname) for field in Claim._meta.fields
            ):
                claim.revision += 1
                changed.append(claim)
        Claim.objects.bulk_update(kept, ["created_by", "revision"], batch_size=500)
        Claim.history.bulk_history_create(
            changed, batch_size=500, update=True, default_change_reason="Overwritten from the files"
        )

    def _begin_histories(self):
        """Give every claim that has none its first entry: files are loaded without the usual one."""
        new = Claim.objects.exclude(pk__in=Claim.history.values("id"))
        Claim.history.bulk_history_create(
            list(new), batch_size=500, default_change_reason="Loaded with the founding knowledge base"
        )
