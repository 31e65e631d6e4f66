"""The pages of the questionnaires that a search engine should know; results are for those who answered."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import Questionnaire, Step


class QuestionnaireSitemap(Sitemap):
    def items(self):
        addresses = [reverse("questionnaire:questionnaire_list")]
        for questionnaire in Questionnaire.objects.public():
            addresses.append(questionnaire.get_absolute_url())
            addresses.append(reverse("questionnaire:question_list", args=[questionnaire.slug]))
        return addresses

    def location(self, item):
        return item


class QuestionSitemap(Sitemap):
    def items(self):
        return Step.objects.filter(questionnaire__is_published=True).select_related(
            "questionnaire", "question"
        )

    def location(self, item):
        return reverse("questionnaire:question_detail", args=[item.questionnaire.slug, item.question.slug])


SITEMAPS = {"questionnaires": QuestionnaireSitemap, "questions": QuestionSitemap}
