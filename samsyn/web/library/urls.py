from django.urls import path

from samsyn.web.library import doing, views

app_name = "library"
urlpatterns = [
    path("bibliotek", views.index, name="index"),
    path("bibliotek/nytt", doing.new, name="new"),
    path("bibliotek/fall/<uuid:pk>", views.show, name="show"),
    path("bibliotek/fall/<uuid:pk>/andra", doing.change, name="change"),
    path("bibliotek/fall/<uuid:pk>/dela", doing.share, name="share"),
    path("bibliotek/fall/<uuid:pk>/dra-tillbaka", doing.withdraw, name="withdraw"),
    path("bibliotek/delat/<uuid:pk>", views.offered, name="offered"),
    path("bibliotek/kort/<slug:code>", views.card_page, name="card"),
    path("problem/<int:number>/larande", views.learning, name="learning"),
]
