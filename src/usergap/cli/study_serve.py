"""``usergap study serve``: the web app, on this machine."""

from __future__ import annotations

import socket
from typing import Annotated
from urllib.parse import urlsplit

import typer

from usergap.cli.study_options import DEFAULT, Place, stored
from usergap.errors import EnvironmentFailure, InputError

HELP = """Serve the studies of a study file to browsers; stop with Ctrl-C.

Prints a link for the owner, who invites raters from there. Only this machine can reach the
app, unless --host says otherwise; behind a proxy with a name of its own give that as --url.

\b
Examples:
  usergap study serve
  usergap study serve --db studies.db --port 9000
  usergap study serve --db postgresql://usergap@db/studies --host 0.0.0.0 --url https://ask.example.org
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("serve", help=HELP)(serve)


def serve(
    db: Place = DEFAULT,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any free one.")] = 8642,
    url: Annotated[str | None, typer.Option(help="How browsers reach the app.")] = None,
) -> None:
    """Parse, delegate, print."""
    with stored(db) as store:
        import uvicorn

        from usergap.study.web.app import create_app
        from usergap.study.web.site import Site

        asked = urlsplit(url or "http://localhost")
        if asked.scheme not in ("http", "https") or not asked.hostname:
            raise InputError(f"--url: expected http://... or https://..., found {url!r}")
        listening = bound(host, port)
        base = url or f"http://{shown(host)}:{listening.getsockname()[1]}"
        site = Site(store, secure=asked.scheme == "https", base=base)
        store.people.revoke_owners(now=site.now())  # those printed before may lie in some log
        invitation = store.people.invite("owner", None, now=site.now(), uses=1)
        typer.echo(f"studies: {', '.join(store.studies.names()) or 'none yet'}")
        typer.echo(f"owner:   {base.rstrip('/')}/join/{invitation}")
        typer.echo(
            "The link works once (serve again for a new one). Ctrl-C stops; answers are kept."
        )
        app = create_app(site, hosts=(asked.hostname, "localhost", "127.0.0.1", "[::1]"))
        settings = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, ws="none",
            proxy_headers=url is not None,
        )  # fmt: skip
        try:
            uvicorn.Server(settings).run(sockets=[listening])
        except KeyboardInterrupt:  # the usual way to stop it
            typer.echo(f"stopped; answers are in {db}")


def bound(host: str, port: int) -> socket.socket:
    """A socket at the address, taken before the link is printed."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise EnvironmentFailure(f"{host}:{port}: {error.strerror or error}") from error
    return listening


def shown(host: str) -> str:
    """The address as a browser on this machine writes it."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only named here, not bound to
        return "localhost"
    return f"[{host}]" if ":" in host else host
