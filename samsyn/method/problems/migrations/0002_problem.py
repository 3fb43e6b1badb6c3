
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_tables'),
        ('places', '0001_tables'),
        ('problems', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveIntegerField(help_text='what it is called: Problem 3; counted within the municipality')),
                ('title', models.CharField(max_length=120)),
                ('categories', models.JSONField(default=list, help_text="codes of the municipality's categories; empty = all")),
                ('period_first', models.DateField(help_text='the first day that it is looked at')),
                ('period_last', models.DateField(blank=True, help_text='the last one; empty = it goes on', null=True)),
                ('affected', models.CharField(blank=True, help_text='which groups it concerns, never persons', max_length=300)),
                ('owner_function', models.CharField(blank=True, help_text='the office that holds it, never a name', max_length=120)),
                ('state', models.CharField(choices=[('identified', 'uppmärksammat'), ('prioritised', 'prioriterat'), ('analysed', 'analyserat'), ('planned', 'planerat'), ('carried_out', 'genomförs'), ('followed_up', 'följs upp'), ('closed', 'avslutat')], default='identified', max_length=12)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag'), ('group', 'en namngiven grupp'), ('own', 'bara egen organisation'), ('coordinator', 'bara samordnare')], default='parties', max_length=12)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('trigger', models.CharField(choices=[('hand', 'för hand'), ('place', 'en plats'), ('hotspot', 'en plats som sticker ut'), ('alarm', 'ett kort i bilden'), ('meeting', 'ett beslut på möte'), ('priority', 'prioriteringen')], default='hand', max_length=10)),
                ('trigger_reference', models.CharField(blank=True, help_text='kind:id of what it was opened from', max_length=80)),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.group')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='ProblemState',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('before', models.CharField(blank=True, choices=[('identified', 'uppmärksammat'), ('prioritised', 'prioriterat'), ('analysed', 'analyserat'), ('planned', 'planerat'), ('carried_out', 'genomförs'), ('followed_up', 'följs upp'), ('closed', 'avslutat')], help_text='empty = it was opened', max_length=12)),
                ('state', models.CharField(choices=[('identified', 'uppmärksammat'), ('prioritised', 'prioriterat'), ('analysed', 'analyserat'), ('planned', 'planerat'), ('carried_out', 'genomförs'), ('followed_up', 'följs upp'), ('closed', 'avslutat')], max_length=12)),
                ('on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('not_ready', models.JSONField(default=list, help_text='codes of what was not ready when it went on anyway')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='problems.problem')),
            ],
        ),
        migrations.AddIndex(
            model_name='problem',
            index=models.Index(fields=['municipality', 'state', 'number'], name='problem_by_state'),
        ),
        migrations.AddConstraint(
            model_name='problem',
            constraint=models.UniqueConstraint(fields=('municipality', 'number'), name='problem_number_once'),
        ),
        migrations.AddConstraint(
            model_name='problem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area', None), _negated=True), models.Q(('place', None), _negated=True), _connector='OR'), name='problem_is_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='problem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), _negated=True), ('group__isnull', False), _connector='OR'), name='problem_group_is_named'),
        ),
        migrations.AddIndex(
            model_name='problemstate',
            index=models.Index(fields=['problem', 'created_at'], name='problem_state_in_order'),
        ),
    ]
