"""Addresses of the council room."""

from django.urls import path

from programmes.council import views

urlpatterns = [
    path("bestuur/<int:pk>/bovenschools/", views.money, name="board_money"),
    path("bestuur/<int:pk>/bovenschools/begin/<slug:code>/", views.proposal_add, name="proposal_add"),
    path("bestuur/<int:pk>/gmr-reglement/", views.gmr_reglement, name="gmr_reglement"),
    path("voorstel/<int:pk>/", views.proposal_edit, name="proposal_edit"),
    path("voorstel/<int:pk>/verwijderen/", views.proposal_delete, name="proposal_delete"),
    path("voorstel/<int:pk>/uitgave/", views.proposal_line_add, name="proposal_line_add"),
    path("voorstel/<int:pk>/voorleggen/", views.proposal_submit, name="proposal_submit"),
    path("voorstel/<int:pk>/volgende-versie/", views.proposal_revise, name="proposal_revise"),
    path("uitgave-bestuur/<int:pk>/", views.proposal_line_edit, name="proposal_line_edit"),
    path("uitgave-bestuur/<int:pk>/verwijderen/", views.proposal_line_delete, name="proposal_line_delete"),
    path("gmr-versie/<int:pk>/", views.gmr_version, name="gmr_version"),
    path("gmr-versie/<int:pk>/pdf/", views.gmr_version_pdf, name="gmr_version_pdf"),
    path("gmr-ronde/<int:pk>/terughalen/", views.gmr_withdraw, name="gmr_withdraw"),
    path("gmr-ronde/<int:pk>/stem/", views.gmr_vote, name="gmr_vote"),
    path("gmr-ronde/<int:pk>/besluit/", views.gmr_decide, name="gmr_decide"),
    path("gmr-ronde/<int:pk>/meestemmen/", views.gmr_seat_add, name="gmr_seat_add"),
    path("gmr-plaats/<int:pk>/stem/", views.gmr_vote_by_hand, name="gmr_vote_by_hand"),
]
