"""Measurements and evaluations point into a frozen version. No page wrote any before: their tables are made anew."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("menukaart", "0002_initial"),
        ("programmes", "0003_consent_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel("Measurement"),
        migrations.DeleteModel("Evaluation"),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "goal",
                    models.PositiveBigIntegerField(
                        help_text="id of the goal in the document of the version", verbose_name="doel"
                    ),
                ),
                ("measured_on", models.DateField(verbose_name="gemeten op")),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="waarde"
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="wat zien we")),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="programmes.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "meting",
                "verbose_name_plural": "metingen",
                "ordering": ["measured_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(value__isnull=False) | ~Q(note=""), name="measurement_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "measure",
                    models.PositiveBigIntegerField(
                        help_text="id of the measure in the document of the version", verbose_name="maatregel"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="besproken op")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("doorgaan", "doorgaan"),
                            ("bijstellen", "bijstellen"),
                            ("stoppen", "stoppen"),
                            ("borgen", "opnemen in het gewone werk"),
                        ],
                        max_length=10,
                        verbose_name="besluit",
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="waarom")),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="programmes.version",
                    ),
                ),
            ],
            options={"verbose_name": "evaluatie", "ordering": ["held_on", "pk"]},
        ),
        migrations.RemoveConstraint("realisation", "realisation_0_or_more"),
        migrations.AlterField(
            "realisation",
            "pnil",
            models.DecimalField(
                decimal_places=2, max_digits=10, null=True, verbose_name="waarvan personeel niet in loondienst"
            ),
        ),
        migrations.AddConstraint(
            "realisation", models.CheckConstraint(condition=Q(spent__gte=0), name="realisation_0_or_more")
        ),
        migrations.AddConstraint(
            "realisation",
            models.CheckConstraint(
                condition=Q(pnil=None) | Q(pnil__gte=0, pnil__lte=F("spent")), name="realisation_pnil_within_spent"
            ),
        ),
    ]
