"""The verdict mark: a shape that repeats value and evidence, readable at 15 px.

A rule with five places and a zero line. *Place* is the value. The *dot* is the evidence: full (several independent
articles), thin ring (one), dashed (outdated only), a bar over two places (they agree within one step), full with a
small ring (a minority stands elsewhere), two halves pulled apart (contested), a diamond (set by an editor).
Availability uses the same dots on a box: inside (core), on its edge (official extension), outside on a leash (third
party), a cross (none). Words always stand beside a mark, so it is hidden from screen readers.

A page carries each shape once, as an SVG symbol; a mark refers to it.
"""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .verdicts import Measure, State
from .wording import step

PLACES = {-2: 6.5, -1: 15.5, 0: 24.5, 1: 33.5, 2: 42.5}
COLOURS = {-2: "m2", -1: "m1", 0: "z", 1: "p1", 2: "p2"}
BOX_PLACES = {2: 12, 1: 22.5, 0: 38}
RULE = '<path class="k-rule" d="M6 7.5H43M6.5 6v3M15.5 6v3M33.5 6v3M42.5 6v3"/>'
ZERO = '<path class="k-zero" d="M24.5 1v13"/>'
ZERO_ENDS = '<path class="k-zero" d="M24.5 0v2M24.5 13v2"/>'
BOX = '<path class="k-box" d="M1.5 .5h21v14h-21z"/>'
LEASH = '<path class="k-rule" d="M23 7.5H34"/>'


def mark_name(verdict, measure, is_override=False):
    """Return the name of the mark of a verdict, or '' where words must do (unknown, described, figures)."""
    if not verdict.is_known:
        return ""
    kind = "a" if measure == Measure.AVAILABILITY else "k"
    value, low, high = (str(step(each) + 2) for each in (verdict.value, verdict.low, verdict.high))
    if is_override:
        return f"{kind}{value}e"
    if verdict.state == State.OUTDATED_ONLY:
        return f"{kind}{value}d"
    if verdict.state == State.SINGLE_SOURCE:
        return f"{kind}{value}t"
    if low == high:
        return f"{kind}{value}s"
    if verdict.state == State.SUPPORTED:
        return f"{kind}{low}{high}b"
    if verdict.state == State.CONTESTED:
        return f"{kind}{low}{high}x"
    far = high if abs(int(high) - int(value)) > abs(int(low) - int(value)) else low
    return f"{kind}{value}{far}m"


def claim_mark_name(row):
    """Return the mark of a single claim's reading."""
    if row.value is None:
        return ""
    return f"{'a' if row.availability else 'k'}{row.value + 2}{'d' if row.state == 'outdated' else 't'}"


def mark(name):
    """Return the mark as HTML, or '' for no name."""
    if not name:
        return ""
    return format_html('<svg class="mark" aria-hidden="true"><use href="#{}"/></svg>', name)


def dot(value):
    """Return one dot of a tally as HTML."""
    return format_html('<svg class="dot" aria-hidden="true"><use href="#d{}"/></svg>', COLOURS[value])


@cache
def symbol(name):
    """Return the SVG symbol of a mark or dot by name."""
    if name[0] == "d":
        body, box = f'<circle class="f-{name[1:]}" cx="6" cy="6" r="5.25"/>', "0 0 12 12"
    else:
        draw = _on_box if name[0] == "a" else _on_rule
        body, box = draw([int(digit) - 2 for digit in name[1:-1]], name[-1]), "0 0 49 15"
    return mark_safe(f'<symbol id="{name}" viewBox="{box}">{body}</symbol>')


def sprite(names):
    """Return the symbols that a page needs, once each."""
    symbols = "".join(symbol(name) for name in sorted(set(names)) if name)
    return mark_safe(f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>')


def _dot(x, colour, evidence):
    if evidence == "t":
        return f'<circle class="k-thin s-{colour}" cx="{x}" cy="7.5" r="4.5"/>'
    if evidence == "d":
        return f'<circle class="k-dash s-{colour}" cx="{x}" cy="7.5" r="4.5" pathLength="8"/>'
    if evidence == "e":
        return f'<path class="f-{colour}" d="M{x} .8l6.7 6.7l-6.7 6.7l-6.7-6.7z"/>'
    return f'<circle class="f-{colour}" cx="{x}" cy="7.5" r="5.25"/>'


def _half(x, side, colour):
    sweep = 0 if side == "left" else 1
    return f'<path class="f-{colour}" d="M{x} 1.5A6 6 0 0 {sweep} {x} 13.5z"/>'


def _small_ring(x, colour):
    return f'<circle class="k-thin s-{colour}" cx="{x}" cy="7.5" r="2.75"/>'


def _on_rule(values, evidence):
    places, colours = [PLACES[value] for value in values], [COLOURS[value] for value in values]
    if evidence == "b":  # a bar that covers both places, cut in the middle
        (low, high), middle = places, sum(places) / 2
        return (
            RULE
            + ZERO_ENDS
            + f'<path class="f-{colours[0]}" d="M{middle - 0.75} 2.75V12.25H{low}a4.75 4.75 0 0 1 0-9.5z"/>'
            + f'<path class="f-{colours[1]}" d="M{middle + 0.75} 2.75V12.25H{high}a4.75 4.75 0 0 0 0-9.5z"/>'
        )
    if evidence == "x":
        span = f'<path class="k-span" d="M{places[0]} 7.5H{places[1]}"/>'
        return (
            RULE
            + ZERO
            + span
            + _half(places[0] + 1, "left", colours[0])
            + _half(places[1] - 1, "right", colours[1])
        )
    stem_class = {"t": " k-t", "d": " k-d"}.get(evidence, "")
    stem = f'<path class="k-stem{stem_class} s-{colours[0]}" d="M24.5 7.5H{places[0]}"/>' if values[0] else ""
    extra = _small_ring(places[1], colours[1]) if evidence == "m" else ""
    return RULE + ZERO + stem + extra + _dot(places[0], colours[0], "s" if evidence == "m" else evidence)


def _on_box(values, evidence):
    if evidence in "bx":
        shapes = "".join(_boxed(value, "t") for value in values)
    elif evidence == "m":
        shapes = _boxed(values[0], "s") + _boxed(values[1], "small")
    else:
        shapes = _boxed(values[0], evidence)
    return BOX + (LEASH if 0 in values else "") + shapes


def _boxed(value, evidence):
    value = -2 if value < 0 else value
    colour = COLOURS[value]
    if value == -2:
        thin = {"t": " k-t", "d": " k-d"}.get(evidence, "")
        return f'<path class="k-stem s-m2{thin}" d="M8.5 4l7 7m0-7l-7 7"/>'
    if evidence == "small":
        return _small_ring(BOX_PLACES[value], colour)
    return _dot(BOX_PLACES[value], colour, evidence)


LEGEND = (
    "k4s",
    "k3s",
    "k2s",
    "k1s",
    "k0s",
    "k3t",
    "k23b",
    "k31m",
    "k13x",
    "k3d",
    "k3e",
    "a4s",
    "a3s",
    "a2s",
    "a0s",
)
