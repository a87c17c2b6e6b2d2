"""What a coordinator does: the register, the plan, letters to public bodies, summaries."""

import re
from datetime import date
from pathlib import Path

from app.core import queue
from app.responses.terms import CHANNELS
from tests.journeys.actors import Member

_SUMMARY_FIELDS = {
    "Title in Mongolian": "title_mn",
    "Title in English": "title_en",
    "Text in Mongolian": "text_mn",
    "Text in English": "text_en",
    "Limits in Mongolian": "limits_mn",
    "Limits in English": "limits_en",
}


class Coordinator(Member):
    def enters_organisation(self, name_mn: str, name_en: str) -> None:
        self.hands.menu("Partnership")
        self.hands.follow("Enter a member organisation")
        self.hands.write("Name in Mongolian", name_mn)
        self.hands.write("Name in English", name_en)
        self.hands.photograph("organisation-form")
        self.hands.press("Save")
        self.hands.reads("The organisation is in the register.")
        self.hands.photograph("organisation")

    def founds_subnetwork(self, name_mn: str, name_en: str, members: dict[str, str]) -> None:
        """`members`: for which organisation each person stands."""
        self.hands.menu("Partnership")
        self.hands.follow("Subnetworks")
        self.hands.follow("Enter a subnetwork")
        self.hands.write("Name in Mongolian", name_mn)
        self.hands.write("Name in English", name_en)
        self.hands.press("Save")
        for member, organisation in members.items():
            self.hands.follow("Add a member")
            self.hands.select("Person", member)
            self.hands.select("Stands for the organisation", organisation)
            self.hands.press("Save")
            self.hands.sees(member)
        self.hands.photograph("subnetwork")

    def drafts_plan(self, title_mn: str, title_en: str, starts_on: date) -> None:
        self.hands.menu("Plan")
        self.hands.follow("Draft a strategic plan")
        self.hands.write("Title in Mongolian", title_mn)
        self.hands.write("Title in English", title_en)
        self.hands.write("First day of the term", starts_on.isoformat())
        self.hands.photograph("plan-form")
        self.hands.press("Save")
        self.hands.reads("The draft is made. Add its focus areas now.")

    def adds_focus_area(self, title_mn: str, title_en: str) -> None:
        self.hands.follow("Add a focus area")
        self.hands.write("Title in Mongolian", title_mn)
        self.hands.write("Title in English", title_en)
        self.hands.press("Save")
        self.hands.reads("The focus area is in the plan.")

    def puts_plan_in_force(self, plan: str, agreement: str, agreed_on: date) -> None:
        """Somebody else than who wrote it."""
        self.hands.menu("Plan")
        self.hands.follow(plan)
        self.hands.follow("Record agreement")
        self.hands.write("Agreed on", agreed_on.isoformat())
        self.hands.write("Who agreed, in Mongolian", agreement)
        self.hands.write("If no meeting is listed: where and how", agreement)
        self.hands.photograph("plan-agreement")
        self.hands.press("Save")
        self.hands.press("Put in force")
        self.hands.reads("In force")
        self.hands.photograph("plan-in-force")

    def enters_body(self, name: str, name_en: str, number: str, email: str) -> None:
        self.hands.menu("Public bodies")
        self.hands.follow("Enter a public body")
        self.hands.write("Name in Mongolian", name)
        self.hands.write("Name in English", name_en)
        self.hands.write("Registration number", number)
        self.hands.write("Email for letters", email)
        self.hands.photograph("body-form")
        self.hands.press("Save")
        self.hands.reads("The public body is in the register.")
        self.hands.photograph("body")

    def imports(self, file: Path) -> dict[str, str]:
        """Take in a file; returns the counts of the run by their words."""
        self.hands.menu("Imports")
        self.hands.follow("Import a file")
        self.hands.attach("File", file)
        self.hands.press("Look at it")
        self.works()
        self.hands.reads("Nothing has changed yet")
        self.hands.photograph("import-checked")
        self.hands.press("Apply")
        self.works()
        self.hands.photograph("import-run")
        stats = self.hands.main.locator(".stat")
        return {stat.locator("span").inner_text(): stat.locator("strong").inner_text() for stat in stats.all()}

    def works(self) -> None:
        """What the worker does meanwhile; the page then shows it."""
        with self.hands.words.app.app_context():
            queue.work_off()
        self.hands.page.reload()

    def writes_request(self, finding: str, point_mn: str, point_en: str, due_on: date) -> None:
        """A request about one finding, with an action point made on the spot."""
        self.opens_finding(finding)
        self.hands.follow("Send to the public body")
        self.hands.write("New action point (Mongolian)", point_mn)
        self.hands.write("New action point (English)", point_en)
        self.hands.write("Due on", due_on.isoformat())
        self.hands.photograph("request-form")
        self.hands.press("Save the draft")
        self.hands.sees(point_en if self.hands.words.lang == "en" else point_mn)
        self.hands.photograph("request-drafted")

    def sends_by_mail(self) -> None:
        self.hands.follow("Send")
        self.hands.tick(CHANNELS["mail"])
        self.hands.photograph("request-send")
        self.hands.press("Send")
        self.hands.reads("The mail is on its way. Record the proof of delivery when you have it.")
        self.hands.photograph("request-sent")

    def composes(self, summary: dict[str, str], *titles: str) -> None:
        """A summary of one finding, which goes by one of its titles."""
        self.hands.menu("Summaries")
        self.hands.follow("Compose a summary")
        self.hands.main.get_by_label(re.compile("|".join(titles))).check()
        for label, name in _SUMMARY_FIELDS.items():
            self.hands.write(label, summary[name])
        self.hands.photograph("summary-form")
        self.hands.press("Save")
        self.hands.reads("Saved. Nothing of it is public yet.")
        self.hands.photograph("summary-composing")

    def opens_summary(self, title: str) -> None:
        self.hands.menu("Summaries")
        self.hands.follow_title(title)

    def takes_summary_on(self, verb: str, **texts: str) -> None:
        """Press a passage's button; write what it asks for."""
        self.hands.follow(verb)
        for label, text in texts.items():
            self.hands.write(label.replace("_", " "), text)
        self.hands.photograph("summary-passage")
        self.hands.press(verb)

    def rewrites_summary(self, text_mn: str, text_en: str) -> None:
        self.hands.follow("Edit the working copy")
        self.hands.write("Text in Mongolian", text_mn)
        self.hands.write("Text in English", text_en)
        self.hands.press("Save")
        self.hands.reads("Saved.")
