"""Who changed what: kept for good order, never changed, read by auditors."""
