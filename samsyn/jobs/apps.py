from django.apps import AppConfig


class Jobs(AppConfig):
    name = "samsyn.jobs"
    label = "jobs"
