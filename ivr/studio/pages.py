"""The pages of the studio, under `/admin/flows/`."""

from functools import partial

from flask import Blueprint

from flows.checks import CHECKS
from ivr.bundles.notes import told
from ivr.services import Services
from ivr.studio.file_pages import add_files
from ivr.studio.helping import name_of, of_problem
from ivr.studio.list_pages import add_list
from ivr.studio.map_pages import add_map
from ivr.studio.prompt_pages import add_prompts
from ivr.studio.publish_pages import add_publish
from ivr.studio.recording_pages import add_recordings
from ivr.studio.source_pages import add_source
from ivr.studio.step_pages import add_steps
from ivr.studio.studio import Studio
from ivr.studio.try_pages import add_try
from ivr.studio.version_pages import add_versions
from ivr.web.words import language_of_page, word

TABS = (
    ("studio.tab.map", "studio.map_"),
    ("studio.tab.prompts", "studio.prompts"),
    ("studio.tab.source", "studio.source"),
    ("studio.tab.try", "studio.try_"),
    ("studio.tab.publish", "studio.publish"),
    ("studio.tab.versions", "studio.versions"),
    ("studio.tab.files", "studio.files"),
)
"""The views of one flow: their words, and where they are."""


STEP_PAGE = "studio.step"
"""Where a step of the map is changed."""


def studio_blueprint(services: Services) -> Blueprint:
    """Make them."""
    pages = Blueprint("studio", __name__, url_prefix="/admin/flows", template_folder="templates")
    two = services.settings.linja_publishers == "two"
    studio = Studio(services.engine, services.clock, two=two)
    pages.context_processor(_known)
    pages.add_app_template_filter(lambda note: told(note, word), "noted")
    pages.add_app_template_filter(lambda type_: name_of(language_of_page(), type_), "type_name")
    add_list(pages, studio)
    add_map(pages, studio)
    add_prompts(pages, studio)
    add_recordings(pages, studio)
    add_source(pages, studio)
    add_steps(pages, studio)
    add_try(pages, studio)
    add_publish(pages, studio)
    add_versions(pages, studio)
    add_files(pages, studio)
    return pages


def _known() -> dict[str, object]:
    """Give every template what it shows of the flow language."""
    told = partial(of_problem, language_of_page())
    return {"tabs": TABS, "checks": CHECKS, "step_page": STEP_PAGE, "told": told}
