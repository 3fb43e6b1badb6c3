from django.urls import path

from samsyn.web.account import second_step, security, views

app_name = "account"
urlpatterns = [
    path("", views.home, name="home"),
    path("logga-in", views.sign_in, name="sign_in"),
    path("logga-ut", views.sign_out, name="sign_out"),
    path("konto", views.account, name="account"),
    path("konto/pin", views.pin, name="pin"),
    path("konto/losenord", views.password, name="password"),
    path("logga-in/steg", second_step.code, name="second_step"),
    path("logga-in/passkey", second_step.passkey, name="passkey"),
    path("konto/sakerhet", security.show, name="security"),
    path("konto/sakerhet/app", security.add_app, name="add_app"),
    path("konto/sakerhet/passkey", security.add_key, name="add_passkey"),
    path("konto/sakerhet/koder", security.paper, name="paper_codes"),
    path("konto/sakerhet/bort/<int:number>", security.remove, name="remove_step"),
    path("konto/sessioner/avsluta", security.end, name="end_sessions"),
    path("konto/bevisa", second_step.prove, name="prove"),
    path("sprak", views.language, name="language"),
]
