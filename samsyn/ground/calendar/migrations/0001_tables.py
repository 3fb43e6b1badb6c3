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
    ]
