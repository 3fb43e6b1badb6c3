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
            name='Priority',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('period', models.CharField(help_text='2026-Q4, 2026-T3', max_length=8)),
                ('answers', models.JSONField(default=dict, help_text='by question: 0 no, 1 partly, 2 yes')),
                ('weights', models.JSONField(default=dict, help_text='by question, 0–3, as they were when it was weighed')),
                ('need_by_hand', models.PositiveSmallIntegerField(blank=True, help_text="1–5, instead of the answers' own", null=True)),
                ('influence_by_hand', models.PositiveSmallIntegerField(blank=True, help_text='1–5, in the same way', null=True)),
                ('chosen', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, help_text='why it was chosen, or why not', max_length=300)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', max_length=12)),
                ('weighed_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('place', None), ('area', None), _connector='XOR'), name='priority_of_a_place_or_an_area'), models.UniqueConstraint(fields=('municipality', 'period', 'area'), name='priority_once_an_area'), models.UniqueConstraint(fields=('municipality', 'period', 'place'), name='priority_once_a_place')],
            },
        ),
    ]
