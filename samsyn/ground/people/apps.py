from django.apps import AppConfig


class People(AppConfig):
    name = "samsyn.ground.people"
    label = "people"
