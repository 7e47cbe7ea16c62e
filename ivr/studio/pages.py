"""The pages of the studio, under `/admin/flows/`."""

from flask import Blueprint

from flows.checks import CHECKS
from ivr.services import Services
from ivr.studio.list_pages import add_list
from ivr.studio.source_pages import add_source
from ivr.studio.studio import Studio

TABS = (("studio.tab.source", "studio.source"),)
"""The views of one flow: their words, and where they are."""


def studio_blueprint(services: Services) -> Blueprint:
    """Make them."""
    pages = Blueprint("studio", __name__, url_prefix="/admin/flows", template_folder="templates")
    studio = Studio(services.engine, services.clock)
    pages.context_processor(lambda: {"tabs": TABS, "checks": CHECKS})
    add_list(pages, studio)
    add_source(pages, studio)
    return pages
