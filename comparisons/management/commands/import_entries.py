"""Import claims or articles from a file, with the same rules as the workplace."""

import sys
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from ...exchange import RESOURCES
from ...exchange.kept import KeptFile
from ...exchange.plans import checked
from ...exchange.reading import MAX_BYTES, Unreadable, read
from ...exchange.writes import Overtaken, written


class Command(BaseCommand):
    help = "Show what a CSV, XLSX or JSON file of claims or articles would do; with --apply, do it."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=sorted(RESOURCES))
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", help="whose rights count and whose name stands in the history")
        parser.add_argument("--reason", default="", help="stands in the history beside the file's name")
        parser.add_argument("--apply", action="store_true", help="write what is shown")

    def handle(self, kind, file, user, reason, apply, **options):
        resource = RESOURCES[kind](user=self._user(user))
        try:
            if file.stat().st_size > MAX_BYTES:
                raise CommandError(f"{file.name} is larger than {MAX_BYTES // 2**20} MB; import it in parts.")
            kept = KeptFile(file.name, file.read_bytes(), reason)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        try:
            plan = self._told(checked(resource, read(file.name, kept.data, resource.columns), keep=apply))
        except Unreadable as refusal:
            raise CommandError(f"{refusal} Nothing was written.") from None
        for refusal in plan.shown_refusals:
            self.stderr.write(str(refusal))
        if plan.refused_more:
            self.stderr.write(f"{plan.refused_more:,} more refused rows.")
        if plan.refusals:
            raise CommandError(f"{plan}. Nothing was written.")
        if not apply:
            self.stdout.write(f"{plan}. Nothing was written; --apply writes it.")
            return
        try:
            self._told(written(plan, resource, kept.change_reason))
        except Overtaken:
            raise CommandError(
                "Somebody else changed entries of the file at the same time. Nothing was written; run it again."
            ) from None
        self.stdout.write(self.style.SUCCESS(f"{plan}: written."))

    def _user(self, name):
        if name is None:
            return None
        users = get_user_model()._default_manager.filter(username=name, is_active=True)
        if (user := users.first()) is None:
            raise CommandError(f"There is no user {name}.")
        return user

    def _told(self, steps):
        """Write each step on one line of a terminal, or on lines of a log; return what the work returns."""
        is_terminal = sys.stderr.isatty()
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                if is_terminal:
                    self.stderr.write("")
                return end.value
            self.stderr.write(f"\r{step}" if is_terminal else str(step), ending="" if is_terminal else "\n")
            self.stderr.flush()
