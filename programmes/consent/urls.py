"""Addresses of the consent room."""

from django.urls import path

from programmes.consent import talk_views, views

urlpatterns = [
    path("programma/<int:pk>/mr/", views.mr, name="mr"),
    path("programma/<int:pk>/voorleggen/", views.submit, name="submit"),
    path("programma/<int:pk>/volgende-versie/", views.revise, name="revise"),
    path("versie/<int:pk>/", views.version, name="version"),
    path("programma/<int:pk>/vragen/", talk_views.thread_list, name="threads"),
    path("versie/<int:pk>/reactie/", talk_views.comment, name="comment"),
    path("versie/<int:pk>/reactie/<slug:anchor>/", talk_views.comment, name="comment_on"),
    path("versie/<int:pk>/onder-ons/", talk_views.deliberate, name="deliberate"),
    path("versie/<int:pk>/onder-ons/<slug:anchor>/", talk_views.deliberate, name="deliberate_on"),
    path("versie/<int:pk>/vaststellen/", views.adopt, name="adopt"),
    path("reactie/<int:pk>/antwoord/", talk_views.reply, name="reply"),
    path("reactie/<int:pk>/heropenen/", talk_views.reopen, name="reopen"),
    path("reactie/<int:pk>/afgehandeld/", talk_views.resolve, name="resolve"),
    path("ronde/<int:pk>/terughalen/", views.withdraw, name="withdraw"),
    path("ronde/<int:pk>/stem/", views.vote, name="vote"),
    path("ronde/<int:pk>/besluit/", views.decide, name="decide"),
]
