"""Addresses of schools and people."""

from django.urls import path

from schools import account_views as accounts
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
    *register_urlpatterns,
]
