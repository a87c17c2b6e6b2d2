from flask import Blueprint

blueprint = Blueprint("observations", __name__, url_prefix="/workspace/observations", template_folder="../templates")
