from django.db import migrations


def keep_measures(apps, schema_editor):
    """A cost had one measure: it becomes the only one of its measures."""
    CostLine, CostShare = apps.get_model("programmes", "CostLine"), apps.get_model("programmes", "CostShare")
    pairs = CostLine.objects.exclude(measure=None).values_list("pk", "measure_id")
    CostShare.objects.bulk_create(CostShare(cost_line_id=line, measure_id=measure) for line, measure in pairs)


def keep_one_measure(apps, schema_editor):
    """Back: the first of the measures of a cost."""
    CostLine, CostShare = apps.get_model("programmes", "CostLine"), apps.get_model("programmes", "CostShare")
    for share in CostShare.objects.order_by("-pk"):
        CostLine.objects.filter(pk=share.cost_line_id).update(measure_id=share.measure_id)


class Migration(migrations.Migration):
    # Apart from 0008 and 0010: PostgreSQL alters no table in the transaction that wrote in it.

    dependencies = [
        ('programmes', '0008_budget_lines'),
    ]

    operations = [
        migrations.RunPython(keep_measures, keep_one_measure),
    ]
