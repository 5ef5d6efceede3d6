import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from usergap.dialogues.language import detect_language, language_code

OTHERS = {
    "de": "Ich hätte gern ein Rezept für einen Kuchen ohne Zucker, hast du eine Idee?",
    "fr": "Pouvez-vous m'aider à écrire une lettre à mon propriétaire ?",
    "es": "Necesito que me ayudes con un correo para mi jefe, por favor.",
    "it": "Mi puoi spiegare come funziona questa ricetta? Grazie mille",
    "pt": "Você pode me ajudar a escrever um texto sobre o mar?",
    "nl": "Kun je me helpen met een brief aan mijn huisbaas?",
    "pl": "Czy możesz mi pomóc napisać list do szefa?",
    "tr": "Patronuma bir mektup yazmama yardım eder misin?",
    "sv": "Kan du hjälpa mig att skriva ett brev till min chef?",
    "fi": "Voitko auttaa minua kirjoittamaan kirjeen pomolleni?",
    "id": "Bisakah kamu membantu saya menulis surat untuk bos saya?",
    "vi": "Bạn có thể giúp tôi viết một bức thư không?",
    "zh": "请帮我写一封信给我的老板",
    "ja": "この文章を直してください。",
    "ko": "이 문장을 고쳐 주세요",
    "ar": "هل يمكنك مساعدتي في كتابة رسالة؟",
    "he": "אתה יכול לעזור לי לכתוב מכתב?",
    "el": "Μπορείς να με βοηθήσεις να γράψω ένα γράμμα;",
}


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_other_languages(code: str, text: str) -> None:
    assert detect_language([text]) == code


def test_an_unsure_script_is_still_not_english() -> None:
    # Too short to tell Russian from Ukrainian, long enough to tell Cyrillic.
    assert detect_language(["Помоги мне написать письмо начальнику"]) in ("ru", "uk", "bg")


@pytest.mark.parametrize(
    "texts",
    [
        ["hello my friend"],  # an unrestricted identifier says Nigerian Pidgin
        ["Can you write a poem about the sea?"],
        ["fix grammar: me go store yesterday buy milk"],
        ["what is this", "```\nkönnte würde hätte müsste\n```"],
    ],
)
def test_english(texts: list[str]) -> None:
    assert detect_language(texts) == "en"


@pytest.mark.parametrize("texts", [[], [""], ["ok"], ["42 + 17 ="], ["https://example.org/für"]])
def test_too_little_to_tell(texts: list[str]) -> None:
    assert detect_language(texts) is None


def test_the_reply_settles_a_thin_request() -> None:
    reply = "Sure, I can help you with that. What would you like to know about it?"
    assert detect_language(["rtx 4090 laptop"], [reply]) == "en"
    assert detect_language(["rtx 4090 laptop"], ["Gerne, worum geht es denn genau?"]) != "en"


def test_a_foreign_request_with_an_english_reply_stays_foreign() -> None:
    reply = "Sure, here is a translation of your text, and you can use it as it is."
    assert detect_language([OTHERS["de"]], [reply]) == "de"


PLAIN = {
    "de": "Schreib mir bitte eine kurze Geschichte",
    "es": "me gusta, hazlo mas corto",
    "fr": "ecris une histoire courte",
    "it": "scrivi una poesia sul mare",
    "pt": "qual a capital do brasil",
    "nl": "schrijf een verhaal over een hond",
    "da": "skriv et digt om havet for min mor",
    "pl": "napisz wiersz o morzu",
    "tl": "ano ang kahulugan ng pag ibig",
}


@pytest.mark.parametrize(("code", "text"), PLAIN.items())
def test_short_requests_without_accents_answered_in_english(code: str, text: str) -> None:
    """Weak chatbots answer in English whatever they are asked in."""
    reply = "Sure, here is what you asked for, and I hope that it is of use to you."
    assert detect_language([text], [reply]) == detect_language([text]) == code


@pytest.mark.parametrize("text", ["Describe Madame Bovary vs Anna Karenina", "write poem", "ok"])
def test_thin_english_with_an_english_reply(text: str) -> None:
    reply = "Sure, here is what you asked for, and I hope that it is of use to you."
    assert detect_language([text]) is None
    assert detect_language([text], [reply]) == "en"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("English", "en"), ("en", "en"), ("en-US", "en"), ("pt_BR", "pt"), ("Chinese", "zh"),
        ("nolang", None), ("unknown", None), ("", None), (None, None), (7, None),
        ("Klingon (spoken)", "klingon (spoken)"),
    ],
)  # fmt: skip
def test_recorded_names(name: object, code: str | None) -> None:
    assert language_code(name) == code


def test_real_dialogues_are_english_and_detection_is_quick(data: Path) -> None:
    text = (data / "realsim" / "real.jsonl").read_text(encoding="utf-8")
    sides = []
    for line in text.split("\n"):
        if line:
            messages = json.loads(line)["messages"]
            sides.append(
                [[m["content"] for m in messages if m["role"] == r] for r in ("user", "assistant")]
            )
    detect_language(["Guten Tag, wie geht es Ihnen heute?"])  # load the identifier first
    begun = time.process_time()
    found = [detect_language(user, assistant) for user, assistant in sides]
    spent = time.process_time() - begun
    # The set was selected for English; a handful of dialogues only quote other languages.
    assert found.count("en") >= 0.995 * len(found)
    assert spent / len(found) < 0.0015  # five times the bar: a busy machine must not fail it


def test_most_dialogues_do_not_load_the_identifier() -> None:
    code = (
        "import sys; from usergap.dialogues.language import detect_language as d;"
        "assert d(['Can you help me with my letter?']) == 'en';"
        "assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
