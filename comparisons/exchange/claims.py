"""Claims as rows."""

from django.core.exceptions import ValidationError

from articles.models import Article

from ..models import Claim, Criterion, Framework
from ..models.claim import State
from ..verdicts import Availability
from . import widgets
from .reading.records import shown
from .resources import EntryResource, column

COLUMNS = [
    "number", "article", "locator", "framework", "criterion", "compared_with", "statement", "rating", "availability",
    "qualifier", "quantity", "quantity_high", "conditions", "as_of", "as_of_version", "state", "state_reason",
    "state_source", "state_since", "published_on", "position", "revision",
]  # fmt: skip

IDENTITY = ("article", "framework", "criterion", "statement")
# Decided on the way to publication, not written by editors.
DECIDED = ("state", "state_reason", "state_source", "state_since", "published_on")
PLACES = widgets.Whole(0, 2**31 - 1)


class ClaimResource(EntryResource):
    """Claims, known by their number or else by what they say."""

    number = column("slug", widgets.Word(), readonly=True)
    article = column("article_id", widgets.Reference(Article))
    locator = column("locator", widgets.Words())
    framework = column("framework_id", widgets.Reference(Framework))
    criterion = column("criterion_id", widgets.Reference(Criterion))
    compared_with = column("compared_with_id", widgets.Reference(Framework))
    statement = column("statement", widgets.Words())
    rating = column("rating", widgets.Whole(-2, 2))
    availability = column("availability", widgets.OneOf(Availability))
    qualifier = column("qualifier", widgets.OneOf(Claim.Qualifier))
    quantity = column("quantity", widgets.Figure(18, 4))
    quantity_high = column("quantity_high", widgets.Figure(18, 4))
    conditions = column("conditions", widgets.Words())
    as_of = column("as_of", widgets.PartialDate())
    as_of_version = column("as_of_version", widgets.Words())
    state = column("state", widgets.OneOf(State))
    state_reason = column("state_reason", widgets.Words())
    state_source = column("state_source_id", widgets.Reference(Article))
    state_since = column("state_since", widgets.Day())
    published_on = column("published_on", widgets.Day())
    position = column("position", PLACES, readonly=True)
    revision = column("revision", widgets.Whole(1, 2**31 - 1), readonly=True)

    slug_column = "number"
    NEEDED = ("article", "locator", "criterion", "statement")
    CONSTRAINTS = {
        "claim_says_something": ("statement", "is empty; every claim has one."),
        "claim_has_a_locator": ("locator", "is empty; every claim has one."),
        "claim_has_one_reading_at_most": ("rating", None),
        "claim_rating_is_a_step_of_the_scale": ("rating", None),
        "claim_availability_is_known": ("availability", "is none of the known words."),
        "claim_quantity_has_conditions": ("conditions", None),
        "claim_range_goes_upwards": ("quantity_high", None),
        "claim_qualifier_qualifies_a_quantity": ("qualifier", None),
        "claim_compares_a_framework_with_another": ("compared_with", None),
        "claim_about_the_field_has_no_reading": ("framework", None),
        "claim_as_of_is_a_partial_date": ("as_of", "is no year, month or day."),
        "claim_state_is_known": ("state", "is none of the known states."),
        "claim_set_aside_says_why": (
            "state_reason",
            "A claim in this state says why and since when (state_since).",
        ),
        "claim_disputed_or_outdated_names_a_source": (
            "state_source",
            "is empty; a disputed or outdated claim names the article that shows it.",
        ),
        "claim_in_public_has_its_day": (
            "published_on",
            "is empty; a public claim tells the day of its publication.",
        ),
    }

    class Meta(EntryResource.Meta):
        model = Claim
        fields = COLUMNS
        import_id_fields = ("number",)

    def __init__(self, user=None, **kwargs):
        super().__init__(user, **kwargs)
        self.may_decide = user is None or user.has_perm("comparisons.import_claims")
        self.criteria = Criterion.objects.in_bulk()

    # --- Finding ---

    def prepare(self, rows):
        """Fetch also the claims that say what rows without a number say, and who holds what new rows want."""
        super().prepare(rows)
        wanted = {self.identity_in(row) for row in rows}
        said = Claim.objects.filter(
            article__in={identity[0] for identity in wanted} - {None},
            statement__in={identity[3] for identity in wanted} - {None},
        ).values_list("article_id", "framework_id", "criterion_id", "statement", "pk")
        self.said = {tuple(identity): key for *identity, key in said if tuple(identity) in wanted}
        unnumbered = {self.identity_in(row) for row in rows if not self.cell(row, "number")}
        found = Claim.objects.in_bulk({key for identity, key in self.said.items() if identity in unnumbered})
        self.entries |= {identity: found[key] for identity, key in self.said.items() if key in found}
        places = {self.cell(row, "position") for row in rows if self.entry_of(row) is None} - {None}
        places |= {self.tail(row) for row in rows} - {None}
        self.taken = set(
            Claim.objects.filter(
                article__in={identity[0] for identity in wanted} - {None}, position__in=places
            ).values_list("article_id", "position")
        )

    def identity_in(self, row):
        """Return (article, framework, criterion, statement) as a row gives it, else as its entry has it."""
        entry = self.entries.get(self.cell(row, "number"))
        return tuple(
            self.cell(row, name)
            if name in row or entry is None
            else getattr(entry, self.fields[name].attribute)
            for name in IDENTITY
        )

    def entry_of(self, row):
        number = self.cell(row, "number")
        if number or ("number" in row and number is None and row["number"] is not None):
            return self.entries.get(number)
        return self.entries.get(self.identity_in(row))

    def tail(self, row):
        """Return the place that a number of the usual form tells, or None."""
        article, _, place = (self.cell(row, "number") or "").rpartition("-")
        key = self.cell(row, "article")
        is_usual = key and self.fields["article"].widget.slugs[key] == article
        return int(place) if is_usual and place.isascii() and place.isdigit() and len(place) < 10 else None

    # --- Checking ---

    def begin(self, entry):
        super().begin(entry)
        entry.created_by_id = self.user and self.user.pk
        if entry.slug:
            entry.position = self.cell(self.row, "position")
            if entry.position is None:
                entry.position = self.tail(self.row)

    def keys(self, entry):
        says = ("says", entry.article_id, entry.framework_id, entry.criterion_id, entry.statement)
        if entry.pk or entry.slug:
            place = [] if entry.position is None else [("place", entry.article_id, entry.position)]
            return [*super().keys(entry), says, *place]
        return [says]

    def problems_of_identity(self, entry):
        yield from super().problems_of_identity(entry)
        try:
            position = self.fields["position"].clean(self.row) if "position" in self.row else None
        except ValueError as error:
            yield "position", str(error)
            return
        if not self.is_new:
            if position not in (None, entry.position):
                yield (
                    "position",
                    f"A claim keeps its place among those of its article, which is {entry.position}.",
                )
            if entry.article_id != self.before["article_id"]:
                yield "article", "A claim stays with its article, which gave it its number."
        elif not entry.slug:
            if position is not None:
                yield "position", "is given with the number; leave it empty for a new claim."
        elif not self.may_decide:
            yield "number", f"There is no claim {shown(entry.slug)}; leave the number empty for a new one."
        elif entry.position is None:
            yield (
                "position",
                "is empty; a new claim with a number needs its place among those of its article.",
            )
        elif (entry.article_id, entry.position) in self.taken:
            yield "position", f"Another claim of the article has the place {entry.position}."
        says = (entry.article_id, entry.framework_id, entry.criterion_id, entry.statement)
        if self.said.get(says, entry.pk) != entry.pk:
            yield (
                "statement",
                "Another claim says the same about this framework and criterion, from the same article.",
            )

    def problems_of_rights(self, entry):
        if self.may_decide:
            return
        if self.is_new:
            if entry.state != State.DRAFT:
                yield (
                    "state",
                    f"Only an administrator imports {entry.get_state_display().lower()} claims; write draft.",
                )
            for name in DECIDED[1:]:
                if getattr(entry, self.fields[name].attribute):
                    yield name, "Only an administrator imports this; leave it empty."
        elif Claim(state=self.before["state"]).is_public:
            yield "", "This claim is public: propose the change on its page."
        else:
            for field in self.changed_fields(entry):
                if field.column_name in DECIDED:
                    yield (
                        field.column_name,
                        "Only an administrator imports this; change the state on the claim's page.",
                    )

    def problems_of_rules(self, entry):
        yield from super().problems_of_rules(entry)
        entry.criterion = self.criteria[entry.criterion_id]
        try:
            entry.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                yield name, " ".join(messages)
