from django.db import migrations


def tell_how_far_articles_are_read(apps, schema_editor):
    """What claims were drawn from is being read; before this migration there was no word for it."""
    claims = apps.get_model("comparisons", "Claim").objects.all()
    articles = apps.get_model("articles", "Article").objects.filter(pk__in=claims.values("article"))
    articles.filter(reading_state="to_read").update(reading_state="reading")


class Migration(migrations.Migration):
    dependencies = [
        ("comparisons", "0002_revisions_reports_and_proposals"),
        ("articles", "0002_revisions_captured_texts_and_former_slugs"),
    ]

    operations = [migrations.RunPython(tell_how_far_articles_are_read, migrations.RunPython.noop)]
