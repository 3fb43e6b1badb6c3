from django.apps import AppConfig


class Followups(AppConfig):
    name = "samsyn.method.followups"
    label = "followups"
