// The agents' telephones: they lie on the page, and ring there.

const seats = new Map(
  [...document.querySelectorAll("#agents .seat")].map((seat) => [seat.dataset.telephone, seat]),
);

const DOING = {
  away: "away: nobody sits at the desk",
  available: "available",
  offered: "is being rung",
  busy: "on a call",
  wrap_up: "writes the call down",
};

export const isAgent = (number) => seats.has(number);

/** Where the card of a telephone belongs; undefined for one that is no agent's. */
export const seatOf = (number) => seats.get(number);

/** Show what each agent does now. */
export function showAgents(agents) {
  for (const agent of agents) {
    const seat = seats.get(agent.telephone);
    const doing = seat?.querySelector(".doing");
    const words = DOING[agent.state] ?? agent.state;
    if (doing && doing.textContent !== words) {
      doing.textContent = words;
      seat.dataset.state = agent.state;
    }
  }
}
