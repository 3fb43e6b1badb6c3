import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_tables'),
        ('plans', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='CouncilReport',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('given_on', models.DateField()),
                ('subject', models.CharField(max_length=200)),
                ('body', models.CharField(blank=True, max_length=120)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='plans.plandocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StepMove',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('before', models.PositiveSmallIntegerField(default=0, help_text='0 = it began')),
                ('step', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('why', models.CharField(blank=True, max_length=300)),
                ('not_ready', models.JSONField(default=list, help_text='codes of what was not ready when it went on anyway')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SurveyQuestion',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=30)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('words_sv', models.CharField(max_length=300)),
                ('words_en', models.CharField(blank=True, max_length=300)),
                ('duty', models.CharField(blank=True, help_text='which duty its evidence is found under', max_length=20)),
                ('active', models.BooleanField(default=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='survey_question_once')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=2000)),
                ('evidence', models.JSONField(default=list)),
                ('saved_on', models.DateField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='duties.surveyquestion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('question', 'year'), name='survey_answer_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('duty', models.SlugField(max_length=20)),
                ('kind', models.CharField(choices=[('document', 'dokument'), ('group', 'grupp'), ('seat', 'plats i en grupp'), ('edition', 'utgåva'), ('report', 'rapport till fullmäktige'), ('party', 'överenskommelse med en part'), ('problem', 'problem'), ('period', 'lägesbild'), ('other', 'annat, för hand')], max_length=10)),
                ('target', models.CharField(blank=True, max_length=40)),
                ('words', models.CharField(max_length=300)),
                ('on', models.DateField(blank=True, help_text='the day of the thing itself', null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'duty'], name='evidence_of_duty')],
            },
        ),
        migrations.CreateModel(
            name='LawDuty',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=20)),
                ('function', models.CharField(blank=True, help_text='the office that answers for it, never a name', max_length=120)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('said', models.CharField(blank=True, choices=[('met', 'uppfyllt'), ('partly', 'delvis'), ('missing', 'saknas'), ('optional', 'en rätt, ingen skyldighet')], help_text='instead of what was found', max_length=10)),
                ('said_on', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='law_duty_once')],
            },
        ),
        migrations.CreateModel(
            name='Phenomenon',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('category', models.PositiveSmallIntegerField(help_text='1–4; their names are a setting')),
                ('code', models.SlugField(max_length=30)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('words_sv', models.CharField(max_length=200)),
                ('words_en', models.CharField(blank=True, max_length=200)),
                ('active', models.BooleanField(default=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='phenomenon_once')],
            },
        ),
        migrations.CreateModel(
            name='PhenomenonCheck',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=dict, help_text='by question: seen, level 1–3 and source')),
                ('text', models.CharField(blank=True, help_text='what the group will do next', max_length=1000)),
                ('function', models.CharField(help_text='which group or function answered', max_length=120)),
                ('made_on', models.DateField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'year'), name='phenomenon_check_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='SelfCheck',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=dict, help_text='by aspect: a list of 1–5 or null')),
                ('text', models.CharField(blank=True, help_text='what the group will do about it', max_length=2000)),
                ('function', models.CharField(help_text='which group or function answered', max_length=120)),
                ('made_on', models.DateField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'year'), name='self_check_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='StepItem',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('step', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(help_text="of the method's own lines; own lines have an own code", max_length=30)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('words', models.CharField(blank=True, help_text="the municipality's own words; empty = the method's", max_length=200)),
                ('ready_on', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(blank=True, choices=[('document', 'dokument'), ('group', 'grupp'), ('seat', 'plats i en grupp'), ('edition', 'utgåva'), ('report', 'rapport till fullmäktige'), ('party', 'överenskommelse med en part'), ('problem', 'problem'), ('period', 'lägesbild'), ('other', 'annat, för hand')], max_length=10)),
                ('target', models.CharField(blank=True, max_length=40)),
                ('shown_by', models.CharField(blank=True, max_length=300)),
                ('active', models.BooleanField(default=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='step_item_once')],
            },
        ),
    ]
