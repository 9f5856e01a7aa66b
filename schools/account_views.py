"""Signing in and out, and passwords: Django's own views, each with its access declared."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from npo_planner.access import public, signed_in
from schools.account_forms import ForgottenPasswordForm, LoginForm
from schools.operations.accounts import client_address, note_login

FORM = ("GET", "POST")


class Login(auth.LoginView):
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = super().form_valid(form)
        note_login(user=self.request.user, address=client_address(self.request))
        return response


class PasswordReset(auth.PasswordResetView):
    form_class = ForgottenPasswordForm
    extra_email_context = {"site_url": settings.SITE_URL}


class PasswordResetConfirm(auth.PasswordResetConfirmView):
    """The first password, or a new one. It signs in: so who is kept out by somebody's guessing always gets in."""

    post_reset_login = True

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        note_login(user=form.user, address=client_address(self.request))
        return response


class Logout(auth.LogoutView):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'  # the back button shows nothing of who was here before
        return response


login = public(methods=FORM)(Login.as_view())
logout = public(methods=("POST",))(Logout.as_view())
password_change = signed_in(methods=FORM)(auth.PasswordChangeView.as_view())
password_change_done = signed_in()(auth.PasswordChangeDoneView.as_view())
password_reset = public(methods=FORM)(PasswordReset.as_view())
password_reset_done = public()(auth.PasswordResetDoneView.as_view())
password_reset_confirm = public(methods=FORM)(PasswordResetConfirm.as_view())
password_reset_complete = public()(auth.PasswordResetCompleteView.as_view())


@public()
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@public()
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@public()
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for a search engine."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
