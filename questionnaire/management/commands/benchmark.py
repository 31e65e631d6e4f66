"""Measure what the pages cost that compute most: the comparison, and the result of a questionnaire."""

import importlib
import statistics
import time
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError
from django.test import RequestFactory

from comparisons.models import Framework

from ...models import Questionnaire
from ...sheets import read_questionnaire
from ...views import result_live

# The module, which the package hides behind the view of the same name.
comparison_page = importlib.import_module("comparisons.views.comparison")


class Command(BaseCommand):
    help = (
        "Print the CPU time of the comparison page and of the result page of the same frameworks, side by side: in "
        "this process, nothing cached, the two in turn, medians. The comparison's limit on columns is lifted for it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=15)

    def handle(self, rounds, **options):
        questionnaire = max(
            Questionnaire.objects.public().with_question_counts(),
            key=lambda each: each.question_count,
            default=None,
        )
        if questionnaire is None:
            raise CommandError("There is no published questionnaire; load the knowledge base first.")
        frameworks = sorted(
            Framework.objects.with_claim_counts(), key=lambda each: (-each.claim_count, each.slug)
        )
        self.stdout.write(
            f"{questionnaire.name}, every question answered; milliseconds of CPU, median of {rounds}\n"
        )
        self.stdout.write(f"{'frameworks':>10}  {'comparison':>10}  {'result':>10}  {'ratio':>6}")
        for number in (3, len(frameworks)):
            slugs = [each.slug for each in frameworks[:number]]
            table = self._comparison(slugs)
            result = self._result(questionnaire, slugs)
            table_ms, result_ms = self._measure(table, result, rounds)
            self.stdout.write(
                f"{number:>10}  {table_ms:>10.1f}  {result_ms:>10.1f}  {result_ms / table_ms:>6.2f}"
            )

    def _comparison(self, slugs):
        request = RequestFactory().get(f"/compare/{'-vs-'.join(slugs)}/", headers={"host": "localhost"})

        def page():
            limit, comparison_page.MAX_FRAMEWORKS = comparison_page.MAX_FRAMEWORKS, len(slugs)
            try:
                return comparison_page.comparison(request, "-vs-".join(slugs))
            finally:
                comparison_page.MAX_FRAMEWORKS = limit

        return page

    def _result(self, questionnaire, slugs):
        sheet = read_questionnaire(questionnaire)
        pairs = [(question.slug, question.options[0].slug) for question in sheet.questions]
        query = urlencode(pairs + [("framework", slug) for slug in slugs])
        address = f"/questionnaire/{questionnaire.slug}/result/?{query}"
        request = RequestFactory().get(address, headers={"host": "localhost"})
        return lambda: result_live(request, questionnaire.slug)

    def _measure(self, one, other, rounds):
        """Return the median CPU milliseconds of two pages, asked for in turn after one warm-up each."""
        times = {one: [], other: []}
        for number in range(rounds + 1):
            for page in (one, other):
                begun = time.process_time()
                response = page()
                took = (time.process_time() - begun) * 1000
                if response.status_code != 200:
                    raise CommandError(f"A page answered {response.status_code}.")
                if number:
                    times[page].append(took)
        return statistics.median(times[one]), statistics.median(times[other])
