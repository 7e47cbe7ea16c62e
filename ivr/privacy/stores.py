"""Every table of the application. A test fails while a table or a column of text is missing."""

from ivr.privacy.callers import CALLERS
from ivr.privacy.others import NOBODY, STAFF
from ivr.privacy.store import Store

STORES: tuple[Store, ...] = (*CALLERS, *STAFF, *NOBODY)
