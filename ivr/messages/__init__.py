"""Text messages: promised in calls, sent once when it is repaired, and answered."""
