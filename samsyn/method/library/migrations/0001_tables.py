import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('plans', '0001_tables'),
        ('problems', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag'), ('group', 'en namngiven grupp'), ('own', 'bara egen organisation'), ('coordinator', 'bara samordnare')], default='parties', max_length=12)),
                ('title', models.CharField(max_length=120)),
                ('situation', models.CharField(max_length=600)),
                ('cause', models.CharField(blank=True, max_length=600)),
                ('measure', models.CharField(blank=True, max_length=600)),
                ('result', models.CharField(blank=True, max_length=600)),
                ('lesson', models.CharField(blank=True, max_length=600)),
                ('place_type', models.CharField(blank=True, help_text='the kind of place, by code', max_length=30)),
                ('categories', models.JSONField(default=list, help_text='codes that every municipality begins with')),
                ('sides', models.JSONField(default=list, help_text='which sides of the problem its causes lay on')),
                ('known', models.JSONField(default=list, help_text='codes of the known measures that were tried')),
                ('ended_on', models.DateField(help_text='the day it ended; others are told the season')),
                ('grade', models.PositiveSmallIntegerField(blank=True, help_text='how far the result can be trusted, 0–4', null=True)),
                ('sharing', models.CharField(choices=[('kept', 'bara här'), ('offered', 'delat med andra kommuner'), ('withdrawn', 'tillbakadraget')], default='kept', max_length=10)),
                ('offered_on', models.DateField(blank=True, null=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('approved_by', models.CharField(blank=True, help_text='the function that approved it, never a name', max_length=120)),
                ('shared', models.JSONField(default=dict, help_text='what others read, as it was approved')),
                ('report', models.JSONField(default=dict, help_text='the k-anonymity report that was approved with it')),
                ('search_text', models.TextField(blank=True, help_text='casefolded words')),
                ('version', models.PositiveIntegerField(default=1)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('problem', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='problems.problem')),
            ],
            options={
                'indexes': [models.Index(fields=['sharing', '-offered_on'], name='case_offered')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sharing', 'offered'), _negated=True), models.Q(('offered_on__isnull', False), models.Q(('approved_by', ''), _negated=True)), _connector='OR'), name='case_is_offered_by_somebody'), models.CheckConstraint(condition=models.Q(('grade', None), ('grade__lte', 4), _connector='OR'), name='case_grade_0_to_4')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(help_text='term = a word of the glossary, help = beside some screens', max_length=4)),
                ('code', models.SlugField()),
                ('name_sv', models.CharField(max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('text_sv', models.CharField(max_length=1500)),
                ('text_en', models.CharField(blank=True, max_length=1500)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'kind', 'code'), name='wording_once')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('invited_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, help_text='from when it is closed to the party again', null=True)),
                ('document', models.ForeignKey(blank=True, help_text='neither a problem nor a document = the public part of the pictures', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.plandocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('problem', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='problems.problem')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('problem', None), ('document', None), _connector='OR'), name='support_is_of_one_thing'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('problem__isnull', False)), fields=('organisation', 'problem'), name='support_of_a_problem_once'), models.UniqueConstraint(condition=models.Q(('document__isnull', False), ('ended_on', None)), fields=('organisation', 'document'), name='support_of_a_document_once'), models.UniqueConstraint(condition=models.Q(('document', None), ('ended_on', None), ('problem', None)), fields=('organisation',), name='support_of_the_pictures_once')],
            },
        ),
        migrations.CreateModel(
            name='SupportComment',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('text', models.CharField(max_length=1000)),
                ('said_at', models.DateTimeField()),
                ('removed_on', models.DateField(blank=True, help_text='taken back or hidden: its words are kept, for public records alone', null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('support', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='library.support')),
            ],
        ),
    ]
