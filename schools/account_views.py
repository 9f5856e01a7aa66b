"""Signing in and out, and passwords: Django's own views, each with its access declared."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from npo_planner.access import public, signed_in
from schools.account_forms import LoginForm
from schools.operations.accounts import note_login

FORM = ("GET", "POST")


class Login(auth.LoginView):
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: LoginForm) -> HttpResponse:
        note_login(user=form.get_user())
        return super().form_valid(form)


class Logout(auth.LogoutView):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'  # the back button shows nothing of who was here before
        return response


login = public(methods=FORM)(Login.as_view())
logout = public(methods=("POST",))(Logout.as_view())
password_change = signed_in(methods=FORM)(auth.PasswordChangeView.as_view())
password_change_done = signed_in()(auth.PasswordChangeDoneView.as_view())
password_reset = public(methods=FORM)(auth.PasswordResetView.as_view())
password_reset_done = public()(auth.PasswordResetDoneView.as_view())
password_reset_confirm = public(methods=FORM)(auth.PasswordResetConfirmView.as_view())
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
