
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0002_drafts_to_agree_on'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='kind',
            field=models.CharField(choices=[('question', 'någon frågar om min rapport'), ('answer', 'min rapport har fått ett svar'), ('picture', 'en ny lägesbild finns'), ('draft', 'ett utkast till lägesbild väntar på er avstämning'), ('outcome', 'så här blev det med veckans rapporter'), ('reminder', 'veckobeskedet saknas'), ('urgent', 'en mycket allvarlig rapport har kommit'), ('measure', 'en åtgärd behöver något av mig'), ('group', 'en åtgärd är så försenad att gruppen ska veta'), ('meeting', 'kallelse till ett möte'), ('plan', 'ett dokument ska ses över')], max_length=12),
        ),
        migrations.AlterField(
            model_name='letterchoice',
            name='kind',
            field=models.CharField(choices=[('question', 'någon frågar om min rapport'), ('answer', 'min rapport har fått ett svar'), ('picture', 'en ny lägesbild finns'), ('draft', 'ett utkast till lägesbild väntar på er avstämning'), ('outcome', 'så här blev det med veckans rapporter'), ('reminder', 'veckobeskedet saknas'), ('urgent', 'en mycket allvarlig rapport har kommit'), ('measure', 'en åtgärd behöver något av mig'), ('group', 'en åtgärd är så försenad att gruppen ska veta'), ('meeting', 'kallelse till ett möte'), ('plan', 'ett dokument ska ses över')], max_length=12),
        ),
    ]
