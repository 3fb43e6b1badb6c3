from django.urls import path

from samsyn.web.dialogues import views

app_name = "dialogues"
urlpatterns = [
    path("dialoger", views.index, name="index"),
    path("dialoger/ny", views.plan, name="plan"),
    path("dialoger/vandring", views.walk, name="walk"),
    path("dialoger/<int:number>", views.show, name="show"),
    path("dialoger/<int:number>/beratta", views.tell, name="tell"),
    path("dialoger/<int:number>/folj-upp", views.follow_up, name="follow_up"),
    path("dialoger/<int:number>/stall-in", views.cancel, name="cancel"),
]
