from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='municipality',
            name='live_since',
            field=models.DateTimeField(blank=True, help_text='empty = practice: no real reports yet', null=True),
        ),
    ]
