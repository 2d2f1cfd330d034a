"""Somebody new, from the invitation to a forgotten password: HTTP, worker and mail server, nothing mocked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.demo.api import Api, Unexpected
from tests.conftest import NewSystem
from tests.mail_server import MailServer, link_in, token_in
from tests.systems import System, until

pytestmark = [pytest.mark.slow, pytest.mark.long]

EMAIL, PASSWORD, ANOTHER = "nia.pugh@example.com", "a lamp beside the river", "seven quiet kettles sing"


@pytest.fixture(scope="module")
def system(new_system: NewSystem, post_office: MailServer) -> Iterator[System]:
    """A system of this journey's own, whose mail goes to the server beside."""
    with new_system("mail", programs=("web", "worker"), **post_office.environment()) as running:
        yield running


def newest_link(post_office: MailServer, page: str, *, after: int) -> str:
    """The token in the letter that comes after so many others."""
    until(lambda: len(post_office.to(EMAIL)) > after)
    return token_in(link_in(post_office.to(EMAIL)[after], page))


def test_from_the_invitation_to_a_forgotten_password(system: System, post_office: MailServer) -> None:
    administrator = system.signed_in()
    people = administrator.ask("GET", "/auth/accounts")["people"]
    person = next(each for each in people if each["code"] == "P3")
    administrator.ask(
        "POST",
        "/auth/invitations",
        {"email": EMAIL, "display_name": "", "roles": ["clinician"], "person_code": person["code"]},
    )
    token = newest_link(post_office, "welcome", after=0)

    nia = Api(system.base_url)
    assert nia.ask("POST", "/auth/welcome/look", {"token": token})["display_name"] == person["name"]
    body = {"token": token, "password": PASSWORD, "display_name": "Nia Pugh"}
    nia.ask("POST", "/auth/welcome", body)
    me = nia.ask("GET", "/auth/me")["account"]
    assert (me["username"], me["roles"], me["person_code"]) == (EMAIL, ["clinician"], "P3")
    with pytest.raises(Unexpected, match="was accepted on"):
        Api(system.base_url).ask("POST", "/auth/welcome", body)

    stranger = Api(system.base_url)
    known = stranger.ask("POST", "/auth/password-resets", {"email": EMAIL})
    assert known == stranger.ask("POST", "/auth/password-resets", {"email": "nobody@example.com"})
    token = newest_link(post_office, "reset", after=1)
    stranger.ask("POST", "/auth/password-resets/password", {"token": token, "password": ANOTHER})
    # The web process remembers for seconds what an account may do; the sign-ins themselves are gone at once.
    with pytest.raises(Unexpected, match="Please sign in"):
        nia.ask("GET", "/auth/me")
    with pytest.raises(Unexpected, match="do not go together"):
        stranger.sign_in(EMAIL, PASSWORD)
    stranger.sign_in(EMAIL.upper(), ANOTHER)

    listed = administrator.ask("GET", "/notify/mail")
    until(lambda: administrator.ask("GET", "/notify/mail")["counts"] == {"sent": 3})
    assert not {"text", "html"} & set(listed["mail"][0])
    assert not post_office.to("nobody@example.com")
