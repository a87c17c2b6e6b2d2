// How far a contract is: from where the phone was last, else from where its owner lives; to the centre of the contract's
// place, as on the server (bodies/nearness.py). Pure.

const EARTH_RADIUS = 6371.0088; // kilometres
const STEP = 10; // kilometres: nothing finer is true of centres
const UNKNOWN = [2, 0];

/** Along the great circle between two points [latitude, longitude], in kilometres. */
export function kilometres([north, east], [toNorth, toEast]) {
  const across = hav(toNorth - north) + Math.cos(radians(north)) * Math.cos(radians(toNorth)) * hav(toEast - east);
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(across)));
}

const radians = (degrees) => (degrees * Math.PI) / 180;
const hav = (degrees) => Math.sin(radians(degrees) / 2) ** 2;

/** What distances are counted from: {at, place}; null when neither a position nor a home is known. */
export function originOf(where, { home, places }) {
  if (where) return { at: where.position.slice(0, 2), place: null };
  const place = places.find(({ id }) => id === home);
  return place ? { at: place.at, place } : null;
}

/** [rank, kilometres]: rank 0 the same place, 1 a known distance, 2 not known. */
export function nearness(origin, contract, places) {
  const place = contract.place && places.find(({ id }) => id === contract.place.id);
  if (!origin || !place) return UNKNOWN;
  const home = origin.place;
  if (home && ([place.id, place.parent].includes(home.id) || home.parent === place.id)) return [0, 0];
  return origin.at && place.at ? [1, kilometres(origin.at, place.at)] : UNKNOWN;
}

/** "here", "near", about how many kilometres, or null. */
export function roughly([rank, distance]) {
  if (rank !== 1) return rank === 0 ? "here" : null;
  return distance < STEP ? "near" : Math.round(distance / STEP) * STEP;
}

/** What is overdue first; then by the nearness of each, if `near` gives it; then by the day. */
export function ordered(assignments, today, near = () => UNKNOWN) {
  const key = (row) => [row.due_on && row.due_on < today ? 0 : 1, ...near(row), row.due_on ?? "9", row.id];
  return [...assignments].sort((one, other) => compare(key(one), key(other)));
}

function compare(one, other) {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
}
