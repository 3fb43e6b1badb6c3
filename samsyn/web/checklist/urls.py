from django.urls import path

from samsyn.web.checklist import answers, views

app_name = "checklist"
urlpatterns = [
    path("veckochecklista", views.checklist, name="checklist"),
    path("veckochecklista/svar", answers.answers, name="answers"),
]
