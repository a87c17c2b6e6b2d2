from flask import Blueprint

blueprint = Blueprint("summaries", __name__, url_prefix="/workspace/summaries", template_folder="templates")
