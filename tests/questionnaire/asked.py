"""A small questionnaire on a small knowledge base, for tests of its pages."""

from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory

from .factories import ConflictFactory, OptionFactory, QuestionFactory, QuestionnaireFactory

ANSWERS = "admin=yes&docs=much&speed=fast&size=large&team=one"


def small_questionnaire():
    """Make six questions of which `yes`, `much`, `fast`, `large` and `one` speak for Alpha, and the claims for it.

    Alpha is good on admin, docs and size, Beta on speed; Gamma is known only on docs. The criterion `panel` is
    in core for Alpha and third party for Beta.
    """
    frameworks = [FrameworkFactory(slug=slug, name=slug.title()) for slug in ("alpha", "beta", "gamma")]
    alpha, beta, gamma = frameworks
    for slug, ratings in {
        "admin": {alpha: 2, beta: -1},
        "docs": {alpha: 1, beta: 0, gamma: 1},
        "speed": {alpha: 0, beta: 2},
        "size": {alpha: 2, beta: 0},
        "team": {alpha: 1, beta: 1},
    }.items():
        criterion = CriterionFactory(slug=slug, name=f"{slug.title()} quality")
        for framework, rating in ratings.items():
            for number in (1, 2):
                ClaimFactory(
                    framework=framework,
                    criterion=criterion,
                    rating=rating,
                    article=ArticleFactory(slug=f"source-{number}", title=f"Source {number}"),
                    statement=f"{framework.name} on {slug}, told by {number}.",
                )
    panel = CriterionFactory(slug="panel", name="Panel", measure="availability")
    for framework, availability in {alpha: "core", beta: "third_party"}.items():
        ClaimFactory(framework=framework, criterion=panel, rating=None, availability=availability,
                     statement=f"{framework.name} and the panel.")  # fmt: skip
    questions = []
    for slug, good, bad in [
        ("admin", "yes", "no"),
        ("docs", "much", "little"),
        ("speed", "fast", "slow"),
        ("size", "large", "small"),
        ("team", "one", "many"),
        ("colour", "red", "blue"),
    ]:
        question = QuestionFactory(slug=slug, text=f"What about {slug}?")
        demand = {"required_criterion": panel, "required_value": 1} if slug == "admin" else {}
        weights = {} if slug == "colour" else {slug: 2}
        OptionFactory(
            question=question,
            slug=good,
            text=f"{good.title()}, please",
            position=1,
            weights=weights,
            **demand,
        )
        OptionFactory(question=question, slug=bad, text=f"{bad.title()}, please", position=2)
        questions.append(question)
    ConflictFactory(
        option=questions[0].options.get(slug="yes"),
        other=questions[3].options.get(slug="small"),
        message="Screens for a small thing?",
    )
    return QuestionnaireFactory(slug="quick", name="Quick", questions=questions)
