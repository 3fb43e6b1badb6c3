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
            name='Seal',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('day', models.DateField()),
                ('lines', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'day'), name='seal_one_per_day')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('happening', models.CharField(help_text='for example observation.submitted', max_length=60)),
                ('by', models.CharField(help_text='user id, or the name of a machine', max_length=80)),
                ('by_kind', models.CharField(choices=[('user', 'user'), ('machine', 'machine')], max_length=10)),
                ('subject_kind', models.CharField(blank=True, max_length=40)),
                ('subject_id', models.CharField(blank=True, max_length=40)),
                ('changed', models.JSONField(blank=True, default=dict, help_text='field names and short values, never free text')),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('kept_digest', models.CharField(blank=True, help_text='of what stood here; the rest is taken out by decision', max_length=64)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('seal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines_held', to='audit.seal')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-created_at'], name='event_by_time'), models.Index(fields=['subject_id'], name='event_by_subject')],
            },
        ),
        migrations.CreateModel(
            name='Lookup',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.CharField(help_text='user id', max_length=40)),
                ('kind', models.CharField(choices=[('read', 'läst på skärmen'), ('file', 'uttaget som fil'), ('paper', 'hämtat som dokument'), ('feed', 'hämtat som kalender'), ('print', 'utskrivet från skärmen')], max_length=5)),
                ('what', models.CharField(help_text="the screen's name in the program, for example map:export", max_length=60)),
                ('about', models.CharField(blank=True, help_text='number, week, id or format in the address', max_length=60)),
                ('choice', models.JSONField(blank=True, default=dict, help_text='what was chosen; of what was searched for only that')),
                ('rows', models.PositiveIntegerField(blank=True, help_text='how many rows were shown, where it is known', null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-created_at'], name='lookup_by_time'), models.Index(fields=['by', 'what', '-created_at'], name='lookup_by_reader')],
            },
        ),
    ]
