from flask import Blueprint

blueprint = Blueprint("bodies", __name__, url_prefix="/workspace/bodies", template_folder="templates")
