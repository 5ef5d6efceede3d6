from dataclasses import replace

from usergap.dialogues import Corpus, Dialogue, Message, Provenance


def dialogue(name, text="", **more):
    words = text or " ".join(f"{name}word{i}" for i in range(20))
    said = (Message("user", words), Message("assistant", "a reply"))
    return Dialogue(name, said, **more)


def corpus(name, dialogues):
    return Corpus(name, tuple(dialogues))


def real(number, domains=("a", "b")):
    return corpus(
        "real", [dialogue(f"r{i}", domain=domains[i % len(domains)]) for i in range(number)]
    )


def synthetic(number, domains=("a", "b")):
    return corpus(
        "synth", [dialogue(f"s{i}", domain=domains[i % len(domains)]) for i in range(number)]
    )


def with_parents(one, *parents):
    return replace(one, provenance=Provenance(origin="synthetic", parents=parents))
