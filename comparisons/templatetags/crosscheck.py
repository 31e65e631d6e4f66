"""Small words for templates: marks, partial dates, counts."""

from django import template

from articles import partial_dates

from .. import editing, marks, wording

register = template.Library()


@register.filter
def in_words(value):
    """Print a partial date: '2025-02' as 'Feb 2025'."""
    return partial_dates.in_words(value)


@register.filter
def counted(number, nouns):
    """Print '1 claim' or '4 claims'; the plural follows a comma where it is irregular: 'criterion,criteria'."""
    noun, _, plural = nouns.partition(",")
    return wording.count(number, noun, plural or None)


@register.simple_tag
def ways_from_cell(cell):
    """Print what an editor is offered at a cell."""
    return editing.ways_from_cell(cell.framework, cell.criterion, bool(cell.evidence.claims))


@register.simple_tag
def mark(name):
    return marks.mark(name)


@register.simple_tag
def dot(value):
    return marks.dot(value)


@register.simple_tag
def sprite(names):
    """Print the symbols that the page's marks refer to."""
    return marks.sprite(names)
