"""The pages under `/admin/` besides the studio's."""

from flask import Blueprint

from ivr.admin.audit_pages import add_audit
from ivr.admin.call_pages import add_call_pages
from ivr.admin.callback_pages import add_callback_pages
from ivr.admin.entry_pages import add_entry_pages
from ivr.admin.figure_pages import add_figures
from ivr.admin.hour_pages import add_hour_pages
from ivr.admin.line_deeds import add_line_deeds
from ivr.admin.line_pages import add_lines
from ivr.admin.outage_deeds import add_outage_deeds
from ivr.admin.outage_pages import add_outages, area_words
from ivr.admin.word_pages import add_words
from ivr.notices.answer import Answers
from ivr.services import Services


def admin_blueprint(services: Services, answers: Answers) -> Blueprint:
    """Make them; `answers` tell what a caller hears."""
    pages = Blueprint("admin", __name__, url_prefix="/admin", template_folder="templates")
    pages.add_app_template_filter(area_words)
    add_outages(pages, services, answers)
    add_outage_deeds(pages, services, answers)
    add_lines(pages, services)
    add_line_deeds(pages, services)
    add_hour_pages(pages, services)
    add_entry_pages(pages, services)
    add_words(pages, services)
    add_callback_pages(pages, services)
    add_call_pages(pages, services)
    add_audit(pages, services)
    add_figures(pages, services)
    return pages
