import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('places', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('total', 'hela kommunen'), ('area', 'område'), ('place', 'plats'), ('category', 'slag av händelse'), ('pattern', 'mönster')], max_length=8)),
                ('subject', models.CharField(help_text='the same for the same thing from week to week', max_length=200)),
                ('about', models.CharField(blank=True, help_text='as the picture names it, in Swedish', max_length=160)),
                ('name_en', models.CharField(blank=True, max_length=160)),
                ('first_week', models.PositiveIntegerField(help_text='the week that it was raised for, 202540')),
                ('iso_week', models.PositiveIntegerField(help_text='the latest week that it holds for')),
                ('raised_at', models.DateTimeField()),
                ('authorities', models.TextField(blank=True, help_text='reason and certainty for authorities, canonical JSON')),
                ('parties', models.TextField(blank=True, help_text='the same for all parties; empty where they cannot see it')),
                ('fell_asleep_at', models.DateTimeField(blank=True, help_text='nobody answered it within two weeks', null=True)),
                ('again_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pictures.finding')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'subject', '-iso_week'], name='finding_of_subject')],
            },
        ),
        migrations.CreateModel(
            name='OwnPicture',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('iso_week', models.PositiveIntegerField(help_text='the last week of the period, 202540')),
                ('handed_in_at', models.DateTimeField(blank=True, null=True)),
                ('nothing_new', models.BooleanField(default=False)),
                ('by_phone', models.BooleanField(default=False, help_text='written down for the party by the one who compiles')),
                ('saved_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'iso_week'), name='own_picture_once_a_period')],
            },
        ),
        migrations.CreateModel(
            name='OwnPoint',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('trend', models.CharField(blank=True, choices=[('calmer', 'lugnare än vanligt'), ('usual', 'som vanligt'), ('worse', 'oroligare än vanligt')], max_length=6)),
                ('text', models.CharField(blank=True, max_length=400)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', max_length=12)),
                ('figures', models.JSONField(blank=True, default=dict, help_text="what the party's own reports gave; never edited")),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('own_picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='pictures.ownpicture')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Parameter',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(max_length=30)),
                ('name_sv', models.CharField(max_length=160)),
                ('name_en', models.CharField(max_length=160)),
                ('most', models.PositiveSmallIntegerField(default=3, help_text='the highest answer; 0 is always no')),
                ('active', models.BooleanField(default=True, help_text='switched off, never deleted once answered')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'ordering': ['position', 'code'],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='parameter_once'), models.CheckConstraint(condition=models.Q(('most__gte', 1), ('most__lte', 5)), name='parameter_most_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='ParameterAnswer',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('iso_week', models.PositiveIntegerField()),
                ('answer', models.PositiveSmallIntegerField()),
                ('comment', models.CharField(blank=True, max_length=200)),
                ('received_on', models.DateField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('parameter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='pictures.parameter')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'iso_week'], name='parameter_answer_week')],
                'constraints': [models.UniqueConstraint(fields=('parameter', 'area', 'organisation', 'iso_week'), name='parameter_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='PeriodPicture',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(help_text='month, quarter, tertial or year', max_length=8)),
                ('label', models.CharField(help_text='2026-10, 2026-q3, 2026-t2 or 2026', max_length=10)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('compiled_at', models.DateTimeField()),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('locked_by', models.CharField(blank=True, help_text='the function that locked it', max_length=120)),
                ('program', models.CharField(help_text='version of the program that made the tables', max_length=20)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'label'), name='period_picture_once')],
            },
        ),
        migrations.CreateModel(
            name='PeriodTable',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('audience', models.CharField(help_text='as PictureAudience', max_length=12)),
                ('name', models.CharField(max_length=30)),
                ('content', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='pictures.periodpicture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('picture', 'audience', 'name'), name='period_table_once')],
            },
        ),
        migrations.CreateModel(
            name='PictureLayout',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=30)),
                ('name_sv', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('sections', models.JSONField(default=list, help_text='key, shown, and headings of its own, in order')),
                ('is_chosen', models.BooleanField(default=False, help_text='new pictures are made with it')),
                ('version', models.PositiveIntegerField(default=1)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='picture_layout_once')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answer', models.CharField(choices=[('act', 'ta upp'), ('watch', 'bevaka'), ('dismiss', 'lägg undan')], max_length=8)),
                ('leads_to', models.CharField(blank=True, choices=[('', ''), ('meeting', 'en punkt på mötet'), ('measure', 'en åtgärd')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('function', models.CharField(blank=True, help_text='the function that answered, never a name', max_length=120)),
                ('answered_at', models.DateTimeField()),
                ('iso_week', models.PositiveIntegerField(help_text='the week of the picture it was answered for')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='pictures.finding')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['finding', '-answered_at'], name='response_latest')],
            },
        ),
        migrations.CreateModel(
            name='SituationalPicture',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('iso_week', models.PositiveIntegerField(help_text='the last week of the period, 202540')),
                ('weeks', models.PositiveSmallIntegerField(default=1)),
                ('compiled_at', models.DateTimeField()),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('locked_by', models.CharField(blank=True, help_text='the function that locked it', max_length=120)),
                ('program', models.CharField(help_text='version of the program that made the tables', max_length=20)),
                ('layout_code', models.SlugField(blank=True, help_text="empty = the municipality's own choice", max_length=30)),
                ('shared_at', models.DateTimeField(blank=True, help_text='when the draft was sent for reconciliation', null=True)),
                ('edition', models.PositiveSmallIntegerField(default=1, help_text='2 and up = correction editions')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'iso_week'), name='picture_once_a_period')],
            },
        ),
        migrations.CreateModel(
            name='SentenceEdit',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('where', models.CharField(help_text='table and row, areas/A/sentence', max_length=160)),
                ('said', models.CharField(help_text="digest of the sentence's key and figures", max_length=64)),
                ('text', models.CharField(max_length=400)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sentence_edits', to='pictures.situationalpicture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('picture', 'where'), name='sentence_edit_once')],
            },
        ),
        migrations.CreateModel(
            name='SectionText',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('section', models.CharField(max_length=30)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', max_length=12)),
                ('text', models.TextField(blank=True)),
                ('unchanged', models.BooleanField(default=False, help_text='said to be as in the picture before')),
                ('version', models.PositiveIntegerField(default=1)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='pictures.situationalpicture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('picture', 'section', 'audience'), name='section_text_once')],
            },
        ),
        migrations.CreateModel(
            name='PictureTable',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('audience', models.CharField(choices=[('authorities', 'myndigheter och kommunala bolag'), ('parties', 'alla parter'), ('public', 'allmänheten')], max_length=12)),
                ('name', models.CharField(max_length=30)),
                ('content', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='pictures.situationalpicture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('picture', 'audience', 'name'), name='picture_table_once')],
            },
        ),
        migrations.CreateModel(
            name='PictureFinding',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('question', models.TextField(help_text='method, days, categories, areas and options, as canonical JSON')),
                ('authorities', models.TextField(help_text='the answer from the rows that authorities may see, as canonical JSON')),
                ('parties', models.TextField(help_text='the answer from the rows that all parties may see, as canonical JSON')),
                ('put_in_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='pictures.situationalpicture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('picture', 'question'), name='picture_finding_once')],
            },
        ),
        migrations.CreateModel(
            name='PictureCorrection',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edition', models.PositiveSmallIntegerField(help_text='the number of the edition that came of it')),
                ('decided_by', models.CharField(help_text='the body or office that decided, never a name', max_length=120)),
                ('reference', models.CharField(max_length=80)),
                ('reason', models.CharField(max_length=300)),
                ('decided_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('digest_before', models.CharField(max_length=64)),
                ('digest_after', models.CharField(max_length=64)),
                ('taken_out', models.JSONField(default=dict, help_text='how many places in which tables, by audience')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='pictures.situationalpicture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('picture', 'edition'), name='picture_correction_once')],
            },
        ),
        migrations.CreateModel(
            name='PictureComment',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('section', models.CharField(blank=True, max_length=30)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', max_length=12)),
                ('text', models.CharField(max_length=400)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='pictures.situationalpicture')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MergeItem',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], help_text="never wider than any source's", max_length=12)),
                ('verdict', models.CharField(choices=[('agree', 'samstämmigt'), ('differ', 'olika'), ('left_out', 'tas inte med')], max_length=8)),
                ('text', models.CharField(blank=True, help_text='the common words where the parties agree', max_length=600)),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('sources', models.ManyToManyField(related_name='+', to='pictures.ownpoint')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='pictures.situationalpicture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('picture', 'area', 'audience'), name='merge_item_once'), models.UniqueConstraint(condition=models.Q(('area', None)), fields=('picture', 'audience'), name='merge_item_once_of_all')],
            },
        ),
        migrations.CreateModel(
            name='StateLevel',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(help_text='stays the same from version to version', max_length=30)),
                ('colour', models.CharField(choices=[('green', 'grön'), ('yellow', 'gul'), ('orange', 'orange'), ('red', 'röd'), ('blue', 'blå'), ('grey', 'grå')], max_length=8)),
                ('symbol', models.CharField(choices=[('circle', 'cirkel'), ('triangle', 'triangel'), ('diamond', 'romb'), ('square', 'kvadrat'), ('cross', 'kryss')], max_length=8)),
                ('weight', models.PositiveSmallIntegerField(help_text='how heavy the state is when weeks are compared, 0 = lightest')),
                ('name_sv', models.CharField(max_length=40)),
                ('name_en', models.CharField(max_length=40)),
                ('meaning_sv', models.CharField(blank=True, max_length=200)),
                ('meaning_en', models.CharField(blank=True, max_length=200)),
                ('suggested_when', models.CharField(blank=True, choices=[('', 'aldrig'), ('usual', 'när det är som vanligt'), ('more', 'när det är fler än vanligt'), ('lasting', 'när det har varit fler än vanligt två perioder i rad')], max_length=8)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('colour', 'red'), _negated=True), ('suggested_when', ''), _connector='OR'), name='red_is_never_suggested')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('iso_week', models.PositiveIntegerField()),
                ('motivation', models.CharField(max_length=300)),
                ('audience', models.CharField(choices=[('parties', 'alla parter'), ('authorities', 'myndigheter och kommunala bolag')], default='parties', help_text='who may read the motivation', max_length=12)),
                ('function', models.CharField(help_text='the function that decided, never a name', max_length=120)),
                ('decided_at', models.DateTimeField()),
                ('suggested', models.SlugField(blank=True, help_text='code of the state that the system suggested', max_length=30)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('unchanged_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.assessment')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.statelevel')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'area', 'iso_week'], name='assessment_of_area')],
            },
        ),
        migrations.CreateModel(
            name='StateScale',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'version'), name='state_scale_version_once')],
            },
        ),
        migrations.AddField(
            model_name='statelevel',
            name='scale',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='pictures.statescale'),
        ),
        migrations.CreateModel(
            name='SuggestionCheck',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('history', 'jämförelse med områdets egen historia'), ('severity', 'hur allvarliga rapporterna är'), ('parameters', 'en lista med parametrar som parterna svarar på')], max_length=10)),
                ('iso_week', models.PositiveIntegerField(help_text='the last week of the history')),
                ('measured_at', models.DateTimeField()),
                ('runs', models.PositiveIntegerField(help_text='shuffled histories; 0 = too short a history to measure on')),
                ('wrong_runs', models.PositiveIntegerField(help_text='those where any area was suggested a heavier state')),
                ('low', models.FloatField(help_text='share of wrong weeks, lower end of the exact 95 % interval')),
                ('high', models.FloatField()),
                ('events', models.PositiveIntegerField()),
                ('weeks', models.PositiveIntegerField()),
                ('areas', models.PositiveIntegerField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AssessmentMethod',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('history', 'jämförelse med områdets egen historia'), ('severity', 'hur allvarliga rapporterna är'), ('parameters', 'en lista med parametrar som parterna svarar på')], max_length=10)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.group')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'group'), name='assessment_method_once_a_group'), models.UniqueConstraint(condition=models.Q(('group', None)), fields=('municipality',), name='assessment_method_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='statelevel',
            constraint=models.UniqueConstraint(fields=('scale', 'code'), name='state_level_once'),
        ),
    ]
