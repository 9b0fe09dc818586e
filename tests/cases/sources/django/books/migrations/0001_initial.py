from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Author",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=80, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("title", models.TextField()),
                ("shelf", models.IntegerField()),
                ("author", models.ForeignKey("books.Author", models.CASCADE)),
            ],
            options={"unique_together": {("title", "shelf")}},
        ),
    ]
