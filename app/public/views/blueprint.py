"""The public site. Its pages ask `summaries.visibility` what may be seen, and nothing else."""

from flask import Blueprint

from app.public.addresses import absolute, in_language

blueprint = Blueprint("public", __name__, url_prefix=None, template_folder="../templates")
blueprint.add_app_template_global(absolute, "absolute")
blueprint.add_app_template_global(in_language, "in_language")

WHY = "the public reads what is published"
