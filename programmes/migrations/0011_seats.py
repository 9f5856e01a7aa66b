import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from npo_planner.append_only import append_only, lifted


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0010_cost_has_measures'),
        ('schools', '0003_seats_of_councils'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='voorwaarde')),
                ('state', models.CharField(choices=[('open', 'nog niet voldaan'), ('gemeld', 'volgens de school voldaan'), ('voldaan', 'voldaan')], default='open', max_length=10, verbose_name='stand')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='toelichting')),
                ('changed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'voorwaarde',
                'verbose_name_plural': 'voorwaarden',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Reglement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('term_weeks', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='termijn om te reageren, in weken')),
                ('majority', models.CharField(blank=True, choices=[('samen', 'meer stemmen voor dan tegen in de hele raad'), ('elk', 'meer stemmen voor dan tegen in elke geleding')], max_length=12, verbose_name='wanneer stemt de raad in')),
                ('abstentions', models.CharField(blank=True, choices=[('niet', 'tellen niet mee: het gaat om voor en tegen'), ('mee', 'tellen mee: meer dan de helft van alle stemmen moet voor zijn')], max_length=12, verbose_name='onthoudingen')),
                ('quorum', models.CharField(blank=True, choices=[('geen', 'er is geen minimum'), ('helft', 'minstens de helft van de leden'), ('meer', 'meer dan de helft van de leden'), ('tweederde', 'minstens twee derde van de leden'), ('alle', 'alle leden')], max_length=12, verbose_name='hoeveel leden stemmen er minstens')),
                ('quorum_each', models.BooleanField(default=False, verbose_name='dat geldt ook voor elke geleding apart')),
                ('substitutes', models.BooleanField(default=False, verbose_name='een plaatsvervanger mag stemmen voor een lid dat er niet is')),
                ('remind_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='herinnering zoveel dagen voor het einde van de termijn')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='waar dit staat')),
            ],
            options={
                'verbose_name': 'reglement',
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('geleding', models.CharField(choices=[('personeel', 'personeel'), ('ouders', 'ouders'), ('leerlingen', 'leerlingen')], max_length=10, verbose_name='geleding')),
                ('is_absent', models.BooleanField(default=False, verbose_name='afwezig')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='toelichting')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'plaats in de MR',
                'ordering': ['geleding', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ingetrokken', 'het bestuur trekt het voorstel in'), ('aangekondigd', 'het bestuur gaat naar de geschillencommissie'), ('ingediend', 'het bestuur heeft het geschil ingediend'), ('vervallen', 'het voorstel is vervallen'), ('mag', 'uitspraak: het bestuur mag het voorstel houden'), ('mag_niet', 'uitspraak: de MR mocht instemming onthouden'), ('uitgevoerd', 'de MR hoorde dat het plan zonder instemming wordt uitgevoerd'), ('nietig', 'de MR roept schriftelijk in dat dat besluit nietig is')], max_length=12, verbose_name='stap')),
                ('on', models.DateField(verbose_name='datum')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='toelichting')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'stap na een weigering',
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='ballot',
            options={'ordering': ['seat__geleding', 'cast_at'], 'verbose_name': 'stem', 'verbose_name_plural': 'stemmen'},
        ),
        migrations.RemoveConstraint(
            model_name='ballot',
            name='one_ballot_per_voter_and_geleding',
        ),
        migrations.RenameField(
            model_name='ballot',
            old_name='voter',
            new_name='cast_by',
        ),
        migrations.AlterField(
            model_name='ballot',
            name='geleding',
            field=models.CharField(choices=[('personeel', 'personeel'), ('ouders', 'ouders'), ('leerlingen', 'leerlingen')], default='', max_length=10, verbose_name='geleding'),
        ),
        migrations.AlterField(
            model_name='ballot',
            name='round',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='programmes.consentround'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='conditions',
            field=models.TextField(blank=True, max_length=2000, verbose_name='voorwaarden'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='how',
            field=models.CharField(choices=[('zelf', 'zelf gestemd'), ('vervanger', 'door de plaatsvervanger'), ('hand', 'ingevoerd door de secretaris')], default='zelf', max_length=10, verbose_name='hoe'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='note',
            field=models.CharField(blank=True, max_length=300, verbose_name='notitie van de secretaris'),
        ),
        migrations.AddField(
            model_name='consentround',
            name='meeting_at',
            field=models.DateTimeField(null=True, verbose_name='vergadering'),
        ),
        migrations.AddField(
            model_name='consentround',
            name='meeting_place',
            field=models.CharField(blank=True, max_length=200, verbose_name='plaats van de vergadering'),
        ),
        # SQLite makes the tables of these again, and forgets their triggers by that.
        *lifted("programmes_decision"),
        *lifted("programmes_version"),
        migrations.AddField(
            model_name='decision',
            name='counted',
            field=models.JSONField(default=dict, verbose_name='uitslag volgens het reglement'),
        ),
        migrations.AddField(
            model_name='decision',
            name='deviation',
            field=models.TextField(blank=True, max_length=2000, verbose_name='waarom anders dan de uitslag'),
        ),
        migrations.AddField(
            model_name='decision',
            name='roll',
            field=models.JSONField(default=list, verbose_name='stemlijst'),
        ),
        migrations.AddField(
            model_name='version',
            name='corrects',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='programmes.version'),
        ),
        append_only("programmes_decision"),
        append_only("programmes_version"),
        migrations.AddField(
            model_name='condition',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='condition',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='programmes.decision'),
        ),
        migrations.AddField(
            model_name='reglement',
            name='board',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reglement', to='schools.board', verbose_name='bestuur'),
        ),
        migrations.AddField(
            model_name='reglement',
            name='changed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reglement',
            name='school',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reglement', to='schools.school'),
        ),
        migrations.AddField(
            model_name='seat',
            name='added_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='seat',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='programmes.consentround'),
        ),
        migrations.AddField(
            model_name='seat',
            name='substitute',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='plaatsvervanger'),
        ),
        migrations.AddField(
            model_name='seat',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ballot',
            name='seat',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ballot', to='programmes.seat'),
        ),
        migrations.AddField(
            model_name='step',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='step',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='programmes.version'),
        ),
        migrations.AddConstraint(
            model_name='reglement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('board__isnull', False), ('school', None)), models.Q(('board', None), ('school__isnull', False)), _connector='OR'), name='reglement_of_school_or_board'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('round', 'user', 'geleding'), name='one_seat_per_member_and_geleding'),
        ),
        append_only("programmes_step"),
    ]
