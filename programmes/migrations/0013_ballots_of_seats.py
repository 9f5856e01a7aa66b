import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0012_ballots_have_seats")]

    operations = [
        migrations.RemoveField(model_name="ballot", name="geleding"),
        migrations.RemoveField(model_name="ballot", name="round"),
        migrations.AlterField(
            model_name="ballot",
            name="seat",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="ballot", to="programmes.seat"
            ),
        ),
    ]
