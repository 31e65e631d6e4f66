from django.contrib.admin.apps import AdminConfig


class WorkplaceConfig(AdminConfig):
    """Django's admin with the editors' workplace as its site."""

    default_site = "articles.workplace.Workplace"
