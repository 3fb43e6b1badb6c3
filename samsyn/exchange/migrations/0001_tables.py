import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('source', models.CharField(max_length=40)),
                ('target', models.CharField(max_length=20)),
                ('file_name', models.CharField(max_length=200)),
                ('digest', models.CharField(help_text='SHA-256 of the file and its mapping', max_length=64)),
                ('mapping', models.TextField(help_text='the mapping as it was when the run began')),
                ('state', models.CharField(choices=[('waiting', 'väntar'), ('running', 'pågår'), ('done', 'klar'), ('stopped', 'stannade halvvägs'), ('failed', 'gick inte att läsa'), ('undone', 'tillbakatagen')], default='waiting', max_length=10)),
                ('rows', models.PositiveIntegerField(default=0, help_text='rows in the file')),
                ('read', models.PositiveIntegerField(default=0, help_text='rows stored or refused so far; a stopped run goes on here')),
                ('created', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('left_out', models.JSONField(default=dict, help_text='reason → rows that were not meant to enter')),
                ('unmapped', models.JSONField(default=dict, help_text='category that the mapping lacks → rows')),
                ('empty', models.PositiveIntegerField(default=0, help_text='empty answers in a packed file')),
                ('message', models.CharField(blank=True, help_text='why it stopped', max_length=500)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('heard_at', models.DateTimeField(blank=True, help_text='last sign of life of the program that reads', null=True)),
                ('worker', models.CharField(blank=True, help_text='machine and process that reads', max_length=100)),
                ('by', models.CharField(max_length=80)),
                ('upload', models.CharField(blank=True, help_text='a waiting upload; removed when the run ends', max_length=200)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-created_at'], name='import_run_latest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('municipality', 'digest'), name='import_run_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ImportSource',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.SlugField(max_length=40)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('target', models.CharField(max_length=20)),
                ('mapping', models.TextField(help_text='TOML, format 1')),
                ('licence', models.CharField(blank=True, max_length=120)),
                ('active', models.BooleanField(default=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'name'), name='import_source_once')],
            },
        ),
        migrations.CreateModel(
            name='RefusedRow',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('member', models.CharField(blank=True, max_length=200)),
                ('line', models.BigIntegerField()),
                ('row', models.JSONField(default=dict)),
                ('reason', models.CharField(max_length=300)),
                ('delete_on', models.DateField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refused_rows', to='exchange.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['delete_on'], name='refused_row_by_last_day')],
            },
        ),
    ]
