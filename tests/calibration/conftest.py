"""The people whose error rates are measured: the shipped profiles of real users."""

from __future__ import annotations

import pytest

from usergap.profiles import Profile, load_reference, reference_names


@pytest.fixture(scope="session")
def people() -> Profile:
    """719 real users, as numbers."""
    if not reference_names():
        pytest.skip("needs the shipped reference profiles")
    return load_reference("all")
