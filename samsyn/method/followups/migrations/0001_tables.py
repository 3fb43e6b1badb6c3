import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('measures', '0001_tables'),
        ('places', '0001_tables'),
        ('problems', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorstQuestion',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('order', models.PositiveSmallIntegerField(help_text="which of the problem's questions: all share five percent")),
                ('places', models.PositiveSmallIntegerField(help_text='how many of those with most reports')),
                ('first_week', models.PositiveIntegerField(help_text='the first of the weeks they are chosen by, 202614')),
                ('weeks', models.PositiveSmallIntegerField(help_text='how many weeks, and as many after them')),
                ('categories', models.JSONField(default=list, help_text='codes of all it is about that day; empty = every report')),
                ('everywhere', models.BooleanField(default=False, help_text='in the whole municipality, not only in its area')),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', help_text='whose reports are counted', max_length=12)),
                ('area', models.ForeignKey(blank=True, help_text="the problem's that day; none = all", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('fixed_at', models.DateTimeField()),
                ('fixed_by', models.CharField(blank=True, help_text='role and party, never a name', max_length=120)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='problems.problem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('problem', 'order'), name='worst_question_order')],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('design', models.CharField(choices=[('measure', 'före och efter en åtgärd'), ('worst', 'platser som valdes för att de var värst')], max_length=12)),
                ('asked', models.JSONField(default=dict, help_text='what was chosen: weeks, how many places')),
                ('figures', models.JSONField(default=dict, help_text='counts, ratio, limits, grade and faults, as of that day')),
                ('made_on', models.DateField()),
                ('text', models.CharField(blank=True, help_text='what the group makes of it', max_length=500)),
                ('shown_to', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', max_length=12)),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.measure')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='problems.problem')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='followups.worstquestion')),
            ],
            options={
                'indexes': [models.Index(fields=['problem', '-made_on'], name='evaluation_of_problem')],
                'constraints': [models.CheckConstraint(condition=models.Q(('measure__isnull', False), ('design', 'worst'), _connector='OR'), name='evaluation_is_of_a_measure_or_the_worst')],
            },
        ),
        migrations.CreateModel(
            name='EvaluationPlan',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('aim', models.CharField(blank=True, help_text='what is to be different, in one line', max_length=200)),
                ('weeks', models.PositiveSmallIntegerField(default=26, help_text='how long it is looked at after the start')),
                ('fixed_on', models.DateField(help_text='the day when the comparison was chosen; a new choice is a new day')),
                ('ring_m', models.PositiveSmallIntegerField(default=0, help_text='how far round the place is looked at; 0 = not')),
                ('power', models.JSONField(default=dict, help_text='what could be seen, as it was known that day')),
                ('shown_to', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', help_text='for whom power is', max_length=12)),
                ('comparison_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('comparison_place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('measure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='measures.measure')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('comparison_area', None), ('comparison_place', None), _connector='OR'), name='plan_compares_with_one_thing'), models.CheckConstraint(condition=models.Q(('weeks__gte', 4), ('weeks__lte', 52)), name='plan_is_4_to_52_weeks'), models.CheckConstraint(condition=models.Q(('ring_m__lte', 1000)), name='plan_ring_is_at_most_1000_m')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('production', 'Blev det gjort?'), ('process', 'Hur gick det till?'), ('effect', 'Hjälpte det?')], max_length=10)),
                ('made_on', models.DateField()),
                ('answers', models.JSONField(default=dict, help_text='question → yes, partly, no, unknown')),
                ('figures', models.JSONField(default=dict, help_text='what the log or the reports said that day; never changed')),
                ('text', models.CharField(blank=True, max_length=500)),
                ('lesson', models.CharField(blank=True, help_text='what others can learn', max_length=300)),
                ('conclusion', models.CharField(choices=[('continue', 'fortsätt'), ('change', 'ändra'), ('end', 'avsluta')], max_length=10)),
                ('shown_to', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', max_length=12)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='measures.measure')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'measure', 'kind'], name='follow_up_of_measure')],
            },
        ),
    ]
