"""The tables in which only our own people stand, and those in which nobody does."""

from ivr.privacy.store import Store

AUDIT = "for good: who did what is what it is for"
EMPLOYED = "for good, so that what they did keeps its name; `linja user disable` ends it"

STAFF = (
    Store(
        "users",
        "staff",
        "Who may sign in.",
        EMPLOYED,
        personal=("name", "password", "totp"),
        plain=("language",),
    ),
    Store(
        "user_roles", "staff", "What they may do.", EMPLOYED, personal=("name",), plain=("role",)
    ),
    Store(
        "sign_ins",
        "staff",
        "Where they are signed in.",
        "until it ends, 24 hours at most",
        personal=("name", "address", "browser"),
        plain=("digest", "id"),
    ),
    Store(
        "sign_in_failures",
        "staff",
        "To slow down whoever guesses passwords.",
        "1 day",
        personal=("name", "address"),
    ),
    Store(
        "agents",
        "staff",
        "Who takes calls now, on which telephone.",
        EMPLOYED,
        personal=("name", "telephone"),
        plain=("state",),
    ),
    Store("agent_teams", "staff", "Whose calls.", EMPLOYED, personal=("name",), plain=("team",)),
    Store(
        "agent_legs",
        "staff",
        "Every call that rang an agent.",
        EMPLOYED,
        personal=("agent", "telephone"),
        plain=("offer_id", "shown", "state", "call_sid", "taking"),
    ),
    Store(
        "corrections",
        "staff",
        "A person's word on an outage.",
        "90 days after it ended",
        personal=("by",),
        plain=("source", "id", "change"),
    ),
    Store(
        "outage_acts",
        "staff",
        "Who did what to which outage.",
        AUDIT,
        personal=("by",),
        plain=("act", "source", "id", "detail"),
    ),
    Store(
        "suspicions",
        "staff",
        "Faults suspected from calls, and who decided; no caller is in it.",
        AUDIT,
        personal=("by", "reason"),
        plain=("id", "postcode", "service", "state", "notice"),
    ),
    Store(
        "publications",
        "staff",
        "When which flow went live.",
        AUDIT,
        personal=("note",),
        plain=("flow", "hash", "previous_hash"),
    ),
    Store(
        "flow_sources",
        "staff",
        "Who published what.",
        AUDIT,
        personal=("author",),
        plain=("source",),
    ),
    Store(
        "draft_revisions",
        "staff",
        "Who changed what in a draft.",
        AUDIT,
        personal=("author",),
        plain=("flow", "source"),
    ),
    Store(
        "fresh_translations",
        "staff",
        "Who said that texts mean the same.",
        AUDIT,
        personal=("author",),
        plain=("flow", "prompt", "digest"),
    ),
)

SETTINGS = "as long as it is used"
NOBODY = (
    Store("drafts", "nobody", "Flows being written.", SETTINGS, plain=("flow", "base")),
    Store("bundles", "nobody", "Published flows.", "for good", plain=("hash", "flow", "document")),
    Store("live", "nobody", "What is live.", SETTINGS, plain=("flow", "hash")),
    Store(
        "configuration",
        "nobody",
        "Lines, teams and hours of the company.",
        SETTINGS,
        plain=("section", "document"),
    ),
    Store(
        "api_tokens",
        "nobody",
        "Who may use the API; only a digest of the token.",
        SETTINGS,
        plain=("name", "digest", "scope"),
    ),
    Store(
        "sources",
        "nobody",
        "Systems that tell of outages.",
        SETTINGS,
        plain=("name", "services", "major", "scope", "token_scope", "withheld"),
    ),
    Store(
        "source_tokens",
        "nobody",
        "Only a digest of the token.",
        SETTINGS,
        plain=("digest", "source", "scope", "areas", "services"),
    ),
    Store(
        "source_secrets",
        "nobody",
        "Sealed with SECRET_KEY.",
        SETTINGS,
        plain=("id", "source", "sealed"),
    ),
    Store(
        "source_settings", "nobody", "How a source sends.", SETTINGS, plain=("source", "document")
    ),
    Store(
        "source_polls",
        "nobody",
        "When a source was asked.",
        SETTINGS,
        plain=("source", "claim", "etag", "last_modified", "result", "problem"),
    ),
    Store(
        "source_messages",
        "nobody",
        "Signed messages that were taken.",
        "as long as their signature is good",
        plain=("source", "digest", "answer"),
    ),
    Store(
        "quarantine",
        "nobody",
        "What a source sent and was refused.",
        "LINJA_QUARANTINE_DAYS",
        plain=("source", "digest", "came_by", "content_type", "reasons", "body"),
    ),
    Store(
        "outages",
        "nobody",
        "What is broken.",
        "90 days after it ended",
        plain=("source", "id", "document", "superseded_by", "waiting", "running", "fact"),
    ),
    Store(
        "outage_postcodes",
        "nobody",
        "Where.",
        "90 days after it ended",
        plain=("postcode", "source", "id"),
    ),
    Store(
        "summaries",
        "nobody",
        "What a call in a postcode hears.",
        SETTINGS,
        plain=("postcode", "facts"),
    ),
    Store(
        "postcode_customers",
        "nobody",
        "How many customers, not who.",
        SETTINGS,
        plain=("postcode",),
    ),
    Store(
        "postcode_calls",
        "nobody",
        "How many callers, not who.",
        "4 weeks",
        plain=("postcode", "service"),
    ),
    Store(
        "waiting_teams",
        "nobody",
        "In which line somebody waits.",
        "with `waiting`",
        plain=("waiting_id", "team"),
    ),
    Store("leases", "nobody", "Which machine does what.", SETTINGS, plain=("name", "holder")),
    Store("pace", "nobody", "When the next call may be made.", SETTINGS, plain=("name",)),
)
