"""
A caller whose area has a fault hears it before any menu.

So every way from the start to a menu passes a step of the type notices, also through `goto`. A
flow that another flow goes to at its start is the second half of that one, and has no such way.
"""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.unread import unread_menus
from flows.ways import is_continuation


def find(subject: Subject) -> Iterator[Found]:
    """Walk from the start, stopping at notices, and see whether a menu is met."""
    if is_continuation(subject.flow, subject.flows):
        return
    for menu in unread_menus(subject.flow, subject.flows):
        where = f"{menu.step} in {menu.flow}" if menu.entrance else menu.step
        message = f"the menu {where} can come before the notices: pass a notices step first"
        yield Found(("steps", menu.entrance or menu.step), message)
