from django.db import migrations


class Migration(migrations.Migration):
    # Apart from 0008: PostgreSQL alters no table in the transaction that wrote rows pointing at it.

    dependencies = [
        ('programmes', '0008_budget_lines'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='costline',
            name='measure',
        ),
    ]
