from django.urls import path

from samsyn.web.checklist import views

app_name = "checklist"
urlpatterns = [path("veckochecklista", views.checklist, name="checklist")]
