"""What a call would be told and who would take it, for those who answer mail and chat."""
