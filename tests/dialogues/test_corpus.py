from usergap.dialogues import Corpus, Dialogue, Message, Reading, Remark


def dialogue(name: str) -> Dialogue:
    return Dialogue(name, (Message("user", "hi"),))


def test_a_corpus_is_a_sequence() -> None:
    corpus = Corpus("c", (dialogue("a"), dialogue("b"), dialogue("c")))
    assert len(corpus) == 3
    assert corpus[0].id == "a"
    assert [d.id for d in corpus[1:]] == ["b", "c"]
    assert corpus[-1] in corpus
    assert corpus.with_dialogues(corpus[:1], "one").name == "one"


def test_a_remark_is_one_clear_line() -> None:
    remark = Remark("f.jsonl", 3, "messages[0].content", "text", "a list of 2", dropped=True)
    said = "f.jsonl:3: dropped: messages[0].content: expected text, found a list of 2"
    assert str(remark) == said
    whole = Remark("f.gz", 0, "file", "a whole gzip stream", "an early end", dropped=False)
    assert str(whole) == "f.gz: repaired: file: expected a whole gzip stream, found an early end"
    assert Reading(remarks=(remark, whole)).dropped == 1
