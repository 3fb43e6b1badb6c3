import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=60)),
                ('name_sv', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=120)),
                ('unit_sv', models.CharField(blank=True, max_length=60)),
                ('unit_en', models.CharField(blank=True, max_length=60)),
                ('source', models.CharField(max_length=200)),
                ('licence', models.CharField(blank=True, max_length=80)),
                ('period', models.CharField(choices=[('day', 'Day'), ('week', 'Week'), ('month', 'Month'), ('year', 'Year')], max_length=6)),
                ('in_picture', models.BooleanField(default=True, help_text='shown apart in the weekly picture')),
                ('kind', models.CharField(choices=[('offences', 'anmälda brott'), ('survey', 'trygghetsmätning och enkät'), ('rescue', 'räddningstjänst'), ('population', 'befolkning'), ('conditions', 'levnadsvillkor'), ('other', 'annat')], default='other', max_length=10)),
                ('scale', models.CharField(choices=[('count', 'antal'), ('share', 'andel i procent'), ('index', 'index 0–6'), ('amount', 'annat värde')], default='count', max_length=6)),
                ('for_likeness', models.BooleanField(default=False, help_text='areas are compared by it; never by origin or faith')),
                ('retrieved_on', models.DateField(blank=True, help_text='when the source was last asked', null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='indicator_once')],
            },
        ),
        migrations.CreateModel(
            name='OutsideEvent',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source', models.CharField(max_length=40)),
                ('external_id', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField(default=1)),
                ('type', models.CharField(max_length=80)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(blank=True)),
                ('happened_at', models.DateTimeField(blank=True, help_text='UTC; read from the name, without it unknown', null=True)),
                ('happened_on', models.DateField()),
                ('iso_week', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('area_name', models.CharField(blank=True, max_length=120)),
                ('is_summary', models.BooleanField(default=False, help_text='holds many events in one; never counted')),
                ('earlier', models.JSONField(blank=True, default=list, help_text='digests of earlier versions')),
                ('batch', models.UUIDField(blank=True, null=True)),
                ('before', models.JSONField(blank=True, default=list, help_text='what it said before a run changed it')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'iso_week'], name='outside_event_by_week'), models.Index(fields=['batch'], name='outside_event_by_batch')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'source', 'external_id'), name='outside_event_once')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('area_code', models.CharField(blank=True, help_text='kept as text also where the area is unknown', max_length=40)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('iso_week', models.PositiveIntegerField(help_text='of last_on; for days and weeks')),
                ('value', models.FloatField()),
                ('n', models.PositiveIntegerField(blank=True, help_text='what the value rests on, where it is a share', null=True)),
                ('vintage', models.CharField(blank=True, help_text='of the code, as deso2018; empty = not told', max_length=12)),
                ('group_sv', models.CharField(blank=True, help_text='who answered, as women; empty = everybody', max_length=60)),
                ('low', models.FloatField(blank=True, help_text='95 % limits where the source gives them', null=True)),
                ('high', models.FloatField(blank=True, null=True)),
                ('invited', models.PositiveIntegerField(blank=True, help_text='asked; n of them answered', null=True)),
                ('preliminary', models.BooleanField(default=False)),
                ('batch', models.UUIDField(blank=True, null=True)),
                ('before', models.JSONField(blank=True, default=list, help_text='what it said before a run changed it')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='indicators.indicator')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'iso_week'], name='reading_by_week'), models.Index(fields=['batch'], name='reading_by_batch')],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'area_code', 'first_on', 'last_on', 'group_sv'), name='reading_once')],
            },
        ),
    ]
