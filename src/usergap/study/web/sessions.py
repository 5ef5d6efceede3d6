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

COOKIES: dict[Role, str] = {"owner": "usergap_owner", "rater": "usergap_rater"}
"""One a role, so that an owner can try the rater's side in the same browser."""
KEPT = 60 * 60 * 24 * 30


def who(request: Request, store: Store, role: Role) -> tuple[Member, str] | None:
    """The member of this role whose session the request carries, and the session's secret."""
    session = request.cookies.get(COOKIES[role], "")
    member = store.people.member(session) if session else None
    return None if member is None or member.role != role else (member, session)


def sign_in(response: Response, role: Role, session: str, *, secure: bool) -> None:
    """Set the cookie; scripts cannot read it, other sites' forms do not send it."""
    response.set_cookie(
        COOKIES[role], session, max_age=KEPT, httponly=True, samesite="lax", secure=secure
    )


def form_token(session: str) -> str:
    """What forms of this session carry."""
    return hmac.new(session.encode(), b"usergap study form", hashlib.sha256).hexdigest()


def forged(request: Request, session: str, token: str) -> bool:
    """Whether a POST did not come from a page of ours."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return True
    return not hmac.compare_digest(form_token(session), token)
