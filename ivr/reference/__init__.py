"""The reference in `docs/reference/`, made from the code: one file here makes one page."""
