import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from npo_planner.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0017_reminders'),
        ('schools', '0003_seats_of_councils'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Gmr',
            fields=[
            ],
            options={
                'verbose_name': 'GMR',
                'verbose_name_plural': "GMR's",
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('schools.board',),
        ),
        migrations.CreateModel(
            name='BoardProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('use', models.TextField(blank=True, max_length=5000, verbose_name='waarvoor gebruikt het bestuur het geld')),
                ('reason', models.TextField(blank=True, max_length=5000, verbose_name='waarom samen, en niet elke school zelf')),
                ('is_frozen', models.BooleanField(default=False, editable=False)),
                ('board', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='schools.board', verbose_name='bestuur')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.round')),
            ],
            options={
                'verbose_name': 'voorstel',
                'verbose_name_plural': 'voorstellen',
            },
        ),
        migrations.CreateModel(
            name='GmrRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='voorgelegd op')),
                ('respond_by', models.DateField(verbose_name='reageren tot en met')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='gesloten op')),
                ('withdrawal_reason', models.TextField(blank=True, max_length=2000, verbose_name='reden van terughalen')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ronde van de GMR',
                'verbose_name_plural': 'rondes van de GMR',
            },
        ),
        migrations.CreateModel(
            name='GmrSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='naam')),
                ('geleding', models.CharField(choices=[('personeel', 'personeel'), ('ouders', 'ouders'), ('leerlingen', 'leerlingen')], max_length=10, verbose_name='geleding')),
                ('is_absent', models.BooleanField(default=False, verbose_name='afwezig')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='toelichting')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='programmes.gmrround')),
                ('substitute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='plaatsvervanger')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'plaats in de GMR',
                'verbose_name_plural': 'plaatsen in de GMR',
                'ordering': ['geleding', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GmrBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('voor', 'voor'), ('tegen', 'tegen'), ('onthouding', 'onthouding')], max_length=10, verbose_name='stem')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='toelichting')),
                ('conditions', models.TextField(blank=True, max_length=2000, verbose_name='voorwaarden')),
                ('how', models.CharField(choices=[('zelf', 'zelf gestemd'), ('vervanger', 'door de plaatsvervanger'), ('hand', 'ingevoerd door de secretaris')], default='zelf', max_length=10, verbose_name='hoe')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='notitie van de secretaris')),
                ('sha256', models.CharField(help_text='of the version that was voted on', max_length=64, verbose_name='vingerafdruk')),
                ('cast_at', models.DateTimeField(auto_now=True, verbose_name='gestemd op')),
                ('cast_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ballot', to='programmes.gmrseat')),
            ],
            options={
                'verbose_name': 'stem in de GMR',
                'verbose_name_plural': 'stemmen in de GMR',
            },
        ),
        migrations.CreateModel(
            name='GmrVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='versie')),
                ('schema', models.PositiveSmallIntegerField(verbose_name='schema')),
                ('document', models.TextField(verbose_name='document')),
                ('sha256', models.CharField(max_length=64, verbose_name='vingerafdruk')),
                ('frozen_at', models.DateTimeField(auto_now_add=True, verbose_name='vastgelegd op')),
                ('note', models.TextField(blank=True, max_length=3000, verbose_name='toelichting voor de GMR')),
                ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='programmes.boardproposal')),
            ],
            options={
                'verbose_name': 'versie van een voorstel',
                'verbose_name_plural': 'versies van voorstellen',
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='gmrround',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='gmr_round', to='programmes.gmrversion'),
        ),
        migrations.CreateModel(
            name='GmrDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('instemming', 'instemming'), ('voorwaarden', 'instemming met voorwaarden'), ('onthouden', 'instemming onthouden')], max_length=12, verbose_name='besluit')),
                ('reasons', models.TextField(blank=True, max_length=5000, verbose_name='redenen of voorwaarden')),
                ('decided_on', models.DateField(verbose_name='datum van het besluit')),
                ('votes', models.JSONField(default=dict, verbose_name='stemmen')),
                ('roll', models.JSONField(default=list, verbose_name='stemlijst')),
                ('counted', models.JSONField(default=dict, verbose_name='uitslag volgens het reglement')),
                ('deviation', models.TextField(blank=True, max_length=2000, verbose_name='waarom anders dan de uitslag')),
                ('sha256', models.CharField(help_text='of the version that was decided on', max_length=64, verbose_name='vingerafdruk')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='vastgelegd op')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='programmes.gmrversion')),
            ],
            options={
                'verbose_name': 'besluit van de GMR',
                'verbose_name_plural': 'besluiten van de GMR',
            },
        ),
        migrations.CreateModel(
            name='ProposalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('purpose', models.CharField(max_length=200, verbose_name='waarvoor')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='bedrag in euro')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='toelichting')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='programmes.boardproposal', verbose_name='voorstel')),
                ('schools', models.ManyToManyField(blank=True, related_name='+', to='schools.school', verbose_name='scholen die er iets aan hebben')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.roundyear', verbose_name='schooljaar')),
            ],
            options={
                'verbose_name': 'uitgave van het bestuur',
                'verbose_name_plural': 'uitgaven van het bestuur',
                'ordering': ['year__start', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='boardproposal',
            constraint=models.UniqueConstraint(fields=('board', 'round'), name='one_proposal_per_round'),
        ),
        migrations.AddConstraint(
            model_name='gmrseat',
            constraint=models.UniqueConstraint(fields=('round', 'user', 'geleding'), name='one_gmr_seat_per_member_and_geleding'),
        ),
        migrations.AddConstraint(
            model_name='gmrversion',
            constraint=models.UniqueConstraint(fields=('proposal', 'number'), name='one_gmr_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='proposalline',
            constraint=models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gte', 0), _connector='OR'), name='proposal_line_0_or_more'),
        ),
        append_only("programmes_gmrversion"),
        append_only("programmes_gmrdecision"),
    ]
