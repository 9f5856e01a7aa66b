"""Forms of signing in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.http import HttpRequest

from schools.models import User
from schools.operations import accounts


class LoginForm(AuthenticationForm):
    """E-mail address and password. Says the same for an account that exists and one that does not."""

    error_messages = {
        "invalid_login": "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw, of kies "
        "“Wachtwoord vergeten”.",
        "wait": "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier en probeer het opnieuw.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "E-mailadres"
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username")
        address = accounts.client_address(self.request)
        if email and accounts.must_wait(email=email, address=address):
            raise forms.ValidationError(self.error_messages["wait"], code="wait")
        try:
            return super().clean()
        except forms.ValidationError:
            accounts.note_failure(email=email, address=address)
            raise


class ConfirmedForm(forms.Form):
    """A form that binds: who sends it shows once more, with their password, that they are who they say.

    The password is never kept as a draft (``sittings.SECRET``), and guessing has the brake of signing in.
    """

    password = forms.CharField(
        label="Uw wachtwoord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Zo weten wij zeker dat u het bent. Hetzelfde wachtwoord als waarmee u inlogt.",
        error_messages={"required": "Vul uw wachtwoord in."},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Empty: nobody further on needs it."""
        user, address = self.request.user, accounts.client_address(self.request)
        if accounts.must_wait(email=user.email, address=address):
            raise forms.ValidationError(LoginForm.error_messages["wait"], code="wait")
        if not user.check_password(self.cleaned_data["password"]):
            accounts.note_failure(email=user.email, address=address)
            raise forms.ValidationError("Dit is niet uw wachtwoord. Probeer het opnieuw.", code="wrong")
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("password", None)
        return cleaned


class ForgottenPasswordForm(PasswordResetForm):
    """Sends the link also to somebody who was invited and never chose a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mailadres"

    def get_users(self, email: str) -> Iterable[User]:
        return User.objects.filter(email__iexact=email, is_active=True)
