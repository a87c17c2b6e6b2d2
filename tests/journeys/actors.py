"""Who does what in the network. Each method is something a person does."""

from datetime import date
from pathlib import Path
from typing import Any

from app.accounts.permissions import ROLE_LABELS, Role
from app.findings.terms import ANSWERS, CONFIDENCES, OUTCOMES, SEVERITIES, STAGES, VISITS
from tests.journeys.hands import Hands

PASSWORD = "зөв морь батарей үдээс"


class Member:
    """Somebody with an account."""

    def __init__(self, hands: Hands, name: str, email: str) -> None:
        self.hands, self.name, self.email = hands, name, email

    def accepts(self, invitation: str) -> None:
        self.hands.open(invitation)
        self.hands.write("New password", PASSWORD)
        self.hands.write("The same password again", PASSWORD)
        self.hands.photograph("invitation")
        self.hands.press("Open my account")
        self.hands.reads("Welcome to Khyanalt.")

    def signs_in(self) -> None:
        self.hands.open("/sign-in")
        self.signs_in_here()
        self.hands.reads("What waits for you.")

    def signs_in_here(self) -> None:
        """On the page that asks for it; afterwards they are where they wanted to go."""
        self.hands.write("Email", self.email)
        self.hands.write("Password", PASSWORD)
        self.hands.photograph("sign-in")
        self.hands.press("Sign in")

    def looks_at_work(self) -> None:
        self.hands.menu("My work")
        self.hands.photograph("my-work")

    def opens_contract(self, title: str) -> None:
        self.hands.menu("Contracts")
        self.hands.write("Search", title[:12])
        self.hands.press("Search")
        self.hands.follow_title(title)

    def opens_finding(self, title: str) -> None:
        self.hands.menu("Findings")
        self.hands.follow_title(title)

    def drafts_left(self) -> list[str]:
        """What the browser still keeps for this person and would offer as not sent."""
        return self.hands.page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft:'))")


class Administrator(Member):
    def invites(self, name: str, email: str, role: Role) -> None:
        self.hands.menu("People")
        self.hands.follow("Invite somebody")
        self.hands.write("Email", email)
        self.hands.write("Name", name)
        self.hands.tick(ROLE_LABELS[role])
        self.hands.photograph(f"invites-{role}")
        self.hands.press("Send the invitation")
        self.hands.reads("The invitation is on its way.")


class Lead(Member):
    def takes_under_monitoring(self, title: str, subnetwork: str, area: str) -> None:
        self.opens_contract(title)
        self.hands.photograph("contract-registered")
        self.hands.follow("Take under monitoring")
        self.hands.select("Subnetwork", subnetwork)
        self.hands.tick(area)
        self.hands.photograph("take-up")
        self.hands.press("Take under monitoring")
        self.hands.reads("Under monitoring")

    def assigns(self, monitor: str, due_on: date, instructions: str) -> None:
        self.hands.follow("Assign a monitor")
        self.hands.select("Monitor", monitor)
        self.hands.write("To be done by", due_on.isoformat())
        self.hands.write("What to look at", instructions)
        self.hands.photograph("assign")
        self.hands.press("Assign")
        self.hands.sees(monitor)

    def opens_review_of(self, contract: str) -> None:
        self.hands.menu("Review")
        self.hands.photograph("queue")
        self.hands.follow_title(contract)
        self.hands.press("Open the review")
        self.hands.photograph("observation-in-review")
        self.reviewed = self.hands.path

    def decides(self, verdict: str, reason: str) -> None:
        self.hands.follow(verdict)
        self.hands.write("Reason", reason)
        self.hands.photograph("decision")
        self.hands.press(verdict)

    def looks_at_every_file(self) -> None:
        """From the page of the observation last reviewed, one after the other; all may be shown."""
        self.hands.open(self.reviewed)
        self.hands.main.locator("a[href*='/observations/evidence/']").first.click()
        while "/observations/evidence/" in self.hands.page.url:
            here = self.hands.page.url
            self.hands.main.get_by_label(self.hands.words("Show it as it is")).check()
            self.hands.photograph("what-others-see")
            self.hands.press("Keep the decision")
            self.hands.page.wait_for_url(lambda url, here=here: url != here)

    def states(self, finding: dict[str, str], area: str) -> None:
        """State a finding from the contract's page; the body and the focus area are proposed already."""
        self.hands.follow("State a finding")
        for box in self.hands.group(self.hands.words("Observations it rests on")).get_by_role("checkbox").all():
            box.check()
        self.hands.write("Title in Mongolian", finding["title_mn"])
        self.hands.write("Title in English", finding["title_en"])
        self.hands.write("What was observed, in Mongolian", finding["statement_mn"])
        self.hands.write("What was observed, in English", finding["statement_en"])
        self.hands.write("What the body is asked to do, in Mongolian", finding["asks_mn"])
        self.hands.write("What the body is asked to do, in English", finding["asks_en"])
        self.hands.tick(SEVERITIES[3])
        self.hands.tick(CONFIDENCES["seen"])
        self.hands.tick(area)
        self.hands.photograph("state-finding")
        self.hands.press("State it")
        self.hands.reads("Stated. Somebody else cross-checks it next.")

    def cross_checks(self, title: str, reason: str) -> None:
        self.opens_finding(title)
        self.hands.photograph("finding-drafted")
        self.hands.follow("Cross-check and confirm")
        self.hands.write("Reason", reason)
        self.hands.photograph("cross-check")
        self.hands.press("Cross-check and confirm")
        self.hands.reads("Cross-checked")

    def rechecks(self, title: str, note: str) -> None:
        self.opens_finding(title)
        self.hands.follow("Record what was seen")
        say_outcome(self.hands, "partly", note)

    def assesses(self, title: str, reason: str) -> None:
        self.opens_finding(title)
        self.hands.follow("Assess the outcome")
        self.hands.tick(OUTCOMES["partly"])
        self.hands.write("Reason", reason)
        self.hands.photograph("assess")
        self.hands.press("Record the outcome")
        self.hands.reads("The outcome is recorded.")
        self.hands.photograph("finding-assessed")


def say_outcome(hands: Hands, outcome: str, note: str) -> None:
    """It rests on the only visit that there is since."""
    hands.field("The visit on which this rests").select_option(index=1)
    hands.tick(OUTCOMES[outcome])
    hands.write("What you saw", note)
    hands.photograph("verify")
    hands.press("Record what I saw")
    hands.reads("Recorded. It stands beside what the body says, without your name.")


class Monitor(Member):
    def opens_assignment(self, contract: str) -> None:
        self.hands.menu("My work")
        self.hands.photograph("my-work")
        self.hands.follow_title(contract)
        self.hands.photograph("contract-assigned")

    def logs(self, seen: dict[str, Any], visited_on: date, picture: Path) -> None:
        self.hands.follow("Log an observation")
        self.hands.photograph("stages")
        self.hands.follow(STAGES["implementation"])
        self.hands.tick(VISITS["visited"])
        self.hands.write("On which day?", visited_on.isoformat())
        self.hands.write("Where exactly?", seen["place"])
        for number, (answer, note) in enumerate(seen["answers"], 1):
            self.answers(number, answer, note)
        self.hands.write("What did you see?", seen["notes"])
        self.hands.attach("Photos, videos and documents", picture)
        self.hands.photograph("observation-form")
        self.hands.press("Send")
        self.hands.reads("Sent. A reviewer looks at it next; you will see here what they decide.")
        self.hands.photograph("observation-sent")

    def answers(self, number: int, answer: str, note: str) -> None:
        question = self.hands.group(f"{number}. ")
        question.get_by_label(self.hands.words(ANSWERS[answer]), exact=True).check()
        if note:
            self.hands.write("Note on question %(number)s", note, number=number)

    def answers_the_question(self, asked: str, answer: str) -> None:
        """The reviewer's question stands with the observation; the answer goes into the notes."""
        self.hands.menu("My observations")
        self.hands.sees(asked)
        self.hands.photograph("asked")
        self.hands.main.get_by_role("listitem").filter(has_text=asked).get_by_role("link").first.click()
        self.hands.follow("Answer and send again")
        self.hands.sees(asked)
        notes = self.hands.field("What did you see?")
        notes.fill(f"{notes.input_value()}\n{answer}")
        self.hands.photograph("answer-question")
        self.hands.press("Send again")
        self.hands.reads("Sent. A reviewer looks at it next; you will see here what they decide.")

    def verifies(self, contract: str, finding: str, note: str) -> None:
        self.opens_contract(contract)
        self.hands.photograph("contract-later")
        self.hands.follow_title(finding)
        say_outcome(self.hands, "partly", note)
