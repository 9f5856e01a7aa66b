"""Addresses of the consent room."""

from django.urls import path

from programmes.consent import comparing_views, reading_views, start_views, talk_views, views

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
    path("versie/<int:pk>/lezen/<slug:anchor>/", reading_views.section, name="version_section"),
    path("versie/<int:pk>/lezen/<slug:anchor>/gelezen/", reading_views.mark, name="version_mark"),
    path("versie/<int:pk>/weging/", reading_views.weighing, name="version_weighing"),
    path("versie/<int:pk>/vergaderstuk.pdf", reading_views.pack, name="version_pack"),
    path("versie/<int:pk>/verschil/", comparing_views.version_changes, name="version_changes"),
    path("programma/<int:pk>/verschil/", comparing_views.draft_changes, name="draft_changes"),
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
    path("programma/<int:pk>/tekstwijziging/", views.correct, name="correct"),
    path("versie/<int:pk>/besluit.pdf", views.ruling_pdf, name="ruling_pdf"),
    path("versie/<int:pk>/stap/", views.step, name="step"),
    path("voorwaarde/<int:pk>/", views.condition, name="condition"),
]
