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
            name='ReleaseRequest',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveIntegerField(help_text='counted within the municipality')),
                ('received_on', models.DateField()),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('areas', models.JSONField(blank=True, default=list, help_text='ids of areas; none = all')),
                ('categories', models.JSONField(blank=True, default=list, help_text='codes; none = all')),
                ('place', models.CharField(blank=True, help_text='a street or place, as places are called', max_length=80)),
                ('state', models.CharField(choices=[('pending', 'väntar på beslut'), ('whole', 'lämnas ut i sin helhet'), ('masked', 'lämnas ut med maskningar'), ('refused', 'lämnas inte ut'), ('closed', 'återkallad, eller inget fanns')], default='pending', max_length=10)),
                ('reference', models.CharField(blank=True, help_text="the decision's number in the diary", max_length=80)),
                ('decided_by', models.CharField(blank=True, help_text='body or function, never a name', max_length=120)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('released', models.JSONField(blank=True, default=dict, help_text='what was handed out, already masked')),
                ('digest', models.CharField(blank=True, help_text='SHA-256 of what was handed out', max_length=64)),
                ('handed_out', models.PositiveIntegerField(default=0, help_text='how many records')),
                ('masked', models.PositiveIntegerField(default=0, help_text='how many fields with something masked')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'number'), name='release_request_number_once'), models.CheckConstraint(condition=models.Q(('first_day__lte', models.F('last_day'))), name='release_request_has_days'), models.CheckConstraint(condition=models.Q(('state', 'pending'), models.Q(models.Q(('reference', ''), _negated=True), ('decided_on__isnull', False)), _connector='OR'), name='release_request_decided_with_reference')],
            },
        ),
        migrations.CreateModel(
            name='Mask',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(help_text='what kind of record', max_length=20)),
                ('row_id', models.UUIDField()),
                ('field', models.CharField(help_text='the field, or all = the whole record', max_length=40)),
                ('paragraph', models.CharField(help_text='chapter:section of OSL', max_length=12)),
                ('spans', models.JSONField(blank=True, default=list, help_text='[[from, to], …]; none = the whole field')),
                ('seal', models.CharField(help_text='keyed digest of the text then; changed since = masked whole', max_length=64)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='masks', to='privacy.releaserequest')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('request', 'kind', 'row_id', 'field'), name='mask_once_a_field')],
            },
        ),
        migrations.CreateModel(
            name='Disposal',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.SlugField(max_length=30)),
                ('months', models.PositiveSmallIntegerField()),
                ('reference', models.CharField(max_length=80)),
                ('decided_by', models.CharField(max_length=120)),
                ('decided_on', models.DateField()),
                ('before', models.DateField(help_text='what was older than this day')),
                ('rows', models.JSONField(default=dict, help_text='table → how many rows')),
                ('oldest', models.DateField(blank=True, null=True)),
                ('done_at', models.DateTimeField()),
                ('by', models.CharField(help_text="a machine's name, or the role of who pressed", max_length=80)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-done_at'], name='disposal_latest')],
            },
        ),
        migrations.CreateModel(
            name='DisposalRule',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.SlugField(help_text='which kind of information, as the list of kinds names it', max_length=30)),
                ('months', models.PositiveSmallIntegerField(help_text='how long it is kept')),
                ('reference', models.CharField(help_text='number in the diary', max_length=80)),
                ('decided_by', models.CharField(help_text='the body that decided: kommunstyrelsen', max_length=120)),
                ('decided_on', models.DateField()),
                ('active', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'kind'), name='disposal_rule_once_a_kind'), models.CheckConstraint(condition=models.Q(models.Q(('reference', ''), _negated=True), models.Q(('decided_by', ''), _negated=True)), name='disposal_rule_carries_its_decision'), models.CheckConstraint(condition=models.Q(('months__gte', 1)), name='disposal_rule_keeps_a_month')],
            },
        ),
        migrations.CreateModel(
            name='ArchivePackage',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveIntegerField(help_text='counted within the municipality')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('kinds', models.JSONField(default=list, help_text='what it holds, as the list of contents names it')),
                ('agreement', models.CharField(help_text='reference of the agreement with the archive', max_length=80)),
                ('state', models.CharField(choices=[('making', 'görs'), ('ready', 'klart'), ('failed', 'gick inte att göra'), ('removed', 'filen är borttagen härifrån')], default='making', max_length=8)),
                ('done', models.PositiveIntegerField(default=0, help_text='how many steps of the making are done')),
                ('total', models.PositiveIntegerField(default=0)),
                ('files', models.PositiveIntegerField(default=0)),
                ('size_bytes', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(blank=True, help_text='SHA-256 of the packed file', max_length=64)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, help_text='what went wrong, in words', max_length=200)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'number'), name='archive_package_number_once'), models.CheckConstraint(condition=models.Q(('first_day__lte', models.F('last_day'))), name='archive_package_has_days')],
            },
        ),
    ]
