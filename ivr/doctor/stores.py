"""The database and Redis."""

from collections.abc import Iterator

from sqlalchemy import text

from ivr.db.migrate import is_newer, newest_revision, revision_of
from ivr.doctor.finding import Finding, Patient
from ivr.queue.connect import web_client

KEEPS_ALL = "noeviction"


def database(patient: Patient) -> Iterator[Finding]:
    """Is it there, and in this version's form?"""
    there, wanted = revision_of(patient.engine), newest_revision()
    kind = patient.engine.dialect.name
    if is_newer(there):
        yield Finding("database", "ok", f"{kind}, form {there} of a newer version than ours")
    elif there != wanted:
        found = f"{kind}, its form is {there or 'none'}, ours {wanted}"
        yield Finding("database", "problem", found, "Run `linja migrate` of the newest version.")
        return
    else:
        yield Finding("database", "ok", f"{kind}, form {there}")
    yield from lasting(patient)


def lasting(patient: Patient) -> Iterator[Finding]:
    """What was promised must be on disk: PostgreSQL may be told not to wait for it."""
    if patient.engine.dialect.name != "postgresql":
        return
    with patient.engine.connect().execution_options(readonly=True) as connection:
        waits = str(connection.execute(text("SHOW synchronous_commit")).scalar())
    if waits == "off":
        mend = "Set synchronous_commit to on: else a callback may be promised and lost."
        yield Finding("database", "problem", "synchronous_commit is off", mend)


def redis(patient: Patient) -> Iterator[Finding]:
    """Can bells be rung? Nothing in it must last, so that its persistence does not matter."""
    url = patient.settings.redis_url
    if not url:
        yield Finding("redis", "ok", "not set up: the clock does all work by itself")
        return
    client = web_client(url)
    try:
        role = client.info("replication").get("role")
        kept = client.info("persistence").get("aof_enabled")
        policy = client.info("memory").get("maxmemory_policy")
    finally:
        client.close()
    yield of_redis(str(role), policy=str(policy), appends=bool(kept))


def of_redis(role: str, *, policy: str, appends: bool) -> Finding:
    if role != "master":
        return Finding("redis", "problem", f"it is a {role}", "Let REDIS_URL name the master.")
    if policy != KEEPS_ALL:
        mend = f"`CONFIG SET maxmemory-policy {KEEPS_ALL}`: RQ loses bells that are evicted."
        return Finding("redis", "problem", f"maxmemory-policy is {policy}", mend)
    how = "appends to a file" if appends else "keeps nothing for long"
    return Finding("redis", "ok", f"master, {how}; it only rings bells, so either is right")


CHECKS = (database, redis)
