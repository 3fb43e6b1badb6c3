from django.urls import path

from samsyn.web.course import views

app_name = "course"
urlpatterns = [path("kurs", views.course, name="course")]
