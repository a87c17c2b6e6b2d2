"""The part of a page that shows what its subject is linked to."""

from datetime import timedelta

from flask import render_template_string

from app.core import clock
from tests.given import people

PAGE = """{% from "partnership/_links.html" import plan_links %}{{ plan_links(areas, points) }}"""


def shown(app, areas=(), points=()):
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        return render_template_string(PAGE, areas=areas, points=points)


def test_links_lead_to_their_pages(app):
    area, point = people.focus_area(), people.action_point()
    html = shown(app, [area], [point])
    assert f"/workspace/focus-areas/{area.id}" in html and f"/workspace/action-points/{point.id}" in html
    assert "Agreed" in html and "Overdue" not in html


def test_an_overdue_action_point_says_so(app):
    point = people.action_point(due_on=clock.today() - timedelta(days=1))
    assert "Overdue" in shown(app, points=[point])


def test_no_links_are_said_to_be_none(app):
    html = shown(app)
    assert "Not linked to any focus area." in html and "Not linked to any action point." in html
