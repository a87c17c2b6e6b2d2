from flask import Blueprint

blueprint = Blueprint("rules", __name__, url_prefix="/workspace/rules", template_folder="../templates")
