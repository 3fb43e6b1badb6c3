from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('observations', '0005_dwelling_doors'),
    ]

    operations = [
        migrations.AddField(
            model_name='observation',
            name='taken_up',
            field=models.BooleanField(
                default=False, help_text='a reviewer wants it talked about with the picture',
            ),
        ),
    ]
