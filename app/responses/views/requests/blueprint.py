from flask import Blueprint

from app.responses import display

blueprint = Blueprint("requests", __name__, url_prefix="/workspace/requests", template_folder="../../templates")
blueprint.record_once(display.register)
