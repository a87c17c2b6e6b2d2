from flask import Blueprint

blueprint = Blueprint("requests", __name__, url_prefix="/workspace/requests", template_folder="../templates")
