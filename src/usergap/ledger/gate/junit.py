"""A decision as JUnit XML, in the dialect that Jenkins, GitLab and GitHub read."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from usergap.ledger.gate.outcome import Decision, State


def to_junit(decision: Decision) -> str:
    """One test case a rule; a rule that passes though it is open is a skipped one."""
    open_ = [x for x in decision.outcomes if x.passed and x.state is not State.PASS]
    counts = {
        "tests": str(len(decision.outcomes)),
        "failures": str(len(decision.failed)),
        "errors": "0",
    }
    root = Tree.Element("testsuites", {"name": "usergap gate", **counts})
    suite = Tree.SubElement(
        root, "testsuite", {"name": decision.policy, **counts, "skipped": str(len(open_))}
    )
    for each in decision.outcomes:
        kind, _, number = each.id.partition("/")
        case = Tree.SubElement(
            suite,
            "testcase",
            {"classname": f"usergap.{kind}", "name": f"{number}. {each.title}"},
        )
        if not each.passed:
            failure = Tree.SubElement(
                case, "failure", {"type": each.state.value, "message": each.line}
            )
            failure.text = "\n".join(f"{x.state}: {x.what}: {x.found}" for x in each.checks)
        elif each in open_:
            Tree.SubElement(case, "skipped", {"message": each.line})
    Tree.indent(root)
    return Tree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"
