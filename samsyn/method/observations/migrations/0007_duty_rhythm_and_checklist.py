import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('observations', '0006_marked_for_the_picture'),
    ]

    operations = [
        migrations.AddField(
            model_name='reportingduty',
            name='every_weeks',
            field=models.PositiveSmallIntegerField(
                default=1, help_text='how often, counted from the first week',
            ),
        ),
        migrations.AddField(
            model_name='reportingduty',
            name='checklist',
            field=models.ForeignKey(
                blank=True, help_text='empty = none is promised', null=True,
                on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='observations.checklist',
            ),
        ),
    ]
