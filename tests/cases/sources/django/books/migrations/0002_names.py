import django.utils.timezone
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def fill(apps, schema_editor):
    apps.get_model("books", "Book").objects.update(shelf=1)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("books", "0001_initial")]

    operations = [
        # docgen: allow drop-without-guard: Django runs it once
        migrations.AlterUniqueTogether(name="book", unique_together=set()),
        migrations.AlterField("book", "author", models.ForeignKey("books.Author", models.CASCADE, null=True)),
        migrations.AlterField("author", "name", models.CharField(max_length=80)),
        migrations.AddField("book", "bought", models.DateTimeField(default=django.utils.timezone.now)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently("book", models.Index(fields=["shelf"], name="book_shelf")),
        migrations.RunSQL("COMMENT ON TABLE books_book IS 'what is on the shelves'", migrations.RunSQL.noop),
    ]
