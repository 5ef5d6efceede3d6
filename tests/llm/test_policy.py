import subprocess
import sys

import pytest

from usergap.errors import InputError
from usergap.llm import Policy


@pytest.mark.parametrize("field", ["max_in_flight", "max_attempts", "timeout", "patience"])
def test_a_limit_that_lets_nothing_through_is_refused(field):
    with pytest.raises(InputError, match=field):
        Policy(**{field: 0})


def test_a_time_that_is_no_number_is_refused():
    with pytest.raises(InputError, match="timeout"):
        Policy(timeout=float("nan"))


def test_importing_the_room_loads_no_http_and_no_torch():
    code = (
        "import sys, usergap.llm, usergap.llm.local, usergap.testing;"
        "heavy = {'aiohttp', 'torch', 'transformers', 'numpy'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_without_aiohttp_the_error_names_the_extra():
    code = (
        "import sys, asyncio; sys.modules['aiohttp'] = None;"
        "from usergap.llm import *; from usergap.errors import EnvironmentFailure\n"
        "try: ask(Endpoint('http://127.0.0.1:9/v1', 'm'), [Request.of('x')], cache=None)\n"
        "except EnvironmentFailure as error: assert 'usergap[llm]' in str(error), error\n"
        "else: raise SystemExit('no error')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
