"""Things that were bought."""

from app.demo.pictures.canvas import Canvas

CARDBOARD, TAPE, WOOD = "#c69c6d", "#e0d3b4", "#b98a55"
SPINES = ("#a33b36", "#2f6f9f", "#3f7d4b", "#c98f2b", "#5d4b86", "#7a5238")


def boxes(canvas: Canvas) -> None:
    """Boxes as delivered, one of them burst."""
    canvas.room()
    for row, number in enumerate((5, 4, 2)):
        for place in range(number):
            _carton(canvas, 110 + place * 118 + row * 40, 410 - row * 92)
    canvas.shape([(560, 500), (640, 480), (655, 540), (600, 560)], CARDBOARD, "#7b5c30")
    canvas.line([(600, 488), (612, 530), (590, 552)], "#6b4f28", 4)


def books(canvas: Canvas) -> None:
    """Library shelves, the lowest one empty."""
    canvas.room("#e4dfd2")
    canvas.box(120, 70, 560, 440, "#8a623a", "#573b20")
    for shelf in range(4):
        top = 90 + shelf * 105
        canvas.box(140, top, 520, 92, "#5c4123")
        if shelf < 3:
            _row_of_books(canvas, top)


def chairs(canvas: Canvas) -> None:
    """Small tables with chairs that are too high for them."""
    canvas.room("#dfe6d8")
    for x in (90, 330, 570):
        canvas.box(x, 400, 150, 14, "#e8c25a", "#8d6f14")
        for leg in (x + 8, x + 132):
            canvas.box(leg, 414, 10, 100, "#8b929a")
        for chair in (x + 5, x + 85):
            canvas.box(chair, 300, 52, 80, "#3f7d4b", "#255231")
            canvas.box(chair - 4, 380, 60, 12, "#3f7d4b", "#255231")
            for leg in (chair, chair + 46):
                canvas.box(leg, 392, 6, 130, "#8b929a")


def ambulance(canvas: Canvas) -> None:
    """One ambulance in front of a garage for two."""
    canvas.outdoors()
    canvas.box(60, 170, 680, 240, "#d9d2c3", "#8f8569")
    for x in (90, 420):
        canvas.box(x, 210, 290, 200, "#55606b", "#2f363d")
    canvas.shape([(120, 300), (330, 300), (370, 350), (395, 365), (395, 430), (120, 430)], "#f4f5f3", "#9aa0a3")
    canvas.shape([(318, 308), (345, 350), (290, 350), (290, 308)], "#5f7c92")
    canvas.box(120, 372, 275, 14, "#c0302b")
    canvas.box(195, 312, 14, 46, "#c0302b")
    canvas.box(179, 328, 46, 14, "#c0302b")
    canvas.box(215, 288, 34, 12, "#2f6fd0")
    for x in (170, 340):
        canvas.disc(x, 432, 28, "#23272b", "#101214")
        canvas.disc(x, 432, 11, "#9aa0a3")


def coal_heap(canvas: Canvas) -> None:
    """Coal in a yard, a weighing platform beside it without a display."""
    canvas.outdoors()
    canvas.shape([(60, 480), (150, 340), (260, 265), (360, 300), (470, 400), (520, 480)], "#25272b", "#121316")
    for _lump in range(170):
        x, y = canvas.random.uniform(90, 490), canvas.random.uniform(300, 478)
        if abs(x - 275) < (y - 255) * 0.95:
            canvas.disc(x, y, canvas.random.uniform(4, 11), canvas.random.choice(["#34373d", "#1a1b1f", "#42464d"]))
    canvas.box(560, 450, 200, 22, "#7d858c", "#454b50")
    canvas.box(720, 330, 12, 120, "#7d858c")
    canvas.box(690, 300, 72, 44, "#33383d", "#15181a")


def computers(canvas: Canvas) -> None:
    canvas.room("#dbe3e8")
    for x in (70, 310, 550):
        canvas.box(x, 420, 190, 14, WOOD, "#6e4f2a")
        canvas.box(x + 30, 290, 130, 90, "#22262b", "#0f1113")
        canvas.box(x + 38, 298, 114, 72, canvas.random.choice(["#2f6f9f", "#274f73", "#101820"]))
        canvas.box(x + 85, 380, 20, 30, "#33383d")
        canvas.box(x + 60, 408, 70, 8, "#33383d")
        for leg in (x + 8, x + 172):
            canvas.box(leg, 434, 10, 110, "#8b929a")


def meal_tray(canvas: Canvas) -> None:
    """A school meal on its tray."""
    canvas.shade(0, 600, "#b98a55", "#93683a")
    canvas.shape([(130, 160), (670, 160), (720, 500), (80, 500)], "#c9d2d6", "#8b949a")
    canvas.oval(290, 300, 120, 62, "#f6f4ee", "#b8b3a4")
    canvas.oval(290, 298, 88, 42, "#c98f2b")
    for _piece in range(14):
        canvas.disc(
            canvas.random.uniform(225, 355),
            canvas.random.uniform(280, 316),
            8,
            canvas.random.choice(["#7a4a22", "#e0b24a", "#a33b36"]),
        )
    canvas.oval(540, 280, 70, 40, "#f6f4ee", "#b8b3a4")
    canvas.oval(540, 278, 48, 24, "#9c5a2c")
    canvas.shape([(400, 420), (560, 400), (575, 440), (420, 462)], "#d8a95c", "#8a6427")


def _carton(canvas: Canvas, x: float, y: float) -> None:
    canvas.box(x, y, 112, 88, CARDBOARD, "#7b5c30")
    canvas.box(x + 48, y, 16, 88, TAPE)
    canvas.box(x + 12, y + 58, 26, 18, "#f1ead9")


def _row_of_books(canvas: Canvas, top: float) -> None:
    x = 144.0
    while x < 640:
        width, height = canvas.random.uniform(12, 26), canvas.random.uniform(62, 86)
        canvas.box(x, top + 92 - height, width, height, canvas.random.choice(SPINES), "#3a2a16")
        x += width
