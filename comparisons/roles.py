"""Who may do what in the workplace: four roles, each with everything that the one before it may."""

from django.contrib.auth.models import Group, Permission

OURS = ("articles", "comparisons", "questionnaire")
NOT_OURS_TO_SEE = ("result", "room", "member")  # private to whoever made them

# By model; "add", "change", "delete" and "view" are completed to Django's permission names.
EDITOR = {
    "publisher": ["add", "change"],
    "article": ["add", "change"],
    "capturedtext": ["add", "change", "delete"],
    "claim": ["add", "change", "delete"],  # only drafts can be deleted
    "report": ["change"],
    "proposal": ["add"],
}
REVIEWER = {
    "claim": ["review"],
    "framework": ["add", "change"],
    "release": ["add", "change", "delete"],
    "group": ["add", "change"],
    "criterion": ["add", "change"],
    "override": ["add", "change", "delete"],
    "questionnaire": ["add", "change"],
    "question": ["add", "change"],
    "option": ["add", "change", "delete"],
    "step": ["add", "change", "delete"],
    "weight": ["add", "change", "delete"],
    "conflict": ["add", "change", "delete"],
}
ROLES = ("Reader", "Editor", "Reviewer", "Administrator")


def permissions_of(role):
    """Return the queryset of a role's permissions."""
    known = Permission.objects.filter(content_type__app_label__in=OURS).exclude(
        content_type__model__in=[*NOT_OURS_TO_SEE, *(f"historical{name}" for name in NOT_OURS_TO_SEE)]
    )
    if role == "Administrator":
        users = Permission.objects.filter(
            content_type__app_label="auth", content_type__model__in=["user", "group"]
        )
        return known | users
    wanted = set(known.filter(codename__startswith="view_").values_list("codename", flat=True))
    steps = {"Reader": [], "Editor": [EDITOR], "Reviewer": [EDITOR, REVIEWER]}[role]
    wanted |= {f"{action}_{model}" for step in steps for model, actions in step.items() for action in actions}
    return known.filter(codename__in=wanted)


def set_up_roles():
    """Make the four groups, or bring them up to date; users in them stay."""
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(permissions_of(role))
