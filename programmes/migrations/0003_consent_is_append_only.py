from django.db import migrations

from npo_planner.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_initial")]

    operations = [
        append_only("programmes_version"),
        append_only("programmes_decision"),
        append_only("programmes_adoption"),
        append_only("programmes_rendering"),
    ]
