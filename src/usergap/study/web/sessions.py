"""Who asks: the session cookie, and the token that a form must carry against forgery.

The cookie holds a random secret of which the store keeps a hash; the form's token is
derived from the secret, so another site can neither read nor make it.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from usergap.study.store import Member, Role, Store

KEPT = 60 * 60 * 24 * 30
"""Seconds that a session lasts."""


def cookie_name(role: Role, *, secure: bool, study: str | None = None) -> str:
    """One cookie a role, so that an owner can try the rater's side in the same browser.

    ``study``: the cookie that remembers a rater's session of this study while another
    is the current one. ``__Host-``: no other host of the domain can set it.
    """
    part = "" if study is None else "_" + hashlib.sha256(study.encode()).hexdigest()[:12]
    return f"{'__Host-' if secure else ''}usergap_{role}{part}"


def who(
    request: Request,
    store: Store,
    role: Role,
    *,
    secure: bool,
    since: str,
    study: str | None = None,
) -> tuple[Member, str] | None:
    """The member of this role whose session the request carries, and the session's secret."""
    session = request.cookies.get(cookie_name(role, secure=secure, study=study), "")
    member = store.people.member(session, since=since) if session else None
    if member is None or member.role != role or study not in (None, member.study):
        return None
    return member, session


def sign_in(response: Response, member: Member, session: str, *, secure: bool) -> None:
    """Set the cookies; scripts cannot read them, other sites' forms do not send them."""
    for study in {None, member.study}:
        response.set_cookie(
            cookie_name(member.role, secure=secure, study=study), session,
            max_age=KEPT, httponly=True, samesite="lax", secure=secure,
        )  # fmt: skip


def sign_out(response: Response, member: Member, *, secure: bool) -> None:
    """Delete the cookies."""
    for study in {None, member.study}:
        response.delete_cookie(
            cookie_name(member.role, secure=secure, study=study),
            httponly=True, samesite="lax", secure=secure,
        )  # fmt: skip


def form_token(session: str) -> str:
    """What forms of this session carry."""
    return hmac.new(session.encode(), b"usergap study form", hashlib.sha256).hexdigest()


def from_elsewhere(request: Request, base: str | None) -> bool:
    """Whether a POST came from another site's page, as browsers tell; ``base``: our own address."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    ours = {request.headers.get("host"), None if base is None else urlsplit(base).netloc}
    return origin is not None and urlsplit(origin).netloc not in ours


def forged(session: str, token: str) -> bool:
    """Whether a form was not made for this session."""
    return not hmac.compare_digest(form_token(session).encode(), token.encode())
