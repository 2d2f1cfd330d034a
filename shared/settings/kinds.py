"""Kinds of values, as types of the settings' fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from shared.settings import forms


def _when_given(form: Callable[[str], str]) -> AfterValidator:
    """Empty is not given, whoever gives it."""
    return AfterValidator(lambda value: form(value) if value else value)


def _bare(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_bare)]
WebAddress = Annotated[Text, _when_given(forms.web_address)]
DatabaseAddress = Annotated[Text, _when_given(forms.database_address)]
RedisAddress = Annotated[Text, _when_given(forms.redis_address)]
ListeningPlace = Annotated[Text, _when_given(forms.listening_place)]
Bucket = Annotated[Text, _when_given(forms.bucket)]
KeyPrefix = Annotated[Text, AfterValidator(forms.key_prefix)]
MailAddress = Annotated[Text, _when_given(forms.mail_address)]
Sender = Annotated[Text, _when_given(forms.sender)]
Hosts = Annotated[tuple[Annotated[str, AfterValidator(forms.host)], ...], NoDecode, BeforeValidator(forms.parts)]
Origins = Annotated[tuple[Annotated[str, AfterValidator(forms.origin)], ...], NoDecode, BeforeValidator(forms.parts)]
Networks = Annotated[tuple[Annotated[str, AfterValidator(forms.network)], ...], NoDecode, BeforeValidator(forms.parts)]
Small = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)
Capitals = BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)
