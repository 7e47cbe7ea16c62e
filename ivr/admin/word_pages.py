"""The shared sentences side by side, in every language; a flow may word any of them itself."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Blueprint, abort, render_template, request

from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin.word_desk import WordDesk
from ivr.admin.word_edit_pages import add_word_edits
from ivr.admin.word_publish_pages import add_word_publishing
from ivr.admin.wordings import Sentence, groups, sentences
from ivr.bundles.own_words import with_words
from ivr.bundles.publishing import known_flows
from ivr.services import Services

SEERS: tuple[Role, ...] = ("viewer", "editor", "publisher", "outage-operator", "administrator")


def add_words(pages: Blueprint, services: Services) -> None:
    """Add the list, the form of a sentence, and publishing."""
    desk = WordDesk(services)
    add_word_edits(pages, desk)
    add_word_publishing(pages, desk)

    @pages.get("/words/")
    @allow(*SEERS)
    def words_() -> str:
        every, opened = groups(), desk.open()
        group = request.args.get("group", every[0])
        if group not in every:
            abort(HTTPStatus.NOT_FOUND)
        found = sentences(group, with_words(opened.live.words), services.clock.now())
        own = _own(services, found)
        return render_template(
            "admin_words.html", groups=every, group=group, found=found, own=own, opened=opened
        )


def _own(services: Services, found: Sequence[Sentence]) -> Mapping[str, Sequence[str]]:
    """Name the flows that word a sentence themselves, by its key."""
    flows = known_flows(services.engine)
    own = {
        one.key: [name for name, flow in sorted(flows.items()) if one.key in flow.own_prompts]
        for one in found
    }
    return {key: names for key, names in own.items() if names}
