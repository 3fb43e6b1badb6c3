from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations


def find(apps, _schema_editor):
    """Let every line of a day that is sealed point at that day's seal, as the digest was made."""
    Event, Seal = apps.get_model('audit', 'Event'), apps.get_model('audit', 'Seal')
    for seal in Seal.objects.select_related('municipality').order_by('municipality', 'day'):
        zone = ZoneInfo(seal.municipality.time_zone)
        start = datetime.combine(seal.day, time(), tzinfo=zone)
        end = datetime.combine(seal.day + timedelta(days=1), time(), tzinfo=zone)
        lines = Event.objects.filter(municipality=seal.municipality_id, created_at__gte=start, created_at__lt=end)
        lines.update(seal=seal)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_lines_point_at_their_seal'),
    ]

    operations = [
        migrations.RunPython(find, migrations.RunPython.noop),
    ]
