import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('measures', '0001_tables'),
        ('people', '0001_tables'),
        ('places', '0001_tables'),
        ('problems', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanDocument',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('agreement', 'samverkansöverenskommelse'), ('picture', 'lägesbild enligt lagen'), ('plan', 'åtgärdsplan'), ('pledge', 'medborgarlöfte')], max_length=10)),
                ('number', models.PositiveIntegerField(help_text='which document it is; its versions share the number')),
                ('edition', models.PositiveSmallIntegerField(default=1, help_text='which version of it')),
                ('title', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('draft', 'utkast'), ('shared', 'på avstämning'), ('decided', 'beslutad'), ('followed_up', 'uppföljd'), ('replaced', 'ersatt')], default='draft', max_length=12)),
                ('audience', models.CharField(choices=[('authorities', 'myndigheter och kommunala bolag'), ('parties', 'alla parter'), ('public', 'allmänheten')], default='parties', max_length=12)),
                ('by_law', models.BooleanField(default=False, help_text='the one that the law asks for (2023:196, 4–6 §§)')),
                ('period_first', models.DateField(blank=True, help_text='first day that it tells of, or holds for', null=True)),
                ('period_last', models.DateField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, help_text='the body that decided: kommunstyrelsen', max_length=120)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('reference', models.CharField(blank=True, help_text='number in the diary', max_length=80)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('followed_up_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('program', models.CharField(blank=True, help_text='version of the program that froze it', max_length=20)),
                ('digest', models.CharField(blank=True, help_text='of everything that was frozen at the decision', max_length=64)),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='plans.plandocument')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_to', to='plans.plandocument')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.group')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisations', models.ManyToManyField(blank=True, related_name='+', to='people.organisation')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='plans.plandocument')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'kind', 'state'], name='plan_by_kind')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'number', 'edition'), name='plan_edition_once'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'shared')), models.Q(('decided_on__isnull', False), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='plan_decided_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='PlanProblem',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=160)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('no_measure_why', models.CharField(blank=True, help_text='why the plan has no measure against it', max_length=300)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='plans.plandocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('problem', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='problems.problem')),
                ('traces_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planproblem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'title'), name='plan_problem_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanMeasure',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('what', models.CharField(max_length=200)),
                ('goal', models.CharField(blank=True, help_text='what is to be different, and how it is seen', max_length=200)),
                ('function', models.CharField(blank=True, help_text='the office that does it, never a name', max_length=120)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'gjord'), ('partly', 'delvis gjord'), ('not_done', 'inte gjord')], max_length=10)),
                ('came_of', models.CharField(blank=True, max_length=300)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='plans.plandocument')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='measures.measure')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('plan_problem', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='plans.planproblem')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanState',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('before', models.CharField(blank=True, choices=[('draft', 'utkast'), ('shared', 'på avstämning'), ('decided', 'beslutad'), ('followed_up', 'uppföljd'), ('replaced', 'ersatt')], max_length=12)),
                ('state', models.CharField(choices=[('draft', 'utkast'), ('shared', 'på avstämning'), ('decided', 'beslutad'), ('followed_up', 'uppföljd'), ('replaced', 'ersatt')], max_length=12)),
                ('on', models.DateField()),
                ('function', models.CharField(blank=True, max_length=120)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='plans.plandocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanTable',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('audience', models.CharField(help_text='as PictureAudience', max_length=12)),
                ('content', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='plans.plandocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'audience'), name='plan_table_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanText',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('key', models.SlugField(max_length=20)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', models.TextField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='plans.plandocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'key'), name='plan_text_once')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('function', models.CharField(max_length=120)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='plans.plandocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'function'), name='signature_once')],
            },
        ),
    ]
