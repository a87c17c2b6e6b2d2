"""Buildings and building sites."""

from app.demo.pictures.canvas import Canvas

BRICK, PLASTER, GLASS, TIMBER, IRON = "#b4694d", "#e3d9c2", "#5f7c92", "#9a6b3c", "#6b7078"
ROOF = "#7d3b33"


def roof_bare(canvas: Canvas) -> None:
    """A dormitory whose roof ends half way: rafters stand open."""
    _dormitory(canvas)
    canvas.shape([(120, 235), (190, 150), (390, 150), (390, 235)], ROOF, "#4d211c")
    _rafters(canvas, 390, 690)


def roof_done(canvas: Canvas) -> None:
    _dormitory(canvas)
    canvas.shape([(110, 235), (185, 150), (625, 150), (700, 235)], "#35617f", "#1f3d52")
    for x in range(200, 620, 35):
        canvas.line([(x, 152), (x - (410 - x) * 0.08, 233)], "#2a5070", 2)


def roof_inside(canvas: Canvas) -> None:
    """A sleeping room under the bare roof: daylight and a stain on the ceiling."""
    canvas.room("#d8d2bf")
    canvas.shape([(440, 0), (800, 0), (800, 130), (520, 70)], "#a9c8e6")
    for x in range(470, 800, 60):
        canvas.line([(x, 0), (x + 50, 120)], TIMBER, 12)
    for spread in (90, 70, 50):
        canvas.oval(330, 120, spread * 1.6, spread * 0.6, {90: "#c2b48c", 70: "#b19f70", 50: "#9b8757"}[spread])
    for x in (60, 300, 540):
        _bed(canvas, x)


def boiler_house(canvas: Canvas) -> None:
    """A boiler house, its new boiler still outside under a sheet."""
    canvas.outdoors()
    canvas.box(120, 210, 330, 210, BRICK, "#6e3b2a")
    canvas.shape([(105, 212), (285, 150), (465, 212)], IRON, "#3e4247")
    canvas.box(365, 40, 42, 150, "#8f8a84", "#54504c")
    _windows(canvas, 150, 260, 3, 85)
    canvas.shape([(520, 440), (540, 330), (600, 300), (690, 330), (720, 440)], "#3f6fa8", "#274a73")
    for x in (560, 610, 660):
        canvas.line([(x, 315), (x - 12, 438)], "#2f5a8d", 3)
    canvas.box(500, 436, 240, 16, TIMBER)


def toilet_building(canvas: Canvas) -> None:
    """A sanitary block next to a school, trenches for its pipes still open."""
    canvas.outdoors()
    canvas.box(30, 190, 330, 220, PLASTER, "#8f8569")
    _windows(canvas, 60, 230, 3, 95)
    canvas.box(400, 260, 190, 150, "#c9ccc4", "#7c8077")
    canvas.box(430, 310, 50, 100, "#7a5a3e", "#46321f")
    canvas.box(510, 300, 50, 35, GLASS, "#3f5261")
    canvas.shape([(380, 440), (800, 510), (800, 570), (350, 470)], "#5b4a2f", "#3c301d")
    canvas.line([(380, 452), (640, 500)], "#d97b29", 9)


def building_frame(canvas: Canvas) -> None:
    """A kindergarten in its concrete frame, with a crane."""
    canvas.outdoors()
    for storey in range(3):
        canvas.box(150, 380 - storey * 90, 430, 12, "#a9a79f")
        for x in range(150, 600, 85):
            canvas.box(x, 300 - storey * 90 + 12, 14, 80, "#8f8d86")
    canvas.box(150, 302, 210, 80, BRICK)
    canvas.line([(660, 420), (660, 60)], "#d8a317", 9)
    canvas.line([(470, 75), (780, 75)], "#d8a317", 7)
    canvas.line([(520, 78), (520, 150)], "#333333", 2)
    canvas.box(500, 150, 40, 26, "#9b9b95", "#555555")


def site_board(canvas: Canvas) -> None:
    """The board that names who builds what until when; its fields are empty."""
    canvas.outdoors()
    canvas.box(230, 120, 340, 230, "#f4f4ee", "#2f5a8d")
    canvas.box(230, 120, 340, 42, "#2f5a8d")
    for y in (185, 220, 255, 290):
        canvas.box(250, y, 110, 14, "#9aa3ab")
        canvas.line([(375, y + 12), (550, y + 12)], "#9aa3ab", 2)
    for x in (260, 540):
        canvas.box(x - 7, 350, 14, 130, TIMBER)


def _dormitory(canvas: Canvas) -> None:
    canvas.outdoors()
    canvas.box(130, 232, 550, 190, PLASTER, "#8f8569")
    _windows(canvas, 160, 265, 6, 88)
    canvas.box(370, 330, 70, 92, "#6c4a30", "#3d2818")
    canvas.box(110, 420, 590, 12, "#8d877a")


def _rafters(canvas: Canvas, left: int, right: int) -> None:
    for x in range(left, right, 42):
        canvas.line([(x, 233), (x + 21, 152), (x + 42, 233)], TIMBER, 6)
    canvas.line([(left, 152), (right - 40, 152)], TIMBER, 6)
    canvas.shape([(560, 440), (700, 425), (720, 455), (580, 470)], "#c7a26a", "#7b5c30")


def _windows(canvas: Canvas, left: int, top: int, number: int, step: int) -> None:
    for x in range(left, left + number * step, step):
        canvas.box(x, top, 48, 56, GLASS, "#f3f0e6")
        canvas.line([(x + 24, top), (x + 24, top + 56)], "#f3f0e6", 3)


def _bed(canvas: Canvas, x: int) -> None:
    canvas.box(x, 400, 190, 60, "#4c6f94", "#2c445e")
    canvas.box(x + 5, 388, 50, 26, "#f2efe6", "#b8b3a4")
    for leg in (x, x + 182):
        canvas.box(leg, 370, 8, 130, IRON)
