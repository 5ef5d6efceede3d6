"""Whatever happens to server, network or tabs: every answer is kept, and kept once."""

import time

from tests.study.browser.conftest import at, join
from tests.study.conftest import small_study

COUNT = 5


def choose(page, side: str = "a", sure: str = "3") -> None:
    page.keyboard.press(side)
    page.keyboard.press(sure)
    page.keyboard.press("Enter")


def kept(served) -> list[tuple[int, str, int]]:
    return [
        (one.position, one.value["choice"], one.value["confidence"]) for one in served.answers()
    ]


def test_a_server_killed_in_mid_study_loses_and_doubles_nothing(page, process):
    served = process
    served.add(small_study(count=COUNT))
    served.start()
    join(page, served.invite())
    choose(page, "a", "1")
    at(page, 2)
    served.kill()
    choose(page, "b", "2")
    page.get_by_role("alert").filter(has_text="Not saved yet").wait_for()
    assert kept(served) == [(0, "left", 1)]
    served.start()
    at(page, 3)  # the page tries again by itself
    assert page.get_by_role("alert").is_hidden()
    for number in range(3, COUNT + 1):
        at(page, number)
        choose(page, "a", "4")
    page.get_by_text(f"All your {COUNT} answers are saved").wait_for()
    assert kept(served) == [(0, "left", 1), (1, "right", 2), *((n, "left", 4) for n in (2, 3, 4))]


def test_an_item_answered_the_moment_it_shows_does_not_leave_the_page(page, served):
    served.add(small_study(count=COUNT))
    join(page, served.invite())
    page.evaluate(
        """() => {
            window.stayed = true;
            new MutationObserver((_, observer) => {
                const form = document.querySelector("#item form");
                if (!document.querySelector(".progress")?.textContent.includes("2 of ")) return;
                observer.disconnect();
                form.querySelector("[data-key=b]").click();
                form.querySelector("[data-key='2']").click();
                form.requestSubmit();
            }).observe(document.getElementById("main"), { childList: true, subtree: true });
        }"""
    )
    choose(page, "a", "1")
    at(page, 3)
    assert page.evaluate("() => window.stayed") is True
    assert kept(served) == [(0, "left", 1), (1, "right", 2)]


def test_an_answer_outlives_a_closed_tab_while_the_server_is_gone(page, served):
    served.add(small_study(count=COUNT))
    join(page, served.invite())
    page.context.set_offline(True)
    choose(page, "b", "2")
    page.get_by_role("alert").filter(has_text="Not saved yet").wait_for()
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"{served.url}/task")
    at(again, 2)
    assert kept(served) == [(0, "right", 2)]


def test_killed_between_the_answer_and_the_reply(page, served):
    """The answer reached the disk, its reply nobody: the second try changes nothing."""
    served.add(small_study(count=COUNT))
    join(page, served.invite())
    dropped = []

    def lose_the_reply(route):
        if dropped:
            route.continue_()
            return
        dropped.append(route.fetch().status)
        route.abort("connectionreset")

    page.route("**/task", lambda route: lose_the_reply(route))
    choose(page, "b", "4")
    at(page, 2)
    assert dropped == [200]
    assert kept(served) == [(0, "right", 4)]


def test_offline_for_a_while(page, served):
    served.add(small_study(count=COUNT))
    join(page, served.invite())
    page.context.set_offline(True)
    choose(page, "b", "1")
    page.get_by_role("alert").filter(has_text="Not saved yet").wait_for()
    time.sleep(3.5)  # long enough for two more tries of its own
    assert kept(served) == []
    choose(page, "a", "4")  # and a change of mind meanwhile
    page.context.set_offline(False)
    at(page, 2)
    assert kept(served) == [(0, "left", 4)]
    choose(page)
    at(page, 3)
    assert len(kept(served)) == 2


def test_two_tabs_of_one_rater(page, served):
    served.add(small_study(count=COUNT))
    join(page, served.invite())
    other = page.context.new_page()
    other.goto(f"{served.url}/task")
    at(other, 1)
    choose(page, "a", "1")
    at(page, 2)
    choose(other, "b", "4")  # of the same item: the first answer stands, and the tab moves on
    at(other, 2)
    other.get_by_text("You had answered that one before").wait_for()
    choose(other, "b", "2")
    at(other, 3)
    choose(page, "b", "2")  # the same answer in the tab that stayed behind
    at(page, 3)
    assert kept(served) == [(0, "left", 1), (1, "right", 2)]


def test_a_double_click_answers_once(page, served):
    served.add(small_study(count=COUNT))
    join(page, served.invite())
    page.keyboard.press("a")
    page.keyboard.press("1")
    page.get_by_role("button", name="Save and go on").dblclick()
    at(page, 2)
    page.evaluate(
        "() => { const f = document.querySelector('#item form');"
        " f.querySelector('[data-key=b]').click(); f.querySelector('[data-key=\"2\"]').click();"
        " for (let i = 0; i < 5; i++) f.requestSubmit(); }"
    )
    at(page, 3)
    time.sleep(0.3)
    assert kept(served) == [(0, "left", 1), (1, "right", 2)]


def test_the_next_rater_in_the_same_browser_does_not_send_what_the_last_one_kept(page, served):
    served.add(small_study(count=COUNT))
    join(page, served.invite())
    page.context.set_offline(True)
    choose(page, "b", "2")
    page.get_by_role("alert").filter(has_text="Not saved yet").wait_for()
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    page.context.clear_cookies()
    join(again, served.invite())
    time.sleep(0.5)
    at(again, 1)
    assert kept(served) == []


def test_without_scripts_a_form_is_a_form(browser, served):
    served.add(small_study(count=2))
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        join(page, served.invite())
        for _ in range(2):
            page.get_by_text("The user of A").click()
            page.get_by_text("guessing").click()
            page.get_by_role("button", name="Save and go on").click()
        page.get_by_text("All your 2 answers are saved").wait_for()
    assert kept(served) == [(0, "left", 1), (1, "left", 1)]
