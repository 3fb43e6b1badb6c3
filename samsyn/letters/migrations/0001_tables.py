import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('event_id', models.UUIDField(help_text='the line of the logbook; stands in the letter, so that a repeat is known')),
                ('kind', models.CharField(choices=[('question', 'någon frågar om min rapport'), ('answer', 'min rapport har fått ett svar'), ('picture', 'en ny lägesbild finns'), ('draft', 'ett utkast till lägesbild väntar på er avstämning'), ('outcome', 'så här blev det med veckans rapporter'), ('reminder', 'veckobeskedet saknas'), ('urgent', 'en mycket allvarlig rapport har kommit'), ('measure', 'en åtgärd behöver något av mig'), ('group', 'en åtgärd är så försenad att gruppen ska veta'), ('meeting', 'kallelse till ett möte'), ('plan', 'ett dokument ska ses över'), ('approve', 'en utgåva väntar på mitt godkännande'), ('approved', 'min utgåva har godkänts eller inte'), ('security', 'hur jag loggar in har ändrats')], max_length=12)),
                ('channel', models.CharField(choices=[('email', 'mejl'), ('push', 'notis')], default='email', max_length=5)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, help_text='kind of error, never the letter', max_length=80)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['sent_at'], name='delivery_unsent')],
                'constraints': [models.UniqueConstraint(fields=('event_id', 'recipient', 'channel'), name='delivery_once_per_way')],
            },
        ),
        migrations.CreateModel(
            name='LetterChoice',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('question', 'någon frågar om min rapport'), ('answer', 'min rapport har fått ett svar'), ('picture', 'en ny lägesbild finns'), ('draft', 'ett utkast till lägesbild väntar på er avstämning'), ('outcome', 'så här blev det med veckans rapporter'), ('reminder', 'veckobeskedet saknas'), ('urgent', 'en mycket allvarlig rapport har kommit'), ('measure', 'en åtgärd behöver något av mig'), ('group', 'en åtgärd är så försenad att gruppen ska veta'), ('meeting', 'kallelse till ett möte'), ('plan', 'ett dokument ska ses över'), ('approve', 'en utgåva väntar på mitt godkännande'), ('approved', 'min utgåva har godkänts eller inte'), ('security', 'hur jag loggar in har ändrats')], max_length=12)),
                ('channel', models.CharField(choices=[('email', 'mejl'), ('push', 'notis')], default='email', max_length=5)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'user', 'kind', 'channel'), name='letter_declined_once')],
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('endpoint', models.CharField(help_text="address at the browser's own message service", max_length=600)),
                ('public_key', models.CharField(help_text="the browser's key (P-256), base64url", max_length=100)),
                ('secret', models.CharField(help_text="sixteen bytes of the browser's own, base64url", max_length=40)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'endpoint'), name='browser_once')],
            },
        ),
        migrations.CreateModel(
            name='QuietHours',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('begins', models.PositiveSmallIntegerField(help_text='0–23')),
                ('ends', models.PositiveSmallIntegerField(help_text='0–23')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'user'), name='quiet_hours_once'), models.CheckConstraint(condition=models.Q(('begins__lte', 23), ('ends__lte', 23)), name='quiet_hours_are_hours')],
            },
        ),
    ]
