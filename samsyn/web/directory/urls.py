from django.urls import path

from samsyn.web.directory import views

# The names are the ones that allauth looks up.
urlpatterns = [
    path("logga-in/med/<slug:code>", views.begin, name="directory_begin"),
    path("logga-in/oidc/<slug:provider_id>/svar", views.oidc_answer, name="openid_connect_callback"),
    path("logga-in/saml/<slug:organization_slug>/svar", views.saml_answer, name="saml_acs"),
    path("logga-in/saml/<slug:organization_slug>/klar", views.saml_finish, name="saml_finish_acs"),
    path("logga-in/saml/<slug:organization_slug>/ut", views.saml_out, name="saml_sls"),
    path("logga-in/saml/<slug:organization_slug>/metadata", views.saml_metadata, name="saml_metadata"),
]
