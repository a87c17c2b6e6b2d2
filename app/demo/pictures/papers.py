"""Papers, boards and meters. What is written on them is only hinted at."""

from app.demo.pictures.canvas import Canvas

INK, PAPER = "#3d4450", "#fbfaf5"


def document(canvas: Canvas) -> None:
    """A protocol with a table and two signatures, photographed on a table."""
    canvas.shade(0, 600, "#8d7350", "#6d5738")
    canvas.shape([(190, 40), (620, 60), (600, 590), (165, 570)], PAPER, "#b8b3a4")
    page(canvas, 215, 85, 350, 450)


def menu_board(canvas: Canvas) -> None:
    """A board on a canteen wall; the frame for the menu is empty."""
    canvas.room("#e7e2d4")
    canvas.box(180, 90, 440, 260, "#2f5a45", "#7a5238")
    canvas.box(210, 120, 170, 200, "#e7e2d4", "#7a5238")
    canvas.box(420, 120, 170, 200, PAPER, "#7a5238")
    _lines(canvas, 435, 145, 140, 9)


def meter(canvas: Canvas) -> None:
    """A pressure gauge on a pipe."""
    canvas.shade(0, 600, "#9a9e9f", "#6f7475")
    canvas.box(0, 430, 800, 70, "#7d5a3f", "#4b3524")
    canvas.box(375, 380, 50, 60, "#b08d3c", "#6d561f")
    canvas.disc(400, 240, 165, "#d8dbdc", "#4f5557")
    canvas.disc(400, 240, 145, PAPER, "#8a9092")
    canvas.arc(400, 240, 125, 140, 320, "#3f7d4b", 12)
    canvas.arc(400, 240, 125, 320, 400, "#a33b36", 12)
    for number, (x, y) in enumerate(((310, 300), (300, 200), (385, 140), (475, 200), (465, 300))):
        canvas.text(x, y, str(number * 2), 22, INK)
    canvas.line([(400, 240), (400 - 40 - 30 * canvas.random.random(), 175)], "#a33b36", 6)
    canvas.disc(400, 240, 13, "#33383d")


def drawing(canvas: Canvas) -> None:
    """A sheet of working drawings: the plan of a school's annex."""
    canvas.shade(0, 600, "#8d7350", "#6d5738")
    canvas.shape([(70, 70), (740, 60), (750, 540), (60, 550)], "#eef3f7", "#a3abb2")
    blue = "#2f5a8d"
    canvas.line([(150, 150), (640, 150), (640, 430), (150, 430), (150, 150)], blue, 5)
    for x in (290, 430, 520):
        canvas.line([(x, 150), (x, 300)], blue, 3)
    canvas.line([(150, 300), (360, 300)], blue, 3)
    canvas.line([(410, 300), (640, 300)], blue, 3)
    canvas.line([(150, 465), (640, 465)], blue, 1.5)
    for x in (150, 290, 430, 640):
        canvas.line([(x, 457), (x, 473)], blue, 1.5)
    canvas.text(365, 470, "24 000", 16, blue)


def page(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """Lines of writing, a table, two signatures, within the given box."""
    canvas.box(left + width * 0.28, top, width * 0.44, 10, INK)
    _lines(canvas, left, top + 35, width, 6)
    _table(canvas, left, top + 150, width)
    _lines(canvas, left, top + 290, width, 4)
    for x in (left + 20, left + width * 0.58):
        strokes = [(x + step * 12, top + height - 40 + canvas.random.uniform(-16, 12)) for step in range(9)]
        canvas.line(strokes, "#20409a", 2.5)
        canvas.line([(x, top + height - 12), (x + 120, top + height - 12)], INK, 1.5)


def _lines(canvas: Canvas, left: float, top: float, width: float, number: int) -> None:
    for row in range(number):
        x = left
        while x < left + width - 20:
            word = canvas.random.uniform(14, 52)
            canvas.box(x, top + row * 18, min(word, left + width - x), 6, "#6b7380")
            x += word + 8


def _table(canvas: Canvas, left: float, top: float, width: float) -> None:
    for row in range(6):
        canvas.line([(left, top + row * 22), (left + width, top + row * 22)], INK, 1.5)
        for column in range(4 if row < 5 else 0):
            canvas.box(
                left + 12 + column * width / 4,
                top + 8 + row * 22,
                width / 4 * canvas.random.uniform(0.3, 0.75),
                6,
                "#8a9099",
            )
    for column in range(5):
        canvas.line([(left + column * width / 4, top), (left + column * width / 4, top + 110)], INK, 1.5)
