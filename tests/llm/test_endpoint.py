import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.llm import Endpoint

CASES = [
    ("https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions", "chat"),
    ("https://API.OpenAI.com/v1/", "https://api.openai.com/v1/chat/completions", "chat"),
    ("https://api.anthropic.com", "https://api.anthropic.com/v1/messages", "messages"),
    ("https://api.anthropic.com/v1", "https://api.anthropic.com/v1/messages", "messages"),
    ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/chat/completions", "chat"),
    ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1/chat/completions", "chat"),
    ("http://h/v1/chat/completions", "http://h/v1/chat/completions", "chat"),
]


@pytest.mark.parametrize(("base", "url", "kind"), CASES)
def test_the_address_follows_from_the_base_url(base, url, kind):
    endpoint = Endpoint(base, "m")
    assert (endpoint.url, endpoint.kind) == (url, kind)


HEADERS = [
    ("https://api.openai.com/v1", "OPENAI_API_KEY", {"Authorization": "Bearer k1"}),
    ("https://api.anthropic.com", "ANTHROPIC_API_KEY", {"x-api-key": "k1"}),
    ("https://x.openai.azure.com/openai/v1", "AZURE_OPENAI_API_KEY", {"api-key": "k1"}),
    ("http://localhost:1/v1", "USERGAP_API_KEY", {"Authorization": "Bearer k1"}),
]


@pytest.mark.parametrize(("base", "variable", "headers"), HEADERS)
def test_the_key_comes_from_the_usual_variable_in_the_usual_header(base, variable, headers):
    endpoint = Endpoint(base, "m")
    assert endpoint.key_headers(endpoint.key({variable: " k1\n"})) == headers


def test_the_variable_and_the_header_can_be_chosen():
    endpoint = Endpoint("http://h/v1", "m", key_env="MINE", key_header="X-Key")
    assert endpoint.key_headers(endpoint.key({"MINE": "k1"})) == {"X-Key": "k1"}


def test_a_local_server_needs_no_key():
    endpoint = Endpoint("http://localhost:1/v1", "m")
    assert endpoint.key({}) is None
    assert endpoint.key_headers(None) == {}


@pytest.mark.parametrize("endpoint", [
    Endpoint("https://api.openai.com/v1", "m"), Endpoint("http://h/v1", "m", key_env="MINE"),
])  # fmt: skip
def test_a_missing_key_names_the_variable(endpoint):
    variable = endpoint.key_env or "OPENAI_API_KEY"
    for environ in ({}, {variable: "  "}):
        with pytest.raises(EnvironmentFailure, match=variable) as caught:
            endpoint.key(environ)
        assert caught.value.exit_code == 3


@pytest.mark.parametrize("value", ["two words", "line\nbreak", "naïve-key-value"])
def test_a_value_that_is_no_key_is_refused_and_not_shown(value):
    with pytest.raises(EnvironmentFailure, match="MINE") as caught:
        Endpoint("http://h/v1", "m", key_env="MINE").key({"MINE": value})
    assert value not in str(caught.value)


@pytest.mark.parametrize("base", [
    "https://user:secretpw@h/v1", "https://h/v1?key=secretpw", "https://h/v1#secretpw",
    "ftp://h/v1", "h/v1", "", "https:///v1",
])  # fmt: skip
def test_an_address_that_cannot_be_or_holds_a_secret_is_refused(base):
    with pytest.raises(InputError, match="base URL") as caught:
        Endpoint(base, "m")
    assert "secretpw" not in str(caught.value)


def test_a_model_needs_a_name():
    with pytest.raises(InputError, match="model"):
        Endpoint("http://h/v1", " ")


def test_headers_that_look_like_secrets_are_secrets_and_not_in_the_repr():
    endpoint = Endpoint("http://h/v1", "m", headers={"X-Auth-Token": "abc", "X-Team": "blue"})
    assert endpoint.secrets("k1") == ["k1", "abc"]
    assert "abc" not in repr(endpoint)
