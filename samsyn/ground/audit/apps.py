from django.apps import AppConfig


class Audit(AppConfig):
    name = "samsyn.ground.audit"
    label = "audit"
