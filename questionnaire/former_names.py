"""Answers under the names that questions, options, frameworks and articles had once.

Saved results, rooms and links keep answers as they stood in an address; here they learn today's names. Where two
questions were merged and both were answered, the answer under the name of today counts.
"""

from urllib.parse import parse_qsl, urlencode

from django.db.models import Q

from articles.former_addresses import slugs_of, with_todays_slugs
from articles.slugs import FormerSlug, could_be_slugs, kind_of, todays_slugs
from comparisons.former_addresses import ARTICLE, FRAMEWORK

from .models import Option, Question, Questionnaire
from .sheets import SUFFIX


def public_questions():
    return Question.objects.filter(steps__questionnaire__in=Questionnaire.objects.public()).distinct()


QUESTIONNAIRE = slugs_of(Questionnaire.objects.public)
IN_PATHS = {
    "questionnaire_detail": {"slug": QUESTIONNAIRE},
    "question_list": {"slug": QUESTIONNAIRE},
    "question_detail": {"slug": QUESTIONNAIRE, "question": slugs_of(public_questions)},
    "result_live": {"slug": QUESTIONNAIRE},
    "result_save": {"slug": QUESTIONNAIRE},
    "room_new": {"slug": QUESTIONNAIRE},
}
IN_QUERIES = {"framework": FRAMEWORK, "without": ARTICLE}


def todays_address(page, parts, pairs):
    """Return the parts of a page's path ({name: slug}) and its query ([(name, value)]) with today's names."""
    if page not in IN_PATHS:
        return parts, pairs
    path = with_todays_slugs(list(parts.items()), IN_PATHS[page])
    (answers,) = with_todays_names([pairs], public_questions())
    return dict(path), answers


def todays_queries(queries):
    """Return stored query strings with today's names, in a number of database queries that does not grow."""
    told = with_todays_names([parse_qsl(query) for query in queries], Question.objects.all())
    return [urlencode(pairs) for pairs in told]


def with_todays_names(queries, questions):
    """Return queries, each [(name, value)], with today's names; `questions` are those that may be told."""
    queries = [with_todays_slugs(pairs, IN_QUERIES) for pairs in queries] if _any_beside(queries) else queries
    stems = could_be_slugs(name.removesuffix(SUFFIX) for pairs in queries for name, _ in pairs)
    stems -= set(IN_QUERIES)
    renamed = todays_slugs(questions, stems)
    options = _renamed_options(queries, questions, stems | set(renamed.values()))
    return [_told(pairs, renamed, options) for pairs in queries]


def _any_beside(queries):
    return any(name in IN_QUERIES for pairs in queries for name, _ in pairs)


def _renamed_options(queries, questions, names):
    """Return {(question's slug today, former option): today's} of the values of some queries."""
    slugs = dict(questions.filter(slug__in=names).values_list("pk", "slug"))
    kinds = {kind_of(Option, pk): slug for pk, slug in slugs.items()}
    values = could_be_slugs(value for pairs in queries for _, value in pairs)
    former = list(FormerSlug.objects.filter(kind__in=kinds, slug__in=values)) if kinds else []
    if not former:
        return {}
    rows = Option.objects.filter(Q(pk__in=[each.target for each in former]) | Q(slug__in=values))
    rows = list(rows.filter(question__in=slugs).values_list("pk", "question_id", "slug"))
    today = {pk: slug for pk, _, slug in rows}
    taken = {(slugs[question], slug) for _, question, slug in rows}
    return {
        (kinds[each.kind], each.slug): today[each.target]
        for each in former
        if each.target in today and (kinds[each.kind], each.slug) not in taken
    }


def _told(pairs, renamed, options):
    given = {name.removesuffix(SUFFIX) for name, _ in pairs}
    told = []
    for name, value in pairs:
        stem = name.removesuffix(SUFFIX)
        today = renamed.get(stem, stem)
        if today != stem and today in given:
            continue
        is_answer = name == stem
        told.append((today + name[len(stem) :], options.get((today, value), value) if is_answer else value))
    return told
