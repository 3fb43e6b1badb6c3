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
            name='YearEvent',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('school_break', 'School Break'), ('pause', 'Pause'), ('event', 'Event')], max_length=20)),
                ('name_sv', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('source', models.CharField(blank=True, max_length=200)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='year_event_ends_after_it_begins'), models.UniqueConstraint(fields=('municipality', 'kind', 'name_sv', 'first_on'), name='year_event_once')],
            },
        ),
        migrations.CreateModel(
            name='YearRule',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=40)),
                ('kind', models.CharField(choices=[('feast', 'högtid'), ('school', 'skola och lov'), ('event', 'evenemang'), ('survey', 'mätning'), ('analysis', 'analys och plan'), ('law', 'lagens prövningar')], max_length=10)),
                ('name_sv', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('rule', models.CharField(choices=[('dates', 'samma datum varje år'), ('weeks', 'samma veckor varje år'), ('easter', 'dagar från påskdagen')], max_length=8)),
                ('first', models.CharField(help_text='dates: 04-30; weeks: 44; easter: -3', max_length=6)),
                ('last', models.CharField(max_length=6)),
                ('every_years', models.PositiveSmallIntegerField(default=1)),
                ('from_year', models.PositiveSmallIntegerField(blank=True, help_text='which years, when not every one', null=True)),
                ('approximate', models.BooleanField(default=False, help_text="the municipality's own dates stand in YearEvent")),
                ('ahead_days', models.PositiveSmallIntegerField(default=14, help_text='how long before the checks are shown')),
                ('checks_sv', models.TextField(blank=True, help_text='one check a line')),
                ('checks_en', models.TextField(blank=True)),
                ('playbook', models.CharField(blank=True, help_text='what to do then, as kind:code of a state, a phase or a known measure', max_length=80)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('active', models.BooleanField(default=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='year_rule_once')],
            },
        ),
    ]
