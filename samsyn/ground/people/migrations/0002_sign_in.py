import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import samsyn.ground.records


def coordinators_and_above(apps, _schema):
    """Whoever sees everything or sets things up signs in with two steps, from the day the municipality goes live."""
    codes = ["coordinator", "analyst", "administrator"]
    apps.get_model("people", "Role").objects.filter(code__in=codes).update(second_step=True)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_tables'),
        ('tenancy', '0002_live'),
    ]

    operations = [
        migrations.AddField(
            model_name='role',
            name='second_step',
            field=models.BooleanField(default=False, help_text='whoever holds it signs in with two steps'),
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
        migrations.AddField(
            model_name='membership',
            name='given_by',
            field=models.ForeignKey(blank=True, help_text='the directory that gave it and takes it away; empty = a person gave it', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.directory'),
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
            name='ClaimRole',
            fields=[
                ('id', models.UUIDField(default=samsyn.ground.records.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('value', models.CharField(help_text="as the directory writes it: a group's id or name", max_length=200)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.role')),
                ('directory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gives', to='people.directory')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('directory', 'value', 'organisation', 'role'), name='claim_gives_role_once')],
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
        migrations.RunPython(coordinators_and_above, migrations.RunPython.noop),
    ]
