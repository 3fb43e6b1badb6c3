import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='seal',
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines_held',
                to='audit.seal',
            ),
        ),
    ]
