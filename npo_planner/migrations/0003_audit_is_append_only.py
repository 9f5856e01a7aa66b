from django.db import migrations

from npo_planner.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("npo_planner", "0002_initial")]

    operations = [append_only("npo_planner_auditentry")]
