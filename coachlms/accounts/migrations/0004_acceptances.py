import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_downloads_and_erasures"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="agreed_to",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Documents with their versions, as last agreed to; each has a row in Acceptance.",
                max_length=100,
            ),
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        choices=[("terms", "Terms"), ("privacy", "Privacy")], max_length=20
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "accepted_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-accepted_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "document", "version"), name="one_acceptance_per_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document__in", ["terms", "privacy"])),
                        name="document_is_known",
                    ),
                ],
            },
        ),
    ]
