"""Addresses of schools and people."""

from django.urls import path

from schools import account_views as accounts
from schools import logo_views as logos
from schools import people_views as people
from schools.register_urls import register_urlpatterns

urlpatterns = [
    path("inloggen/", accounts.login, name="login"),
    path("uitloggen/", accounts.logout, name="logout"),
    path("wachtwoord/", accounts.password_change, name="password_change"),
    path("wachtwoord/gewijzigd/", accounts.password_change_done, name="password_change_done"),
    path("wachtwoord/vergeten/", accounts.password_reset, name="password_reset"),
    path("wachtwoord/vergeten/verstuurd/", accounts.password_reset_done, name="password_reset_done"),
    path("wachtwoord/nieuw/<uidb64>/<token>/", accounts.password_reset_confirm, name="password_reset_confirm"),
    path("wachtwoord/nieuw/klaar/", accounts.password_reset_complete, name="password_reset_complete"),
    path("toegankelijkheid/", accounts.accessibility, name="accessibility"),
    path("privacy/", accounts.privacy, name="privacy"),
    path("robots.txt", accounts.robots, name="robots"),
    path("school/<int:pk>/mensen/", people.school_people, name="school_people"),
    path("school/<int:pk>/mensen/uitnodigen/", people.school_invite, name="school_invite"),
    path("school/<int:pk>/logboek/", people.school_log, name="school_log"),
    path("bestuur/<int:pk>/mensen/", people.board_people, name="board_people"),
    path("bestuur/<int:pk>/mensen/uitnodigen/", people.board_invite, name="board_invite"),
    path("school/<int:pk>/logo/", logos.school_logo, name="school_logo"),
    path("school/<int:pk>/logo/weghalen/", logos.school_logo_remove, name="school_logo_remove"),
    path("bestuur/<int:pk>/logo/", logos.board_logo, name="board_logo"),
    path("bestuur/<int:pk>/logo/weghalen/", logos.board_logo_remove, name="board_logo_remove"),
    path("logo/<int:pk>/", logos.logo_png, name="logo_png"),
    path("rol/<int:pk>/beeindigen/", people.membership_end, name="membership_end"),
    path("rol/<int:pk>/uitnodiging/", people.membership_resend, name="membership_resend"),
    path("beheer/", people.administration, name="administration"),
    path("beheer/bestuur/<int:pk>/uitnodigen/", people.first_at_board, name="first_at_board"),
    path("beheer/school/<int:pk>/uitnodigen/", people.first_at_school, name="first_at_school"),
    *register_urlpatterns,
]
