"""Roads, yards and what stands in them."""

from app.demo.pictures.canvas import WIDTH, Canvas

ASPHALT, POLE, STEEL = "#55585c", "#4a4f55", "#8b929a"
NIGHT = ("#0d1730", "#2b3a5c")
DARK_GROUND = ("#20262f", "#12151b")
LAMPS = 6


def road_holes(canvas: Canvas) -> None:
    """A new road with holes and cracks."""
    _road(canvas)
    for number in range(7):
        depth = 0.12 + number * 0.12
        x = 400 + canvas.random.choice((-1, 1)) * canvas.random.uniform(70, 230) * depth
        size = 10 + 34 * depth
        canvas.oval(x, 340 + 240 * depth, size * 1.5, size * 0.5, "#3a3327", "#77705f")
        canvas.oval(x + 4, 343 + 240 * depth, size, size * 0.28, "#241f17")
    for _crack in range(4):
        _crack_from(canvas, 400 + canvas.random.uniform(-200, 200), canvas.random.uniform(400, 520))


def road_good(canvas: Canvas) -> None:
    _road(canvas)


def road_edge(canvas: Canvas) -> None:
    """A ruler beside the broken edge of the asphalt."""
    canvas.shade(0, 600, "#8a8064", "#6f6549")
    edge = [(x, 300 + canvas.random.uniform(-22, 22)) for x in range(-20, 840, 40)]
    canvas.shape([*edge, (840, 0), (-20, 0)], ASPHALT)
    canvas.shape([*edge, *[(x, y + 34) for x, y in reversed(edge)]], "#3b3d40")
    canvas.shape([(250, 180), (290, 180), (290, 470), (250, 470)], "#e9c84a", "#6d5a12")
    for number, y in enumerate(range(190, 470, 28)):
        canvas.line([(250, y), (270 if number % 2 else 282, y)], "#3a3008", 3)


def well(canvas: Canvas) -> None:
    """A pump house with a tap, water running into a bucket."""
    canvas.outdoors()
    canvas.box(260, 230, 250, 190, "#dfe4e6", "#7d868b")
    canvas.shape([(245, 232), (385, 160), (525, 232)], "#2f6f9f", "#1d4a6c")
    canvas.box(300, 290, 70, 130, "#3f5b6d", "#263a47")
    canvas.line([(510, 330), (575, 330), (575, 352)], STEEL, 11)
    canvas.line([(575, 352), (575, 420)], "#8cc3ea", 7)
    canvas.shape([(545, 405), (608, 405), (598, 470), (555, 470)], "#4f7fae", "#2b4d70")
    canvas.oval(576, 407, 31, 8, "#a9d6f2", "#2b4d70")


def playground(canvas: Canvas) -> None:
    _yard(canvas)
    _swing(canvas, (155, 235))


def playground_broken(canvas: Canvas) -> None:
    """The same yard; one seat hangs from a single chain, two benches are missing."""
    _yard(canvas)
    _swing(canvas, (155,))
    canvas.line([(220, 210), (215, 385)], STEEL, 3)
    canvas.line([(212, 380), (236, 420)], "#b33a2c", 9)


def street_lights(canvas: Canvas) -> None:
    """A street at night; some of its lamps are dark."""
    canvas.outdoors(NIGHT, DARK_GROUND)
    canvas.shape([(330, 330), (470, 330), (900, 600), (-100, 600)], "#262a31")
    dark = set(canvas.random.sample(range(LAMPS), 2))
    for number in reversed(range(LAMPS)):
        _lamp(canvas, number, number not in dark)


def waste_bins(canvas: Canvas) -> None:
    """Full bins, bags beside them."""
    canvas.outdoors()
    canvas.box(60, 200, 680, 190, "#9c9588", "#6d675b")
    for x in (130, 320, 510):
        canvas.shape([(x, 300), (x + 140, 300), (x + 125, 450), (x + 15, 450)], "#2f7d4f", "#1b4c30")
        for _bag in range(6):
            _bag_at(canvas, x + canvas.random.uniform(15, 125), canvas.random.uniform(265, 300))
    for _bag in range(9):
        _bag_at(canvas, canvas.random.uniform(90, 720), canvas.random.uniform(465, 520))


def waste_empty(canvas: Canvas) -> None:
    canvas.outdoors()
    canvas.box(60, 200, 680, 190, "#9c9588", "#6d675b")
    for x in (130, 320, 510):
        canvas.shape([(x, 300), (x + 140, 300), (x + 125, 450), (x + 15, 450)], "#2f7d4f", "#1b4c30")
        canvas.shape([(x - 8, 300), (x + 148, 300), (x + 140, 282), (x, 282)], "#25663f", "#1b4c30")


def _road(canvas: Canvas) -> None:
    canvas.outdoors()
    canvas.shape([(375, 330), (425, 330), (760, 600), (40, 600)], ASPHALT)
    for step in range(5):
        y = 345 + step * step * 11
        canvas.shape(
            [(398 - step, y), (402 + step, y), (404 + step * 2, y + 8 + step * 7), (396 - step * 2, y + 8 + step * 7)],
            "#dcd9cf",
        )
    for x in (350, 452):
        canvas.line([(x, 352), (x, 332)], "#e9e6dc", 4)


def _crack_from(canvas: Canvas, x: float, y: float) -> None:
    points = [(x, y)]
    for _bend in range(5):
        x, y = x + canvas.random.uniform(-30, 30), y + canvas.random.uniform(4, 22)
        points.append((x, y))
    canvas.line(points, "#2c2d2f", 2.5)


def _yard(canvas: Canvas) -> None:
    canvas.outdoors(ground=("#cdb98a", "#a8946a"))
    canvas.box(0, 150, WIDTH, 150, "#cfc7b6", "#8e8778")
    for x in range(30, WIDTH, 95):
        canvas.box(x, 180, 40, 50, "#6e8496", "#efece2")
    canvas.shape([(470, 240), (520, 240), (650, 470), (600, 470)], "#e3b62f", "#8d6f14")
    canvas.line([(480, 240), (480, 470)], "#2f6f9f", 8)
    for y in range(270, 470, 32):
        canvas.line([(455, y), (480, y)], "#2f6f9f", 5)
    canvas.line([(455, 240), (455, 470)], "#2f6f9f", 8)


def _swing(canvas: Canvas, seats: tuple[int, ...]) -> None:
    canvas.line([(90, 470), (115, 208), (285, 208), (310, 470)], "#b33a2c", 9)
    for x in seats:
        canvas.line([(x - 18, 210), (x - 18, 400)], STEEL, 3)
        canvas.line([(x + 18, 210), (x + 18, 400)], STEEL, 3)
        canvas.box(x - 24, 400, 48, 9, "#3a3d41")


def _lamp(canvas: Canvas, number: int, lit: bool) -> None:
    near = (1 - number / LAMPS) ** 1.5
    x, foot, height = 440 + 300 * near, 345 + 200 * near, 60 + 300 * near
    head = (x - 50 * near - 6, foot - height + 6 * near)
    if lit:
        canvas.oval(head[0] - 10 * near, foot, 75 * near, 14 * near, "#5a5642")
    canvas.line([(x, foot), (x, foot - height), (head[0], foot - height)], POLE, 1 + 6 * near)
    canvas.disc(*head, 4 + 12 * near, "#ffe9a3" if lit else "#31363e")
    canvas.disc(*head, 2 + 6 * near, "#fffbe8" if lit else "#1c2028")


def _bag_at(canvas: Canvas, x: float, y: float) -> None:
    fill = canvas.random.choice(["#20242b", "#3c4c63", "#d8d8d0", "#556b4e"])
    canvas.oval(x, y, 24, 20, fill, "#15181d")
    canvas.line([(x, y - 19), (x + 5, y - 28)], fill, 6)
