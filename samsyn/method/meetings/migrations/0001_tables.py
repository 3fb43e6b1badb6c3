import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('measures', '0001_tables'),
        ('people', '0001_tables'),
        ('pictures', '0001_tables'),
        ('places', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaTemplate',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=80)),
                ('items', models.JSONField(default=list, help_text="in order: kind, title (empty = the kind's own), minutes")),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'name'), name='agenda_template_once')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('iso_week', models.PositiveIntegerField(help_text='the week that the group looks at, 202540')),
                ('audience', models.CharField(choices=[('authorities', 'myndigheter och kommunala bolag'), ('parties', 'alla parter'), ('public', 'allmänheten')], default='parties', help_text='whose tables are shown: all parties as soon as one that is no authority has a seat', max_length=12)),
                ('held_on', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'planerat'), ('open', 'pågår'), ('closed', 'avslutat'), ('cancelled', 'inställt')], default='open', max_length=10)),
                ('begins_at', models.DateTimeField(blank=True, help_text='as planned; empty = opened without a plan', null=True)),
                ('minutes', models.PositiveSmallIntegerField(default=30, help_text='how long it is meant to last; locks nothing')),
                ('location', models.CharField(blank=True, max_length=120)),
                ('video_link', models.URLField(blank=True, max_length=500)),
                ('agenda', models.JSONField(default=list, help_text='as the template stood when the meeting opened')),
                ('usual_on', models.DateField(blank=True, help_text="the rhythm's own day, where it was moved", null=True)),
                ('moved_because', models.CharField(blank=True, help_text='what the calendar had on the usual day', max_length=120)),
                ('is_extra', models.BooleanField(default=False)),
                ('sequence', models.PositiveSmallIntegerField(default=0, help_text='grows with each change of the invitation')),
                ('called_at', models.DateTimeField(blank=True, help_text='when invitations first went out', null=True)),
                ('revision', models.PositiveIntegerField(default=1, help_text='grows with everything written in the meeting')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('postponed_count', models.PositiveSmallIntegerField(default=0, help_text='places that the time did not suffice for')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.group')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.situationalpicture')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', '-held_on'], name='meeting_latest')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('place', 'Place'), ('area', 'Area'), ('card', 'Card'), ('free', 'Free'), ('focus', 'Focus'), ('outward', 'Outward'), ('deepen', 'Deepen')], help_text="a point (of these a card about all of the municipality, a category or a pattern), a line of its own, the week's focus, what is said outwards, a candidate for deepening", max_length=8)),
                ('raised', models.BooleanField(default=False, help_text='put on the agenda by hand')),
                ('about', models.CharField(blank=True, help_text='the place or area, as the picture names it', max_length=160)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('radius_m', models.FloatField(blank=True, null=True)),
                ('choice', models.CharField(blank=True, choices=[('measure', 'åtgärd'), ('watch', 'bevaka'), ('none', 'ingen åtgärd'), ('decided', 'beslut'), ('postponed', 'bordlagd till nästa möte')], help_text='empty = not talked about', max_length=10)),
                ('text', models.CharField(blank=True, help_text='the reason, or the decision in one line', max_length=300)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answer', models.ForeignKey(blank=True, help_text='the answer to a card that put it on the agenda: take it up at the meeting', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pictures.response')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.area')),
                ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='meetings.decision')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.measure')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('choice', 'measure'), _negated=True), ('measure__isnull', False), _connector='OR'), name='decision_measure_is_named')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('function', models.CharField(max_length=120)),
                ('present', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.organisation')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'function'), name='attendance_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingNote',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('part', models.CharField(help_text='the part of the agenda', max_length=20)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('version', models.PositiveIntegerField(default=1)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='meetings.meeting')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('meeting', 'part'), name='meeting_note_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('meeting', 'part', 'organisation'), name='meeting_note_once_a_party')],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('weekday', models.PositiveSmallIntegerField(help_text='0 = Monday')),
                ('begins_at', models.TimeField()),
                ('minutes', models.PositiveSmallIntegerField(default=30)),
                ('first_on', models.DateField(help_text='from which week the rhythm is counted')),
                ('location', models.CharField(blank=True, max_length=120)),
                ('video_link', models.URLField(blank=True, max_length=500)),
                ('skipped', models.JSONField(default=list, help_text='weeks without a meeting, 202540')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.group')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('reports_to', models.ForeignKey(blank=True, help_text='whose meeting hears of this one', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.group')),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='meetings.agendatemplate')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='rhythm_has_a_weekday')],
            },
        ),
    ]
