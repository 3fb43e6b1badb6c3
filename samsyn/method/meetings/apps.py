from django.apps import AppConfig


class Meetings(AppConfig):
    name = "samsyn.method.meetings"
    label = "meetings"
