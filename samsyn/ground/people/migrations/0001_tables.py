import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import samsyn.ground.records


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_tables'),
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                ('email_stated', models.BooleanField(default=False, help_text='typed at an invitation, never confirmed')),
                ('sign_in_name', models.CharField(blank=True, help_text='instead of an e-mail', max_length=30, null=True, unique=True)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('is_active', models.BooleanField(default=True)),
                ('ends_on', models.DateField(blank=True, help_text='last day the account may be used', null=True)),
                ('must_change_password', models.BooleanField(default=False, help_text='the password was given out on paper')),
                ('language', models.CharField(choices=[('sv', 'Svenska'), ('en', 'English')], default='sv', max_length=5)),
                ('theme', models.CharField(blank=True, choices=[('', 'auto'), ('light', 'light'), ('dark', 'dark')], max_length=5)),
                ('course_taken_on', models.DateField(blank=True, help_text='the course before the first report', null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once_whatever_case')],
            },
        ),
        migrations.CreateModel(
            name='CalendarKey',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('until', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Directory',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(help_text='stands in the addresses that the directory is given', max_length=40, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('oidc', 'OpenID Connect (Entra ID, ADFS, Keycloak)'), ('saml', 'SAML 2.0')], max_length=4)),
                ('is_on', models.BooleanField(default=False)),
                ('issuer', models.CharField(help_text="who signs: the issuer's address, or the entity id", max_length=300)),
                ('client_id', models.CharField(blank=True, help_text='OIDC: what the directory knows us as', max_length=200)),
                ('sign_in_url', models.CharField(blank=True, help_text='SAML: where people are sent', max_length=500)),
                ('certificate', models.TextField(blank=True, help_text='SAML: what its answers are signed with')),
                ('subject_claim', models.CharField(blank=True, help_text='empty = sub, or the name id', max_length=200)),
                ('email_claim', models.CharField(default='email', max_length=200)),
                ('name_claim', models.CharField(blank=True, default='name', max_length=200)),
                ('roles_claim', models.CharField(blank=True, default='groups', max_length=200)),
                ('domains', models.JSONField(blank=True, default=list, help_text='what comes after @ in its addresses')),
                ('owns_addresses', models.BooleanField(default=False, help_text='an address within the domains counts as confirmed')),
                ('second_step', models.CharField(choices=[('never', 'Samsyn frågar efter en egen tvåfaktor'), ('said', 'Räknas när katalogen säger att den har frågat'), ('always', 'Katalogen frågar alltid alla')], default='never', max_length=6)),
                ('makes_accounts', models.BooleanField(default=False, help_text='an account is made at the first sign-in')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('level', models.CharField(blank=True, choices=[('strategic', 'strategisk'), ('tactical', 'taktisk'), ('operative', 'operativ')], help_text='which of the three levels, if any', max_length=20)),
                ('rhythm_weeks', models.PositiveSmallIntegerField(default=1)),
                ('areas', models.ManyToManyField(blank=True, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'name'), name='group_once')],
            },
        ),
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('key', models.CharField(max_length=40, unique=True)),
                ('way', models.CharField(choices=[('password', 'lösenord'), ('passkey', 'passkey'), ('directory', 'kommunens konto'), ('invitation', 'inbjudan'), ('shift', 'delad telefon')], max_length=10)),
                ('device', models.CharField(blank=True, help_text='kind of browser and machine, never an address', max_length=60)),
                ('last_seen_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('coordinator', 'kommunens samordning'), ('youth', 'fält och fritid'), ('school', 'skola'), ('parks', 'park och gata'), ('library', 'bibliotek'), ('housing', 'fastighet'), ('police', 'polis'), ('rescue', 'räddningstjänst'), ('guards', 'bevakning'), ('transport', 'kollektivtrafik'), ('shops', 'handel'), ('civil', 'civilsamhälle'), ('other', 'annan')], default='other', max_length=12)),
                ('legal_kind', models.CharField(choices=[('state', 'statlig myndighet'), ('board', 'kommunal nämnd'), ('municipal_company', 'kommunalt bolag'), ('private', 'enskild'), ('non_profit', 'ideell')], max_length=20)),
                ('responsible_body', models.CharField(blank=True, help_text='board or company whose records it is', max_length=120)),
                ('agreement', models.CharField(blank=True, help_text='reference of the agreement', max_length=80)),
                ('joined_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, help_text='last day; closes its accounts by itself', null=True)),
                ('on_duty', models.BooleanField(default=True, help_text='expected to answer every period')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'name'), name='organisation_once')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=30)),
                ('name_sv', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=60)),
                ('permissions', models.JSONField(default=list)),
                ('second_step', models.BooleanField(default=False, help_text='whoever holds it signs in with two steps')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code'), name='role_once')],
            },
        ),
        migrations.CreateModel(
            name='ClaimRole',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('value', models.CharField(help_text="as the directory writes it: a group's id or name", max_length=200)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('directory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gives', to='people.directory')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.role')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('directory', 'value', 'organisation', 'role'), name='claim_gives_role_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('screen', models.CharField(max_length=30)),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(max_length=1000)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'owner', 'screen', 'name'), name='saved_view_once')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('function', models.CharField(max_length=120)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='people.group')),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='people.organisation')),
                ('substitute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'function'), name='seat_once_per_group')],
            },
        ),
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('digest', models.CharField(help_text="SHA-256; with the page's own secret in it", max_length=64, unique=True)),
                ('address', models.CharField(blank=True, help_text='the page that the form led to', max_length=500)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ShiftPin',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('pin', models.CharField(max_length=128)),
                ('wrong', models.PositiveSmallIntegerField(default=0, help_text='wrong tries since the last right one')),
                ('wait_until', models.DateTimeField(blank=True, null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stewardship',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stewardships', to='people.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('place', None), ('area', None), _connector='XOR'), name='stewardship_of_a_place_or_an_area')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('areas', models.ManyToManyField(blank=True, related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='unit_once')],
            },
        ),
        migrations.CreateModel(
            name='ShiftDevice',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(help_text='what it is called where it lies, for example Nattskiftet', max_length=80)),
                ('digest', models.CharField(help_text="of the link, then of the device's own secret", max_length=64, unique=True)),
                ('register_until', models.DateTimeField()),
                ('registered_at', models.DateTimeField(blank=True, null=True)),
                ('last_seen_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('idle_minutes', models.PositiveSmallIntegerField(default=5)),
                ('areas', models.ManyToManyField(blank=True, help_text='empty = all', related_name='+', to='places.area')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='shift_device_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('areas', models.ManyToManyField(blank=True, help_text='empty = all', related_name='+', to='places.area')),
                ('given_by', models.ForeignKey(blank=True, help_text='the directory that gave it and takes it away; empty = a person gave it', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.directory')),
                ('groups', models.ManyToManyField(blank=True, related_name='memberships', to='people.group')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.organisation')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.role')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='memberships', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'organisation', 'role'), name='membership_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('until', models.DateTimeField()),
                ('role_ends_on', models.DateField(blank=True, help_text='last day of the role that it gives', null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('areas', models.ManyToManyField(blank=True, help_text='empty = all', related_name='+', to='places.area')),
                ('made_by', models.ForeignKey(blank=True, help_text='whose right it rests on until it is used; empty = the command line', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('renews', models.ForeignKey(blank=True, help_text='who has forgotten password or PIN', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('used_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.role')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DirectoryLink',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('subject', models.CharField(max_length=255)),
                ('directory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.directory')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('directory', 'subject'), name='subject_opens_one_account'), models.UniqueConstraint(fields=('directory', 'user'), name='account_has_one_subject')],
            },
        ),
    ]
