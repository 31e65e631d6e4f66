"""Export claims or articles into a file that can be imported again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ...exchange import RESOURCES
from ...exchange.reading import FORMATS
from ...exchange.writers import Unwritable, file_lines


class Command(BaseCommand):
    help = "Write all claims or articles, drafts too, into a file; its ending says whether CSV, XLSX or JSON."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=sorted(RESOURCES))
        parser.add_argument("file", type=Path)

    def handle(self, kind, file, **options):
        ending = file.suffix.lower().removeprefix(".")
        if ending not in FORMATS:
            raise CommandError(f"{file.name} ends in none of: {', '.join(f'.{each}' for each in FORMATS)}.")
        resource = RESOURCES[kind]()
        unfinished = file.with_name(f"{file.name}.unfinished")
        try:
            with unfinished.open("wb") as target:
                for chunk in file_lines(
                    ending, resource.columns, resource.rows(resource.model.objects.all())
                ):
                    target.write(chunk)
            unfinished.replace(file)
        except Unwritable as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"Wrote {resource.model.objects.count():,} {kind} to {file}.")
