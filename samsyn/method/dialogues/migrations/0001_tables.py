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
            name='Dialogue',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveIntegerField(help_text='counted within the municipality')),
                ('kind', models.CharField(choices=[('evening', 'dialogkväll'), ('walk', 'trygghetsvandring'), ('talk', 'samtal på plats')], max_length=8)),
                ('state', models.CharField(choices=[('planned', 'planerad'), ('held', 'genomförd'), ('followed_up', 'uppföljd'), ('cancelled', 'inställd')], default='planned', max_length=12)),
                ('title', models.CharField(max_length=120)),
                ('series', models.CharField(blank=True, help_text='those that belong together share its name', max_length=80)),
                ('where', models.CharField(blank=True, help_text="where people meet, never somebody's home", max_length=120)),
                ('held_on', models.DateField()),
                ('begins_at', models.TimeField(blank=True, null=True)),
                ('stops', models.JSONField(default=list, help_text='of a walk, in order: place, name, why, what was seen')),
                ('took_part', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('said', models.CharField(blank=True, max_length=1500)),
                ('promised', models.CharField(blank=True, max_length=800)),
                ('follow_up_on', models.DateField(blank=True, null=True)),
                ('came_of', models.CharField(blank=True, max_length=800)),
                ('followed_up_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'area', '-held_on'], name='dialogue_of_area')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'number'), name='dialogue_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'followed_up'), _negated=True), ('followed_up_on__isnull', False), _connector='OR'), name='dialogue_followed_up_on_a_day')],
            },
        ),
    ]
