import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('people', '__first__'),
        ('places', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.CharField(max_length=12)),
                ('button', models.CharField(blank=True, help_text='which of the six first choices it lies under', max_length=20)),
                ('kind', models.CharField(blank=True, choices=[('B', 'brott'), ('O', 'ordningsstörning'), ('F', 'fysisk miljö'), ('S', 'social signal'), ('K', 'kommande'), ('P', 'positivt')], max_length=1)),
                ('observation_kind', models.CharField(choices=[('event', 'händelse'), ('condition', 'tillstånd'), ('mood', 'stämning')], default='event', max_length=10)),
                ('name_sv', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=120)),
                ('help_sv', models.CharField(blank=True, max_length=300)),
                ('help_en', models.CharField(blank=True, max_length=300)),
                ('icon', models.CharField(blank=True, max_length=30)),
                ('weight', models.PositiveSmallIntegerField(default=1, help_text='0–5, used in indices')),
                ('severity', models.PositiveSmallIntegerField(default=1, help_text='1–4, the default of a report')),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag'), ('group', 'en namngiven grupp'), ('own', 'bara egen organisation'), ('coordinator', 'bara samordnare')], default='parties', max_length=12)),
                ('coordinator_only', models.BooleanField(default=False)),
                ('area_level', models.BooleanField(default=False, help_text='never with a point: security weaknesses, social signals')),
                ('redirect_sv', models.CharField(blank=True, help_text='where else to turn', max_length=200)),
                ('redirect_en', models.CharField(blank=True, max_length=200)),
                ('active', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('default_code', models.CharField(blank=True, max_length=12)),
                ('default_version', models.PositiveSmallIntegerField(default=1)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='observations.category')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='observations.category')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='category_once'), models.CheckConstraint(condition=models.Q(('severity__gte', 1), ('severity__lte', 4)), name='category_severity_1_to_4')],
            },
        ),
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=30)),
                ('name_sv', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('active', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='checklist_once')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistAnswer',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('iso_week', models.PositiveIntegerField()),
                ('answer', models.CharField(choices=[('no', 'nej'), ('usual', 'som vanligt'), ('more', 'mer än vanligt'), ('serious', 'allvarligt')], max_length=10)),
                ('comment', models.CharField(blank=True, max_length=300)),
                ('received_on', models.DateField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='observations.category')),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='observations.checklist')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'iso_week'], name='checklist_answer_by_week')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistRow',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='observations.category')),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='observations.checklist')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('checklist', 'category'), name='category_once_on_a_checklist')],
            },
        ),
        migrations.AddField(
            model_name='checklist',
            name='categories',
            field=models.ManyToManyField(related_name='+', through='observations.ChecklistRow', to='observations.category'),
        ),
        migrations.CreateModel(
            name='GuardHit',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(max_length=20)),
                ('level', models.CharField(help_text='block, warn or stop', max_length=5)),
                ('field', models.CharField(help_text='text, reason, question …', max_length=20)),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'day'], name='guard_hit_by_day')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('event', 'händelse'), ('condition', 'tillstånd'), ('mood', 'stämning')], default='event', max_length=10)),
                ('observed_from', models.DateTimeField(blank=True, help_text='UTC; empty = unknown when it began', null=True)),
                ('observed_to', models.DateTimeField(help_text='UTC; when it was seen or discovered')),
                ('observed_on', models.DateField(help_text='local date of observed_to')),
                ('iso_week', models.PositiveIntegerField(help_text='202540 = week 40 of 2025, of observed_on')),
                ('received_on', models.DateField(help_text='local date when the report came in')),
                ('lon', models.FloatField(blank=True, null=True)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('precision', models.CharField(choices=[('exact', 'exakt'), ('within_100m', 'inom 100 meter'), ('area', 'området'), ('municipality', 'hela kommunen')], default='exact', max_length=12)),
                ('place_type', models.CharField(blank=True, max_length=30)),
                ('door', models.CharField(blank=True, help_text="a dwelling's point and name; read by door_of alone", max_length=160)),
                ('severity', models.PositiveSmallIntegerField(default=1)),
                ('seen_during', models.CharField(choices=[('ordinary', 'ordinarie arbete'), ('decided', 'beslutad insats'), ('tip', 'kontroll efter tips')], default='ordinary', max_length=10)),
                ('source_kind', models.CharField(default='other', help_text='kind of source, never a name', max_length=20)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag'), ('group', 'en namngiven grupp'), ('own', 'bara egen organisation'), ('coordinator', 'bara samordnare')], default='parties', max_length=12)),
                ('text', models.TextField(blank=True, max_length=2000)),
                ('search_text', models.TextField(blank=True, help_text='casefolded text, since SQLite cannot match Ö with ö')),
                ('people_count', models.CharField(blank=True, help_text='rough number, never names', max_length=6)),
                ('state', models.CharField(choices=[('new', 'ny'), ('under_review', 'under granskning'), ('sent_back', 'tillbaka till rapportören'), ('accepted', 'godkänd'), ('merged', 'sammanslagen'), ('refused', 'fel kanal'), ('withdrawn', 'återtagen')], default='new', max_length=12)),
                ('state_reason', models.CharField(blank=True, max_length=200)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, help_text='a condition that is mended; empty = still so', null=True)),
                ('fault_number', models.CharField(blank=True, help_text='number at the fault service', max_length=40)),
                ('source', models.CharField(blank=True, help_text='name of the import source; empty = reported here', max_length=40)),
                ('external_key', models.CharField(blank=True, max_length=120)),
                ('batch', models.UUIDField(blank=True, help_text='the import run that last wrote the row', null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('clock_skew_minutes', models.IntegerField(default=0)),
                ('taken_up', models.BooleanField(default=False, help_text='a reviewer wants it talked about with the picture')),
                ('area', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('audience_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.group')),
                ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='observations.category')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='observations.observation')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('same_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='seen_too', to='observations.observation')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'iso_week'], name='observation_by_week'), models.Index(fields=['municipality', '-observed_to', '-id', 'state', 'audience', 'owner', 'area', 'category', 'lon', 'lat', 'precision', 'kind', 'ended_on'], name='observation_latest'), models.Index(fields=['municipality', 'area', '-observed_to', '-id', 'state'], name='observation_by_area'), models.Index(fields=['municipality', 'category', '-observed_to', '-id', 'state'], name='observation_by_category'), models.Index(fields=['municipality', 'lat', 'lon'], name='observation_by_point'), models.Index(fields=['municipality', 'state', '-observed_to', '-id'], name='observation_by_state'), models.Index(fields=['batch'], name='observation_by_batch')],
                'constraints': [models.CheckConstraint(condition=models.Q(('severity__gte', 1), ('severity__lte', 4)), name='observation_severity_1_to_4'), models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='observation_has_both_coordinates_or_none'), models.CheckConstraint(condition=models.Q(('observed_from', None), ('observed_from__lte', models.F('observed_to')), _connector='OR'), name='observation_begins_before_it_ends'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), _negated=True), ('audience_group__isnull', False), _connector='OR'), name='observation_group_is_named')],
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('question', 'fråga'), ('answer', 'svar'), ('correction', 'rättelse')], max_length=10)),
                ('text', models.CharField(max_length=500)),
                ('handled', models.BooleanField(default=False, help_text='a correction that the reviewer has dealt with')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inquiries', to='observations.observation')),
            ],
            options={
                'indexes': [models.Index(fields=['observation', 'created_at'], name='inquiry_by_observation')],
            },
        ),
        migrations.CreateModel(
            name='ObservationVersion',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveIntegerField()),
                ('before', models.JSONField(help_text='the changed fields as they were')),
                ('by', models.CharField(max_length=80)),
                ('batch', models.UUIDField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='observations.observation')),
            ],
            options={
                'indexes': [models.Index(fields=['batch'], name='version_by_batch')],
                'constraints': [models.UniqueConstraint(fields=('observation', 'number'), name='observation_version_once')],
            },
        ),
        migrations.CreateModel(
            name='PeriodReply',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('iso_week', models.PositiveIntegerField()),
                ('answer', models.CharField(choices=[('reported', 'har rapporterat'), ('nothing', 'jag var där, inget att rapportera'), ('absent', 'jag var inte där')], max_length=10)),
                ('received_on', models.DateField()),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'iso_week'], name='reply_by_week')],
            },
        ),
        migrations.CreateModel(
            name='ReporterLink',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('observation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='observations.observation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user'], name='reporter_link_by_user')],
            },
        ),
        migrations.CreateModel(
            name='ReportingDuty',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('every_weeks', models.PositiveSmallIntegerField(default=1, help_text='how often, counted from the first week')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area')),
                ('checklist', models.ForeignKey(blank=True, help_text='empty = none is promised', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='observations.checklist')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
