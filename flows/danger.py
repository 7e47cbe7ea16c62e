"""Key 9: a fallen line, leaking water, steam. A person ahead of everything else."""

from flows.person import DANGER, reach
from flows.step import Move, Visit

DANGEROUS = ("electricity", "water", "heat")
ACT = {"electricity": "danger.act.electricity", "heat": "danger.act.heat"}


def dangerous_service(visit: Visit) -> str:
    """Name the line's first service that can hurt; empty: key 9 is not in use on this line."""
    return next((s for s in visit.world.line.services if s in DANGEROUS), "")


def offer_danger(visit: Visit, service: str) -> None:
    """Say the danger that goes with a service, if the line takes such calls."""
    if dangerous_service(visit):
        visit.say(f"danger.offer.{service if service in DANGEROUS else 'general'}")


def report_danger(visit: Visit) -> Move:
    """Say how to stay safe, and ring the urgent team."""
    service = dangerous_service(visit)
    visit.note("danger", service)
    visit.say(ACT.get(service, "danger.act.general"))
    return reach(visit, DANGER)
