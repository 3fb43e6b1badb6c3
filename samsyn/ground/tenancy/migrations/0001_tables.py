import django.core.validators
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80)),
                ('code', models.CharField(help_text="SCB's code, four digits as text", max_length=8)),
                ('time_zone', models.CharField(default='Europe/Stockholm', max_length=40)),
                ('metric_crs', models.PositiveIntegerField(default=3006, help_text='EPSG code of the metric system')),
                ('west', models.FloatField(help_text='extent in degrees, WGS 84')),
                ('south', models.FloatField()),
                ('east', models.FloatField()),
                ('north', models.FloatField()),
                ('extent', models.BinaryField(blank=True, help_text='border as WKB in WGS 84, where known', null=True)),
                ('languages', models.CharField(default='sv,en', max_length=20)),
                ('colour', models.CharField(default='#1f5f5b', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}$')])),
                ('period_weeks', models.PositiveSmallIntegerField(default=1, help_text='1 = every week, 2 = every second week')),
                ('population', models.PositiveIntegerField(blank=True, null=True)),
                ('fictional', models.BooleanField(default=False)),
                ('wmts', models.CharField(blank=True, help_text='own base map: address of a WMTS template', max_length=500)),
                ('settings', models.JSONField(blank=True, default=dict)),
                ('live_since', models.DateTimeField(blank=True, help_text='empty = practice: no real reports yet', null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('period_weeks__in', [1, 2])), name='municipality_period_is_1_or_2'), models.CheckConstraint(condition=models.Q(('south__lt', models.F('north')), ('west__lt', models.F('east'))), name='municipality_extent_has_a_size')],
            },
        ),
    ]
