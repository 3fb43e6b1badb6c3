import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('meetings', '0001_tables'),
        ('people', '0001_tables'),
        ('pictures', '0001_tables'),
        ('plans', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('paper', models.CharField(choices=[('weekly', 'lägesbild'), ('monthly', 'månadsbild'), ('minutes', 'protokoll'), ('slides', 'bilder till mötet'), ('feedback', 'återkoppling'), ('own', 'egen lägesbild'), ('patrol', 'Veckans platser'), ('long_term', 'beslutat dokument'), ('press', 'pressmeddelande')], max_length=10)),
                ('audience', models.CharField(choices=[('authorities', 'myndigheter och kommunala bolag'), ('parties', 'alla parter'), ('public', 'allmänheten')], max_length=12)),
                ('language', models.CharField(default='sv', max_length=2)),
                ('title', models.CharField(max_length=160)),
                ('period', models.CharField(blank=True, help_text="2026-11 of a month, 2026-W47 of a party's own week", max_length=8)),
                ('about', models.CharField(help_text='what it is about, in one line: what versions are counted by', max_length=120)),
                ('number', models.PositiveSmallIntegerField(help_text='the version, counted by what it is about and for whom')),
                ('digest', models.CharField(help_text='SHA-256 of what it says, without number and dates', max_length=64)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.CharField(help_text='the function that issued it, never a name', max_length=120)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_for', models.CharField(blank=True, choices=[('corrected', 'det som den byggde på har rättats'), ('wrong', 'något i den var fel'), ('decided', 'enligt beslut')], max_length=10)),
                ('approval', models.CharField(blank=True, choices=[('', 'behövs inte'), ('waiting', 'väntar på godkännande'), ('approved', 'godkänd'), ('alone', 'godkänd av den som gav ut'), ('refused', 'inte godkänd')], default='', max_length=8)),
                ('approver', models.CharField(blank=True, help_text='the function that must say yes; empty = none', max_length=120)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, help_text='what the approver said, in a sentence', max_length=300)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plandocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.situationalpicture')),
                ('supersedes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='publications.edition')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-issued_at'], name='edition_latest')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'paper', 'audience', 'language', 'about', 'number'), name='edition_number_once')],
            },
        ),
        migrations.CreateModel(
            name='EditionFile',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('format', models.CharField(help_text='json is the page', max_length=5)),
                ('digest', models.CharField(help_text='SHA-256 of the bytes', max_length=64)),
                ('size_bytes', models.PositiveIntegerField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='publications.edition')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'format'), name='edition_file_once')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('function', models.CharField(max_length=120)),
                ('email', models.EmailField(help_text="the function's mailbox", max_length=254)),
                ('audience', models.CharField(choices=[('authorities', 'myndigheter och kommunala bolag'), ('parties', 'alla parter'), ('public', 'allmänheten')], max_length=12)),
                ('papers', models.JSONField(blank=True, default=list, help_text='which papers; empty = all')),
                ('active', models.BooleanField(default=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'email', 'audience'), name='recipient_once')],
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('function', models.CharField(help_text='as it was called when the edition was sent', max_length=120)),
                ('attached', models.BooleanField(default=False)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=60)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.organisation')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispatches', to='publications.edition')),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.recipient')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'recipient'), name='dispatch_once')],
            },
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('last_day', models.DateField()),
                ('reference', models.CharField(help_text='number in the diary', max_length=80)),
                ('decided_by', models.CharField(help_text='body or function, never a name', max_length=120)),
                ('given', models.JSONField(default=dict, help_text='table or files → how many, in the packed file')),
                ('kept', models.JSONField(default=dict, help_text='what was not given → how many')),
                ('ended', models.JSONField(default=dict, help_text='what was ended or handed over → how many')),
                ('digest', models.CharField(help_text='SHA-256 of the packed file', max_length=64)),
                ('size_bytes', models.PositiveBigIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('heir', models.ForeignKey(blank=True, help_text='who took over open measures', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-made_at'], name='departure_latest')],
            },
        ),
    ]
