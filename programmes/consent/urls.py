"""Addresses of the consent room."""

from django.urls import path

from programmes.consent import round_views as rounds
from programmes.consent import views

urlpatterns = [
    path("programma/<int:pk>/mr/", views.mr, name="mr"),
    path("programma/<int:pk>/voorleggen/", views.submit, name="submit"),
    path("programma/<int:pk>/volgende-versie/", views.revise, name="revise"),
    path("versie/<int:pk>/", views.version, name="version"),
    path("versie/<int:pk>/reactie/", views.comment, name="comment"),
    path("versie/<int:pk>/vaststellen/", views.adopt, name="adopt"),
    path("reactie/<int:pk>/antwoord/", views.reply, name="reply"),
    path("ronde/<int:pk>/terughalen/", views.withdraw, name="withdraw"),
    path("ronde/<int:pk>/stem/", views.vote, name="vote"),
    path("ronde/<int:pk>/besluit/", views.decide, name="decide"),
    path("versie/<int:pk>/stap/", views.step, name="step"),
    path("voorwaarde/<int:pk>/", views.condition, name="condition"),
    path("school/<int:pk>/reglement/", rounds.reglement_page, name="reglement"),
    path("school/<int:pk>/reglement/wijzigen/", rounds.reglement_edit, name="reglement_edit"),
    path("ronde/<int:pk>/vergadering/", rounds.meeting_edit, name="meeting"),
    path("ronde/<int:pk>/vergadering.ics", rounds.meeting_ics, name="meeting_ics"),
    path("ronde/<int:pk>/herinneren/", rounds.remind, name="remind"),
    path("ronde/<int:pk>/stemmers/", rounds.seats_page, name="seats"),
    path("ronde/<int:pk>/stemmers/erbij/", rounds.seat_add, name="seat_add"),
    path("ronde/<int:pk>/stemmers/lid/<int:membership>/", rounds.seat_member, name="seat_member"),
    path("stemmer/<int:pk>/stem/", rounds.hand_vote, name="hand_vote"),
    path("stemmer/<int:pk>/afwezig/", rounds.absence, name="absence"),
    path("stemmer/<int:pk>/weghalen/", rounds.seat_remove, name="seat_remove"),
]
