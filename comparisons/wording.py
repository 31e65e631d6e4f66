"""Verdicts and evidence in words. Words carry the whole meaning; marks only repeat them."""

from .verdicts import Availability, Measure, State

RATING_WORDS = ("Very weak", "Weak", "Moderate", "Good", "Very good")
SUITABILITY_WORDS = ("Does not fit", "Fits poorly", "Depends", "Fits", "Fits very well")
NUMERALS = (
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
)
QUALIFIERS = {"about": "about ", "at_least": "at least ", "at_most": "at most ", "": ""}


def count(number, noun, plural=None):
    """Return '1 article' or '4 articles'."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def numeral(number):
    """Return a count as it begins a sentence: 'Five', or '37' past twelve."""
    return NUMERALS[number] if number < len(NUMERALS) else f"{number:,}"


def listing(names, joiner="and"):
    """Return 'A', 'A and B' or 'A, B and C'."""
    names = [str(name) for name in names]
    return f"{', '.join(names[:-1])} {joiner} {names[-1]}" if len(names) > 1 else "".join(names)


def lower_first(text):
    """Return the text as it stands within a sentence; abbreviations and names in capitals stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def scale(criterion):
    """Return the five words of a criterion's scale, from −2 to +2."""
    if criterion.word_0:
        return tuple(getattr(criterion, name) for name in criterion.WORD_FIELDS)
    return SUITABILITY_WORDS if criterion.measure == Measure.SUITABILITY else RATING_WORDS


def step(value):
    """Return the whole step −2 … +2 nearest to a mean."""
    return max(-2, min(2, round(value)))


def signed(value):
    """Return 1.5 as '+1.5' and -2.0 as '−2', with a real minus sign."""
    text = f"{abs(value):.1f}".removesuffix(".0")
    return text if text == "0" else ("−" if value < 0 else "+") + text


def availability_word(value):
    """Return the availability nearest to a place on the scale."""
    nearest = {2: Availability.CORE, 1: Availability.OFFICIAL_EXTENSION, 0: Availability.THIRD_PARTY}
    return nearest.get(step(value), Availability.NONE).label


def value_word(value, criterion):
    """Return the word for one value on the criterion's scale."""
    if criterion.measure == Measure.AVAILABILITY:
        return availability_word(value)
    return scale(criterion)[step(value) + 2]


def verdict_word(verdict, criterion):
    """Return what a cell says in one to four words."""
    if verdict.state == State.UNKNOWN:
        return "No article says"
    if not verdict.is_known:
        return "Told, not rated"
    if verdict.state == State.CONTESTED:
        return "Contested"
    low, high = value_word(verdict.low, criterion), value_word(verdict.high, criterion)
    if verdict.state == State.SUPPORTED and low != high:
        joiner = "to" if criterion.measure == Measure.RATING else "or"
        return f"{low} {joiner} {lower_first(high)}"
    return value_word(verdict.value, criterion)


def verdict_range(verdict):
    """Return '−1 to +2' for a contested or mixed cell, else ''."""
    if verdict.state in (State.CONTESTED, State.MIXED) and verdict.low is not None:
        return f"{signed(verdict.low)} to {signed(verdict.high)}"
    return ""


def agreement(verdict, sources):
    """Return how many articles stand behind a verdict and whether they agree.

    `sources` are the articles behind it; one alone is named by its interest.
    """
    articles = count(verdict.articles, "article")
    if verdict.state == State.UNKNOWN:
        return ""
    if verdict.state == State.OUTDATED_ONLY:
        return f"{articles}, outdated"
    if verdict.state == State.DESCRIBED:
        return articles if verdict.articles > 1 else f"{articles}, {sources[0].interest}"
    if verdict.articles == 1:
        return f"{articles}, {sources[0].interest}"
    if verdict.voices < verdict.articles:
        articles = f"{articles}, {verdict.voices} independent"
    if verdict.state == State.SINGLE_SOURCE:
        return articles if verdict.voices > 1 else f"{count(verdict.articles, 'article')} of one publisher"
    if verdict.state == State.SUPPORTED:
        return (
            f"{articles} agree"
            if (verdict.high or 0) - (verdict.low or 0) < 0.5
            else f"{articles}, within one step"
        )
    if not verdict.dissenting:
        return f"{articles}, more than one step apart"
    return f"{articles}, {verdict.dissenting} {'disagrees' if verdict.dissenting == 1 else 'disagree'}"


def newest(sources):
    """Return 'newest 2026', '2025' for a single article, or 'no date given'."""
    years = sorted(source.year for source in sources if source.published)
    if not years:
        return "no date given"
    return years[-1] if len(sources) == 1 else f"newest {years[-1]}"


def figure(row, unit=""):
    """Return a claim's figure: 'about 20,000', '2–3 s'."""
    number = _number(row.quantity)
    if row.quantity_high is not None:
        number = f"{number}–{_number(row.quantity_high)}"
    return f"{QUALIFIERS[row.qualifier]}{number}{_unit(unit)}"


def _number(quantity):
    text = f"{quantity:,.4f}".rstrip("0").rstrip(".")
    return text


def _unit(unit):
    return "" if not unit else unit if unit == "%" else f" {unit}"


def reading_word(row, criterion):
    """Return one claim's reading in words, or '' where it has none."""
    if row.quantity is not None:
        return figure(row, criterion.unit)
    if row.availability:
        return Availability(row.availability).label
    if row.rating is not None:
        return value_word(row.rating, criterion)
    return ""
