from flask import Blueprint

blueprint = Blueprint("findings", __name__, url_prefix="/workspace/findings", template_folder="../templates")
