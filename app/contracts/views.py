from flask import Blueprint

blueprint = Blueprint("contracts", __name__, url_prefix="/workspace/contracts", template_folder="templates")
