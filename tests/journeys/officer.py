"""What somebody in a public body does, with nothing but the link in the mail."""

from datetime import date
from pathlib import Path

from app.findings.terms import POSITIONS
from tests.journeys.hands import Hands


class Officer:
    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    def opens(self, link: str) -> None:
        self.hands.open(link)
        self.hands.photograph("letter")

    def acknowledges(self, received_on: date, number: str) -> None:
        self.hands.write("Received and registered on", received_on.isoformat())
        self.hands.write("Your registry number, if there is one", number)
        self.hands.press("Acknowledge receipt")
        self.hands.reads("Thank you. Receipt is acknowledged.")
        self.hands.photograph("acknowledged")

    def begins_answer(self, explanation: str) -> None:
        """Saves a draft that is not whole yet."""
        self.hands.follow("Write the reply")
        self.hands.write("Explanation", explanation)
        self.hands.press("Save the draft")
        self.hands.reads("Saved. A colleague with the same link can go on.")
        self.hands.photograph("draft-saved")

    def accepts_partly(self, promise: str, office: str, promised_on: date) -> None:
        self.hands.tick(POSITIONS["partly"])
        self.hands.write("What will be done", promise)
        self.hands.write("Responsible office", office)
        self.hands.write("By when", promised_on.isoformat())
        self.hands.photograph("answer")
        self.hands.press("Save and go on")

    def says_who_answers(self, office: str, number: str) -> None:
        self.hands.write("Answering office", office)
        self.hands.write("Number of your letter, if there is one", number)
        self.hands.photograph("office")
        self.hands.press("Save and go on")

    def adds(self, file: Path) -> None:
        self.hands.attach("File", file)
        self.hands.press("Add the file")
        self.hands.photograph("files")
        self.hands.follow("Go on to the check")

    def sends(self) -> None:
        self.hands.photograph("check")
        self.hands.press("Send the reply")
        self.hands.reads("Your reply is received")
        self.hands.photograph("receipt")
