import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0001_tables'),
        ('problems', '0004_goals'),
        ('tenancy', '0002_live'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveSmallIntegerField(help_text='1 for the first, one more for each new version')),
                ('first_on', models.DateField(help_text='the first day that the figures count')),
                ('last_on', models.DateField(blank=True, help_text='the last one; empty = until today, or until settled', null=True)),
                ('answers', models.JSONField(default=dict, help_text='by question, in words; never about persons')),
                ('sources', models.JSONField(default=list, help_text='rows of {"name", "used", "why"}')),
                ('settled_on', models.DateField(blank=True, null=True)),
                ('audience', models.CharField(blank=True, help_text='whose rows the frozen figures rest on', max_length=12)),
                ('figures', models.TextField(blank=True, help_text='the frozen figures and maps, canonical JSON')),
                ('digest', models.CharField(blank=True, help_text='SHA-256 of the whole settled mapping', max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('name_sv', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('signs_sv', models.CharField(blank=True, max_length=400)),
                ('signs_en', models.CharField(blank=True, max_length=400)),
                ('aims_sv', models.CharField(blank=True, max_length=400)),
                ('aims_en', models.CharField(blank=True, max_length=400)),
                ('measures_sv', models.CharField(blank=True, max_length=400)),
                ('measures_en', models.CharField(blank=True, max_length=400)),
                ('exit_sv', models.CharField(blank=True, max_length=400)),
                ('exit_en', models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name='PhaseModel',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=40)),
                ('name_sv', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('note_sv', models.CharField(blank=True, help_text='where it comes from, and what it is not', max_length=400)),
                ('note_en', models.CharField(blank=True, max_length=400)),
                ('is_example', models.BooleanField(default=False, help_text="shipped, and not the national council's own text")),
                ('active', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='PhasePlacement',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('on', models.DateField()),
                ('motivation', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='ReadyItem',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('identified', 'uppmärksammat'), ('prioritised', 'prioriterat'), ('analysed', 'analyserat'), ('planned', 'planerat'), ('carried_out', 'genomförs'), ('followed_up', 'följs upp'), ('closed', 'avslutat')], max_length=12)),
                ('code', models.SlugField(max_length=40)),
                ('name_sv', models.CharField(max_length=160)),
                ('name_en', models.CharField(blank=True, max_length=160)),
                ('looked_up', models.CharField(blank=True, help_text='found by itself; empty = ticked by hand', max_length=20)),
                ('active', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ReadyMark',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='TriggerDismissal',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('reference', models.CharField(help_text='kind:id of what was suggested', max_length=80)),
                ('until', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='TriggerRule',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('place_again', 'samma plats sticker ut vecka efter vecka'), ('no_effect', 'åtgärder har prövats utan att det hjälpte'), ('open_long', 'något trasigt eller mörkt står kvar länge')], max_length=12)),
                ('times', models.PositiveSmallIntegerField(help_text='how many times at least')),
                ('weeks', models.PositiveSmallIntegerField(help_text='within how many weeks, or for how long')),
                ('active', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='priority',
            name='priority_of_a_place_or_an_area',
        ),
        migrations.AddField(
            model_name='priority',
            name='problem',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='problems.problem'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('place', None), ('problem', None)), models.Q(('area', None), ('place__isnull', False), ('problem', None)), models.Q(('area', None), ('place', None), ('problem__isnull', False)), _connector='OR'), name='priority_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.UniqueConstraint(fields=('municipality', 'period', 'problem'), name='priority_once_a_problem'),
        ),
        migrations.AddField(
            model_name='mapping',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality'),
        ),
        migrations.AddField(
            model_name='mapping',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mappings', to='problems.problem'),
        ),
        migrations.AddField(
            model_name='phase',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality'),
        ),
        migrations.AddField(
            model_name='phasemodel',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality'),
        ),
        migrations.AddField(
            model_name='phase',
            name='model',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='problems.phasemodel'),
        ),
        migrations.AddField(
            model_name='phaseplacement',
            name='area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area'),
        ),
        migrations.AddField(
            model_name='phaseplacement',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality'),
        ),
        migrations.AddField(
            model_name='phaseplacement',
            name='phase',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='problems.phase'),
        ),
        migrations.AddField(
            model_name='phaseplacement',
            name='problem',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='problems.problem'),
        ),
        migrations.AddField(
            model_name='readyitem',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality'),
        ),
        migrations.AddField(
            model_name='readymark',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='problems.readyitem'),
        ),
        migrations.AddField(
            model_name='readymark',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality'),
        ),
        migrations.AddField(
            model_name='readymark',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ready', to='problems.problem'),
        ),
        migrations.AddField(
            model_name='triggerdismissal',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality'),
        ),
        migrations.AddField(
            model_name='triggerrule',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality'),
        ),
        migrations.AddConstraint(
            model_name='mapping',
            constraint=models.UniqueConstraint(fields=('problem', 'number'), name='mapping_number_once'),
        ),
        migrations.AddConstraint(
            model_name='mapping',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_on', None)), fields=('problem',), name='mapping_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='mapping',
            constraint=models.CheckConstraint(condition=models.Q(('settled_on', None), models.Q(models.Q(('figures', ''), _negated=True), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='mapping_settled_is_frozen'),
        ),
        migrations.AddConstraint(
            model_name='phasemodel',
            constraint=models.UniqueConstraint(fields=('municipality', 'code'), name='phase_model_once'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.UniqueConstraint(fields=('model', 'number'), name='phase_number_once'),
        ),
        migrations.AddIndex(
            model_name='phaseplacement',
            index=models.Index(fields=['municipality', '-created_at'], name='phase_placement_latest'),
        ),
        migrations.AddConstraint(
            model_name='phaseplacement',
            constraint=models.CheckConstraint(condition=models.Q(('area', None), ('problem', None), _connector='XOR'), name='phase_of_an_area_or_a_problem'),
        ),
        migrations.AddConstraint(
            model_name='readyitem',
            constraint=models.UniqueConstraint(fields=('municipality', 'code'), name='ready_item_once'),
        ),
        migrations.AddConstraint(
            model_name='readymark',
            constraint=models.UniqueConstraint(fields=('problem', 'item'), name='ready_mark_once'),
        ),
        migrations.AddIndex(
            model_name='triggerdismissal',
            index=models.Index(fields=['municipality', 'reference'], name='trigger_dismissal_of'),
        ),
        migrations.AddConstraint(
            model_name='triggerrule',
            constraint=models.UniqueConstraint(fields=('municipality', 'kind'), name='trigger_rule_once'),
        ),
    ]
