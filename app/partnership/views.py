from flask import Blueprint

blueprint = Blueprint("partnership", __name__, url_prefix="/workspace", template_folder="templates")
