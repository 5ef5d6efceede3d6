"""When a whole run has failed, and the one line that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from usergap.errors import EnvironmentFailure, InputError, UsergapError
from usergap.llm.ending import Ending
from usergap.llm.endpoint import OWN_VARIABLE, Endpoint
from usergap.llm.result import Result

_SAID = {
    Ending.UNAUTHORISED: "{host} does not accept the key",
    Ending.OUT_OF_CREDIT: "the account at {host} has no credit left",
    Ending.UNKNOWN_MODEL: "{host} has no model {model!r}",
    Ending.CIRCUIT_OPEN: "{host} failed for so long that it was given up",
    Ending.UNREACHABLE: "{host} cannot be reached at {url}",
    Ending.TIMEOUT: "{host} did not answer in time",
    Ending.SERVER_ERROR: "{host} answers with server errors",
    Ending.DROPPED: "{host} breaks connections",
    Ending.MALFORMED: "{host} does not speak the interface {kind!r} at {url}",
    Ending.RATE_LIMITED: "{host} refuses calls (429)",
    Ending.BAD_REQUEST: "{host} does not accept the requests",
}
_NO_KEY = (
    "{host} wants a key, and none was sent: set the environment variable "
    f"{OWN_VARIABLE} (or name another one with key_env, on the command line --key-env)"
)
_NOTHING_THERE = "{host} serves nothing at {url}: is the base URL right?"
_OPTION = frozenset({Ending.UNKNOWN_MODEL, Ending.BAD_REQUEST})


def failure(
    results: Sequence[Result], endpoint: Endpoint, *, counted: bool = True
) -> UsergapError | None:
    """The error of a run that the endpoint ended, else None.

    That is: any call ended in a way in which every further call would end, the
    endpoint was given up, or not one call was answered. Single missing answers
    are no failure of the run: they are missing, and counted. Unknown model and
    bad request are InputError (exit code 2), all else EnvironmentFailure (3). Not
    ``counted``: without the number of calls that are kept.
    """
    counts = Counter(r.ending for r in results)
    kept = sum(r.ending.kept or r.ending is Ending.CACHED for r in results)
    ending = next((e for e in counts if e.fatal), None)
    given_up = counts[Ending.CIRCUIT_OPEN] > 0
    if ending is None and (given_up or not kept):
        told = Counter({e: n for e, n in counts.items() if e in _SAID})
        reasons = Counter({e: n for e, n in told.items() if e is not Ending.CIRCUIT_OPEN}) or told
        ending = reasons.most_common(1)[0][0] if reasons else None
    if ending is None:
        return None
    detail = next((r.detail for r in results if r.ending is ending and r.detail), "")
    count = f"; {kept} of {len(results)} calls are answered and kept; run again to resume"
    error = InputError if ending in _OPTION else EnvironmentFailure
    return error(f"{said(ending, endpoint, detail)}{count if counted else ''}")


def said(ending: Ending, endpoint: Endpoint, detail: str = "") -> str:
    """What an ending means, in words, with the endpoint's own in brackets."""
    template = _SAID[ending]
    if ending is Ending.UNAUTHORISED and _keyless(endpoint):
        template = _NO_KEY
    elif ending is Ending.BAD_REQUEST and detail.startswith("HTTP 404"):
        template = _NOTHING_THERE
    told = template.format(
        host=endpoint.host, model=endpoint.model, url=endpoint.url, kind=endpoint.kind
    )
    return f"{told} ({detail})" if detail else told


def _keyless(endpoint: Endpoint) -> bool:
    try:
        return endpoint.key() is None
    except EnvironmentFailure:
        return False
