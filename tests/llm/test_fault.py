import json

import pytest

from usergap.llm import Ending
from usergap.llm.fault import ending_of, error_inside, message_of

CASES = [
    (401, "Incorrect API key", Ending.UNAUTHORISED),
    (403, "not allowed in your region", Ending.UNAUTHORISED),
    (403, "your input was flagged by moderation", Ending.REFUSED),
    (402, "payment required", Ending.OUT_OF_CREDIT),
    (429, "insufficient_quota You exceeded your current quota", Ending.OUT_OF_CREDIT),
    (400, "Your credit balance is too low to access the API", Ending.OUT_OF_CREDIT),
    (429, "Too many requests", Ending.RATE_LIMITED),
    (529, "overloaded_error", Ending.RATE_LIMITED),
    (404, "model_not_found The model `x` does not exist", Ending.UNKNOWN_MODEL),
    (404, 'model "x" not found, try pulling it first', Ending.UNKNOWN_MODEL),
    (404, "not_found_error model: claude-x", Ending.UNKNOWN_MODEL),
    (400, "x is not a valid model ID", Ending.UNKNOWN_MODEL),
    (400, "/chat/completions: Invalid model name passed in model=x", Ending.UNKNOWN_MODEL),
    (404, "Not Found", Ending.BAD_REQUEST),
    (400, "content_filter The response was filtered", Ending.REFUSED),
    (400, "This model's maximum context length is 8192 tokens", Ending.BAD_REQUEST),
    (422, "temperature must be below 2", Ending.BAD_REQUEST),
    (308, "moved", Ending.BAD_REQUEST),
    (408, "", Ending.TIMEOUT),
    (409, "", Ending.SERVER_ERROR),
    (500, "", Ending.SERVER_ERROR),
    (503, "loading model", Ending.SERVER_ERROR),
]


@pytest.mark.parametrize(("status", "message", "ending"), CASES)
def test_a_status_and_a_message_mean_one_ending(status, message, ending):
    assert ending_of(status, message) is ending


BODIES = [
    (b'{"error": {"message": "no", "code": "c", "type": null}}', "c no"),
    (b'{"error": {"message": "no", "code": "c", "type": "c"}}', "c no"),
    (b'{"error": "plain"}', "plain"),
    (b'{"detail": "from FastAPI"}', "from FastAPI"),
    (b"<html>502</html>", "<html>502</html>"),
    (b'["odd"]', "['odd']"),
    (b"\xff\xfe", "\ufffd\ufffd"),
    (b"", ""),
]


@pytest.mark.parametrize(("body", "message"), BODIES)
def test_the_message_is_found_in_any_body(body, message):
    assert message_of(body) == message


def test_an_error_that_came_with_a_200_is_seen():
    assert error_inside({"error": {"code": 429, "message": "slow"}}) == (429, "slow")
    assert error_inside({"error": {"code": "x", "message": "odd"}}) == (502, "odd")
    assert error_inside({"error": "text"}) == (502, "text")
    assert error_inside({"choices": [1], "error": None}) is None
    assert error_inside(json.loads('{"choices": []}')) is None
