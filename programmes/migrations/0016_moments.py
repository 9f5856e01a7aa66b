import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0015_talk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='programme',
            name='reads_along_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='liet de MR meelezen'),
        ),
        migrations.AddField(
            model_name='programme',
            name='reads_along_since',
            field=models.DateField(editable=False, null=True, verbose_name='de MR leest mee sinds'),
        ),
        migrations.AddField(
            model_name='programme',
            name='reads_along_until',
            field=models.DateField(editable=False, null=True, verbose_name='de MR las mee tot en met'),
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('phase', models.CharField(choices=[('onderzoek', 'onderzoek'), ('plan', 'plan'), ('uitvoering', 'uitvoering'), ('verantwoording', 'verantwoording')], max_length=15, verbose_name='fase')),
                ('text', models.TextField(max_length=2000, verbose_name='wat is afgesproken')),
                ('geledingen', models.JSONField(blank=True, default=list, verbose_name='welke geledingen doen mee')),
                ('others', models.CharField(blank=True, max_length=200, verbose_name='wie doen er nog meer mee')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='op welke dag')),
                ('timing', models.CharField(blank=True, max_length=160, verbose_name='wanneer')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='met de MR afgesproken op')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'procesafspraak',
                'verbose_name_plural': 'procesafspraken',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MrMoment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('held_on', models.DateField(verbose_name='datum')),
                ('phase', models.CharField(choices=[('onderzoek', 'onderzoek'), ('plan', 'plan'), ('uitvoering', 'uitvoering'), ('verantwoording', 'verantwoording')], max_length=15, verbose_name='fase')),
                ('kind', models.CharField(choices=[('geinformeerd', 'geïnformeerd'), ('besproken', 'besproken'), ('advies', 'advies'), ('instemming', 'besluit over instemming')], max_length=15, verbose_name='wat gebeurde er')),
                ('geledingen', models.JSONField(blank=True, default=list, verbose_name='welke geledingen waren erbij')),
                ('subject', models.CharField(max_length=160, verbose_name='onderwerp')),
                ('outcome', models.TextField(blank=True, max_length=3000, verbose_name='wat kwam eruit')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('of_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mr_moments', to='programmes.version', verbose_name='over welke versie')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mr_moments', to='programmes.programme')),
                ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opgeschreven door')),
            ],
            options={
                'verbose_name': 'MR-moment',
                'verbose_name_plural': 'MR-momenten',
                'ordering': ['held_on', 'pk'],
            },
        ),
    ]
