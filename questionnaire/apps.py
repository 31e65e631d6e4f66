from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    name = "questionnaire"
    verbose_name = "What we ask"

    def ready(self):
        from comparisons import effects

        from .dependents import dependents_of

        effects.DEPENDENTS.append(dependents_of)
