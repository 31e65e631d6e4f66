"""Find what a reviewer would find in the knowledge base."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from comparisons import checks
from comparisons.wording import count


class Command(BaseCommand):
    help = (
        "Print how much was drawn from each article, how complete each framework is, and what a reviewer would find. "
        "Ends with an error if something is wrong, not if work is merely left to do."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="print every finding, not only mistakes")

    def handle(self, **options):
        self._print_table(
            ["article", "claims", "with reading", "disputed", "outdated"],
            [
                [each.slug, each.claims, each.with_reading, each.disputed, each.outdated]
                for each in checks.article_counts()
            ],
        )
        self._print_table(
            ["framework", "criteria known", "rated", "two publishers or more", "of"],
            [
                [str(each.framework), each.known, each.rated, each.independent, each.criteria]
                for each in checks.coverage()
            ],
        )
        found = checks.findings()
        for kind, number in Counter((each.is_mistake, each.kind) for each in found).items():
            self.stdout.write(f"{'MISTAKE' if kind[0] else 'to do  '}  {kind[1]}: {number}")
        for each in found:
            if each.is_mistake or options["all"]:
                self.stdout.write(f"  {each.kind}: {each.claim or '–'}: {each.text}")
        mistakes = sum(each.is_mistake for each in found)
        if mistakes:
            raise CommandError(f"{count(mistakes, 'mistake')} in the knowledge base.")
        self.stdout.write("No mistake was found.")

    def _print_table(self, head, rows):
        rows = [head, *([str(value) for value in row] for row in rows)]
        widths = [max(len(row[index]) for row in rows) for index in range(len(head))]
        for row in rows:
            cells = [
                row[0].ljust(widths[0]),
                *(value.rjust(width) for value, width in zip(row[1:], widths[1:], strict=True)),
            ]
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write("")
