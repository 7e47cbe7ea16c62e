"""The pages of those who answer for the telephone service: outages, lines, words."""
