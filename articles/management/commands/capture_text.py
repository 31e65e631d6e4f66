"""Keep the text of an article for reading beside its claims."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, CapturedText
from articles.revisions import refusal_in_words


class Command(BaseCommand):
    help = "Keep the captured text of an article, for editors only. A text that is there already becomes a new revision."

    def add_arguments(self, parser):
        parser.add_argument("article", help="slug of the article")
        parser.add_argument(
            "file", type=Path, help="UTF-8 text; headings begin with #, empty lines end paragraphs"
        )

    def handle(self, article, file, **options):
        found = Article.objects.filter(slug=article).first()
        if found is None:
            raise CommandError(f"No article is called “{article}”.")
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read as UTF-8 text: {error}") from error
        captured = CapturedText.objects.filter(article=found).first() or CapturedText(article=found)
        captured.text = text
        captured._change_reason = f"Captured from {file.name}"
        try:
            captured.full_clean()
        except ValidationError as refusal:
            raise CommandError(refusal_in_words(refusal)) from refusal
        captured.save()
        self.stdout.write(f"Kept {len(text):,} characters of “{found}”.")
