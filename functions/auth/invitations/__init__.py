"""Inviting somebody by mail, and their accepting it. Writes invitation."""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/invitations", "functions.auth.invitations.handler:Invitations"),
    ("/invitations/{invitation_id:uuid}/mails", "functions.auth.invitations.handler:Mails"),
    ("/invitations/{invitation_id:uuid}/revocation", "functions.auth.invitations.handler:Revocation"),
    ("/welcome", "functions.auth.invitations.handler:Welcome"),
    ("/welcome/look", "functions.auth.invitations.handler:WelcomeLook"),
)
OWNS: tuple[str, ...] = ("invitation",)
