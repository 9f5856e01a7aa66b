from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0009_cost_measures'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='costline',
            name='measure',
        ),
    ]
