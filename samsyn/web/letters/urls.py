from django.urls import path

from samsyn.web.letters import views

app_name = "letters"
urlpatterns = [
    path("brev/avsta/<str:token>", views.decline, name="decline"),
    path("<slug:slug>/brev", views.choose, name="choose"),
    path("<slug:slug>/sa-blev-det", views.answers, name="answers"),
    path("<slug:slug>/aterkoppling", views.feedback, name="feedback"),
    path("<slug:slug>/brev/webblasare", views.browser, name="browser"),
]
