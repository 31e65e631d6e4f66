"""Make the roles of the workplace."""

from django.core.management.base import BaseCommand

from comparisons.roles import ROLES, set_up_roles


class Command(BaseCommand):
    help = "Make the roles Reader, Editor, Reviewer and Administrator as groups, or bring them up to date."

    def handle(self, verbosity, **options):
        set_up_roles()
        if verbosity:
            self.stdout.write(
                f"The roles are {', '.join(ROLES)}: put users into their groups, with “staff status”."
            )
