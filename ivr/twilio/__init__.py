"""What Twilio's side demands of us: today, checking that a webhook is really theirs."""
