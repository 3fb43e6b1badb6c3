import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('observations', '0001_tables'),
        ('people', '0001_tables'),
        ('pictures', '0001_tables'),
        ('places', '0001_tables'),
        ('problems', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnownMeasure',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=40)),
                ('name_sv', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('text_sv', models.CharField(blank=True, max_length=400)),
                ('text_en', models.CharField(blank=True, max_length=400)),
                ('kind', models.CharField(choices=[('situational', 'situationell'), ('social', 'social'), ('police', 'polisiär'), ('communication', 'kommunikation'), ('physical', 'fysisk')], max_length=15)),
                ('causes', models.JSONField(default=list, help_text='which sides of a problem it works on: place, victim, offender')),
                ('horizon', models.CharField(choices=[('short', 'kort sikt, veckor'), ('medium', 'några månader'), ('long', 'lång sikt, år')], max_length=10)),
                ('cost', models.CharField(choices=[('low', 'ryms i vardagen'), ('medium', 'kräver beslut om pengar'), ('high', 'stor investering')], max_length=10)),
                ('grade', models.CharField(choices=[('strong', 'starkt stöd'), ('promising', 'lovande'), ('unclear', 'oklart'), ('missing', 'saknas'), ('may_harm', 'kan skada')], help_text='how far research says that it works', max_length=10)),
                ('source', models.CharField(blank=True, help_text='where the grade comes from', max_length=300)),
                ('presence', models.BooleanField(default=False, help_text='somebody is to be there')),
                ('active', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('default_code', models.CharField(blank=True, max_length=40)),
                ('default_version', models.PositiveSmallIntegerField(default=1)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='known_measure_once')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveIntegerField(help_text='what it is called: Åtgärd 14; counted within the municipality')),
                ('what', models.CharField(max_length=200)),
                ('function', models.CharField(blank=True, help_text='the office that does it, never a name', max_length=120)),
                ('due_on', models.DateField()),
                ('presence', models.BooleanField(default=False, help_text='somebody is to be there: guards, field workers, walks')),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag'), ('group', 'en namngiven grupp'), ('own', 'bara egen organisation'), ('coordinator', 'bara samordnare')], default='parties', max_length=12)),
                ('answers', models.CharField(blank=True, help_text='the place or area of the picture, as named there', max_length=160)),
                ('state', models.CharField(choices=[('planned', 'planerad'), ('started', 'påbörjad'), ('done', 'gjord'), ('cancelled', 'inställd')], default='planned', max_length=10)),
                ('decided_on', models.DateField()),
                ('started_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'gjord'), ('no_effect', 'gjord, men hjälpte inte'), ('not_done', 'inte gjord')], max_length=10)),
                ('came_of', models.CharField(blank=True, help_text='one line from the follow-up, or why cancelled', max_length=200)),
                ('followed_up_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(blank=True, choices=[('situational', 'situationell'), ('social', 'social'), ('police', 'polisiär'), ('communication', 'kommunikation'), ('physical', 'fysisk')], max_length=15)),
                ('horizon', models.CharField(blank=True, choices=[('short', 'kort sikt, veckor'), ('medium', 'några månader'), ('long', 'lång sikt, år')], max_length=10)),
                ('level', models.CharField(blank=True, choices=[('strategic', 'strategisk'), ('tactical', 'taktisk'), ('operative', 'operativ')], help_text='on which of the three levels, if any', max_length=20)),
                ('extent', models.CharField(blank=True, help_text='how much is planned: six evenings, ten lamps', max_length=200)),
                ('follow_up_on', models.DateField(blank=True, help_text='the day when it is asked whether it helped', null=True)),
                ('at_peak', models.BooleanField(default=False, help_text='the place had more than usual when it was chosen')),
                ('raised_on', models.DateField(blank=True, help_text='so late that the group was told', null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('arises_from', models.ManyToManyField(blank=True, related_name='+', to='observations.observation')),
                ('audience_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.group')),
                ('causes', models.ManyToManyField(blank=True, help_text='those that it is against', related_name='+', to='problems.cause')),
                ('known', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tried_as', to='measures.knownmeasure')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.situationalpicture')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('problem', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='problems.problem')),
                ('revises', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revised_by', to='measures.measure')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'state', 'due_on'], name='measure_by_state')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'number'), name='measure_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('area', None), _negated=True), models.Q(('place', None), _negated=True), _connector='OR'), name='measure_is_somewhere'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), _negated=True), ('audience_group__isnull', False), _connector='OR'), name='measure_group_is_named'), models.CheckConstraint(condition=models.Q(('problem', None), ('state__in', ['planned', 'cancelled']), ('follow_up_on__isnull', False), _connector='OR'), name='measure_on_a_problem_is_followed_up')],
            },
        ),
        migrations.CreateModel(
            name='MeasureEntry',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('done_on', models.DateField()),
                ('times', models.PositiveSmallIntegerField(default=1, help_text='0 = it was not done that day')),
                ('hours', models.DecimalField(blank=True, decimal_places=2, help_text='working hours', max_digits=6, null=True)),
                ('reached', models.PositiveIntegerField(blank=True, help_text='how many people it reached, roughly', null=True)),
                ('text', models.CharField(blank=True, max_length=200)),
                ('deviates', models.BooleanField(default=False, help_text='it did not go as planned')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='measures.measure')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['measure', '-done_on'], name='measure_entry_latest')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('due_on', models.DateField()),
                ('reached_on', models.DateField(blank=True, null=True)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='measures.measure')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['measure', 'due_on'], name='milestone_by_day')],
            },
        ),
    ]
