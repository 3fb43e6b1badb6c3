from django.apps import AppConfig


class Calendar(AppConfig):
    name = "samsyn.ground.calendar"
    label = "calendar"
