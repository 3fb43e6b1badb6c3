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
            name='AreaSet',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('own', 'Own'), ('deso', 'Deso'), ('regso', 'Regso'), ('police', 'Police'), ('other', 'Other')], default='own', max_length=10)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, help_text='last day; empty = still valid', null=True)),
                ('working', models.BooleanField(default=False, help_text='the set that observations are counted in')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('licence', models.CharField(blank=True, max_length=80)),
                ('version', models.PositiveIntegerField(default=1, help_text='goes up when an area changes; part of cache keys')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'name', 'valid_from'), name='area_set_once')],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.CharField(help_text='text with its leading zeros', max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('polygon', models.BinaryField(blank=True, help_text='WKB in WGS 84', null=True)),
                ('centre_lon', models.FloatField(blank=True, help_text='a point inside the polygon, for its label', null=True)),
                ('centre_lat', models.FloatField(blank=True, null=True)),
                ('population', models.PositiveIntegerField(blank=True, null=True)),
                ('population_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='places.area')),
                ('area_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='places.areaset')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'code'], name='area_by_code')],
                'constraints': [models.UniqueConstraint(fields=('area_set', 'code'), name='area_code_once_per_set')],
            },
        ),
        migrations.CreateModel(
            name='BaseMap',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('geojson', 'Geojson'), ('pmtiles', 'Pmtiles')], max_length=10)),
                ('path', models.CharField(help_text='below SAMSYN_DATA/files', max_length=200)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('licence', models.CharField(blank=True, max_length=80)),
                ('digest', models.CharField(max_length=64)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('address', models.CharField(blank=True, max_length=160)),
                ('show_coarse', models.BooleanField(default=False, help_text='shown as its area only; never says why')),
                ('search_text', models.TextField(blank=True, help_text='casefolded name, address and aliases')),
                ('active', models.BooleanField(default=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='places', to='places.area')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='places.place')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'name'], name='place_by_name')],
            },
        ),
        migrations.CreateModel(
            name='PlaceAlias',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('former_since', models.DateField(blank=True, help_text='set when the place was renamed or merged', null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'name'), name='alias_once_per_place')],
            },
        ),
        migrations.CreateModel(
            name='PlaceType',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=30)),
                ('name_sv', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('indoor', models.BooleanField(blank=True, null=True)),
                ('never_stored', models.BooleanField(default=False, help_text='shelters, homes with care, places of worship')),
                ('active', models.BooleanField(default=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='place_type_once')],
            },
        ),
        migrations.AddField(
            model_name='place',
            name='place_type',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='places', to='places.placetype'),
        ),
        migrations.CreateModel(
            name='AreaClass',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('scheme', models.CharField(max_length=60)),
                ('year', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=60)),
                ('trend', models.CharField(blank=True, choices=[('up', 'up'), ('same', 'same'), ('down', 'down')], max_length=10)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='classes', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'scheme', 'year'), name='area_class_once_a_year')],
            },
        ),
    ]
