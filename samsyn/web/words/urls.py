from django.urls import path

from samsyn.web.words import views

app_name = "words"
urlpatterns = [
    path("ordlista", views.glossary, name="glossary"),
    path("ordlista/ny", views.add, name="add"),
    path("ordlista/<slug:code>", views.term, name="term"),
    path("ordlista/<slug:code>/andra", views.change_term, name="change_term"),
    path("sa-gor-man", views.helps, name="helps"),
    path("sa-gor-man/<slug:code>", views.help_text, name="help"),
    path("sa-gor-man/<slug:code>/andra", views.change_help, name="change_help"),
]
