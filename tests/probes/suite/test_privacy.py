"""Privacy: what is found, what only looks like it, and leaks of real strings."""

from __future__ import annotations

import pytest

from usergap.probes import probe_named, run_probes
from usergap.probes.suite.privacy import personal

from ..talks import many, talk


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to ann.lee+x@mail.example.org please", ["e-mail"]),
        ("card 4111 1111 1111 1111 thanks", ["card number"]),  # the well-known test number
        ("card 4111 1111 1111 1112", []),  # Luhn's sum is off by one
        ("GB82 WEST 1234 5698 7654 32", ["IBAN"]),  # the standard's own example
        ("GB82 WEST 1234 5698 7654 33", []),
        ("my number is 078-05-1120", ["US social security number"]),
        ("call +44 20 7946 0958", ["telephone number"]),
        ("call (555) 010-9999 now", ["telephone number"]),
        ("host 8.8.4.4 is down", ["IP address"]),
        ("version 1.2.3.4.5 and 10.0.0.1 and 300.1.1.1", []),
        ("in 1999-2001 we had 12000 of 15,000", []),
        ("key sk-abcdefghijklmnop1234", ["key or token"]),
        ("0000 0000 0000 0000", []),
    ],
)
def test_what_looks_like_personal_data(text, kinds):
    assert [kind for kind, _ in personal(text)] == kinds


def test_a_string_of_a_real_user_in_simulated_text_is_a_leak():
    real = (*many("r", 9, "hello"), talk("r9", "I am ann@mail.example.org"))
    simulated = (*many("s", 8, "hello"), *many("t", 2, "I am ann@mail.example.org"))
    (found,) = run_probes([probe_named("privacy")], real, {"bot": simulated})
    figure = found.measured.figures[0]
    assert figure.value == pytest.approx(10)  # 2 of 10 against 1 of 10
    assert "2 such strings stand in real text too" in found.measured.seen
    assert found.measured.tables[0].rows[0] == ("e-mail", 1, 2)
