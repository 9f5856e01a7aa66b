"""Addresses of the consent room."""

from django.urls import path

from programmes.consent import start_views, views

urlpatterns = [
    path("programma/<int:pk>/mr/", views.mr, name="mr"),
    path("programma/<int:pk>/mr-vanaf-het-begin/", start_views.mr_start, name="mr_start"),
    path("programma/<int:pk>/procesafspraak/", start_views.agreement_add, name="agreement_add"),
    path("procesafspraak/<int:pk>/", start_views.agreement_edit, name="agreement_edit"),
    path("procesafspraak/<int:pk>/verwijderen/", start_views.agreement_delete, name="agreement_delete"),
    path("programma/<int:pk>/mr-moment/", start_views.moment_add, name="moment_add"),
    path("mr-moment/<int:pk>/", start_views.moment_edit, name="moment_edit"),
    path("mr-moment/<int:pk>/verwijderen/", start_views.moment_delete, name="moment_delete"),
    path("programma/<int:pk>/meelezen/", start_views.reading_along_open, name="reading_along_open"),
    path("programma/<int:pk>/meelezen/stoppen/", start_views.reading_along_close, name="reading_along_close"),
    path("programma/<int:pk>/voorleggen/", views.submit, name="submit"),
    path("programma/<int:pk>/volgende-versie/", views.revise, name="revise"),
    path("versie/<int:pk>/", views.version, name="version"),
    path("versie/<int:pk>/reactie/", views.comment, name="comment"),
    path("versie/<int:pk>/vaststellen/", views.adopt, name="adopt"),
    path("reactie/<int:pk>/antwoord/", views.reply, name="reply"),
    path("ronde/<int:pk>/terughalen/", views.withdraw, name="withdraw"),
    path("ronde/<int:pk>/stem/", views.vote, name="vote"),
    path("ronde/<int:pk>/besluit/", views.decide, name="decide"),
]
