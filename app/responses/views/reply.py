from flask import Blueprint

blueprint = Blueprint("reply", __name__, url_prefix="/reply", template_folder="../templates")
