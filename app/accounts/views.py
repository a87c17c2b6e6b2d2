from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix=None, template_folder="templates")
