from django.urls import path

from samsyn.web.account import views

app_name = "account"
urlpatterns = [
    path("", views.home, name="home"),
    path("logga-in", views.sign_in, name="sign_in"),
    path("logga-ut", views.sign_out, name="sign_out"),
    path("konto", views.account, name="account"),
    path("konto/pin", views.pin, name="pin"),
    path("konto/losenord", views.password, name="password"),
    path("sprak", views.language, name="language"),
]
