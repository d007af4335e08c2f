import { MAX_PEOPLE } from '../../model/questions/crowd.ts';
import { type CrowdProblem, CrowdRefusal } from '../../model/scenarios/crowd-problem.ts';
import { RouteFields } from './core/routes.ts';
import type { CrowdCase, Order, Population, Profile } from './crowd-case.ts';
import type { CrowdSetup } from './lay-out.ts';
import type { Door } from './plan/space-cells.ts';

/** Narrower than this nobody passes. */
const MIN_PASSAGE_M = 0.4;
/** Ends of a line of just that width are a rounding apart; what is refused reads as less to a millimetre. */
const ROUNDING_M = 0.0005;

/**
 * What of a case cannot be run as it stands: ids that name nothing or two things, passages without width, orders that contradict each
 * other. Before it is laid out; each is one thing to mend.
 */
export function problemsOf(theCase: CrowdCase): CrowdProblem[] {
  const { space, populations, profiles, bodies, orders, events, waitings, lifts, water, smoke } = theCase;
  const problems: CrowdProblem[] = [];
  const ids = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => id));
  const floors = ids(space.floors);
  const exits = ids(space.exits);
  const doors = ids(space.doors);
  const need = (place: string, code: CrowdProblem['code'], id: string, known: ReadonlySet<string>): void => {
    if (!known.has(id)) problems.push({ code, values: { place, id } });
  };
  const { exits: ways, doors: gates, stairs, counters, portals } = space;
  for (const [name, list] of Object.entries({
    floors: space.floors,
    exits: ways,
    doors: gates,
    stairs,
    counters,
    portals,
    populations,
    profiles,
    bodies,
    orders,
    waitings,
    lifts,
    refuges: theCase.refuges,
  })) {
    const seen = new Set<string>();
    for (const { id } of list) {
      if (seen.has(id)) problems.push({ code: 'used-id', values: { place: `${name}.${id}`, id } });
      seen.add(id);
    }
  }
  const wide = (place: string, from: readonly number[], to: readonly number[]): void => {
    const widthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (!(widthM >= MIN_PASSAGE_M - ROUNDING_M))
      problems.push({
        code: 'too-narrow',
        values: { place, least: MIN_PASSAGE_M, width: Number(widthM.toFixed(3)) },
      });
  };
  for (const [name, list] of [
    ['exits', ways],
    ['doors', gates],
    ['portals', portals],
    ['counters', counters],
  ] as const)
    for (const { id, floor, from, to } of list) {
      need(`${name}.${id}.floor`, 'unknown-floor', floor, floors);
      wide(`${name}.${id}`, from, to);
    }
  for (const { id, foot, head } of stairs) {
    need(`stairs.${id}.foot.floor`, 'unknown-floor', foot.floor, floors);
    need(`stairs.${id}.head.floor`, 'unknown-floor', head.floor, floors);
    wide(`stairs.${id}.foot`, foot.left, foot.right);
    wide(`stairs.${id}.head`, head.left, head.right);
  }
  for (const lift of lifts) {
    if (lift.stops.length < 2)
      problems.push({ code: 'few-stops', values: { place: `lifts.${lift.id}.stops`, got: lift.stops.length } });
    for (const { floor } of lift.stops) need(`lifts.${lift.id}.stops`, 'unknown-floor', floor, floors);
  }
  const count = populations.reduce((sum, population) => sum + population.count, 0);
  if (count > MAX_PEOPLE) problems.push({ code: 'many-people', values: { most: MAX_PEOPLE, got: count } });
  checkPopulations(populations, need, floors, ids, profiles, exits, problems, waitings);
  // Stairs are floors to water and smoke.
  const levels = new Set([...floors, ...ids(stairs)]);
  for (const floor of water?.floors ?? []) need('flood.floors', 'unknown-level', floor, levels);
  for (const floor of smoke?.floors ?? []) need('smoke.floors', 'unknown-level', floor, levels);
  for (const { id, floor } of theCase.refuges) need(`refuges.${id}.floor`, 'unknown-floor', floor, floors);
  for (const { id, body } of profiles) need(`profiles.${id}.body`, 'unknown-body', body, ids(bodies));
  for (const { door } of events) need('events', 'unknown-door', door, doors);
  checkOrders(orders, need, ids, populations, exits, problems);
  return [...problems, ...contradictions(orders), ...clashes(gates, theCase)];
}

/** Populations have to name floors, profiles, exits and waiting areas that there are. */
function checkPopulations(
  populations: Population[],
  need: (place: string, code: CrowdProblem['code'], id: string, known: ReadonlySet<string>) => void,
  floors: Set<string>,
  ids: (list: readonly { id: string }[]) => Set<string>,
  profiles: Profile[],
  exits: Set<string>,
  problems: CrowdProblem[],
  waitings: CrowdCase['waitings'],
): void {
  for (const { id, floor, profile, exits: allowed, familiar, via, assist, groupSize } of populations) {
    need(`populations.${id}.floor`, 'unknown-floor', floor, floors);
    need(`populations.${id}.profile`, 'unknown-profile', profile, ids(profiles));
    for (const exit of [...(allowed ?? []), ...familiar]) need(`populations.${id}.exits`, 'unknown-exit', exit, exits);
    if (assist && !Number.isInteger(assist.teams))
      problems.push({
        code: 'teams-not-whole',
        values: { place: `populations.${id}.assist.teams`, got: assist.teams },
      });
    if (assist && !(groupSize.kind === 'constant' && groupSize.value === 1))
      problems.push({ code: 'assisted-groups', values: { place: `populations.${id}.groupSize` } });
    if (via) need(`populations.${id}.via`, 'unknown-waiting', via.waiting, ids(waitings));
  }
}

/** Orders have to name people and exits that there are, and exits that those people may take. */
function checkOrders(
  orders: Order[],
  need: (place: string, code: CrowdProblem['code'], id: string, known: ReadonlySet<string>) => void,
  ids: (list: readonly { id: string }[]) => Set<string>,
  populations: Population[],
  exits: Set<string>,
  problems: CrowdProblem[],
): void {
  for (const order of orders) {
    need(`orders.${order.id}.population`, 'unknown-population', order.population, ids(populations));
    need(`orders.${order.id}.exit`, 'unknown-exit', order.exit, exits);
    const allowed = populations.find(({ id }) => id === order.population)?.exits;
    if (allowed && !allowed.includes(order.exit))
      problems.push({
        code: 'order-not-allowed',
        values: {
          place: `orders.${order.id}`,
          population: order.population,
          allowed: allowed.join(', '),
          exit: order.exit,
        },
      });
  }
}

/** Two orders to the same people at the same time for different exits. */
function contradictions(orders: readonly Order[]): CrowdProblem[] {
  const found: CrowdProblem[] = [];
  for (const [k, one] of orders.entries())
    for (const other of orders.slice(k + 1)) {
      const together = one.fromS < other.toS && other.fromS < one.toS;
      if (one.population === other.population && together && one.exit !== other.exit)
        found.push({
          code: 'orders-contradict',
          values: {
            one: `orders.${one.id}`,
            other: `orders.${other.id}`,
            population: one.population,
            exit: one.exit,
            otherExit: other.exit,
            fromS: Math.max(one.fromS, other.fromS),
          },
        });
    }
  return found;
}

/** Events of one door at one time that say different things. */
function clashes(doors: readonly Door[], { events }: CrowdCase): CrowdProblem[] {
  return doors.flatMap(({ id }) => {
    const own = events.filter(({ door }) => door === id);
    const clash = own.find((event, k) =>
      own
        .slice(k + 1)
        .some(
          ({ atS, state }) =>
            atS === event.atS && (state.forward !== event.state.forward || state.backward !== event.state.backward),
        ),
    );
    return clash ? [{ code: 'door-states', values: { door: id, atS: clash.atS } }] : [];
  });
}

/** What only shows when a case is laid out: exits that nobody reaches, people with no way to any. Doors as they stand at the start. */
export function unreachableOf(setup: CrowdSetup): CrowdProblem[] {
  const { theCase, space, routes, waitingCells, liftWays, routeOf, populationOf, input, targets } = setup;
  const fields = new RouteFields(space, routes, waitingCells, liftWays, theCase.bodies.length);
  for (const { id } of theCase.space.doors) {
    const states = [
      theCase.space.doors.find((door) => door.id === id)?.state,
      ...theCase.events.filter(({ door }) => door === id).map(({ state }) => state),
    ];
    // Open at any time is open enough: people wait.
    const forward = states.some((state) => state?.forward);
    const backward = states.some((state) => state?.backward);
    fields.setGate(id, { forward, backward, everyS: 0 });
  }
  fields.update();
  const mobility = theCase.populations.map(({ profile }) => {
    const found = theCase.profiles.find(({ id }) => id === profile);
    const body = theCase.bodies.findIndex(({ id }) => id === found?.body);
    return routeOf.find((one) => one.steps === found?.steps && one.lifts === found?.lifts && one.body === body);
  });
  const reached = new Set<string>();
  const cutOff = new Map<string, number>();
  for (const [id, index] of populationOf.entries()) {
    const { exits, id: population } = theCase.populations[index];
    const first = mobility[index]?.first ?? 0;
    const allowed = exits ?? theCase.space.exits.map((exit) => exit.id);
    const ways = allowed.filter(
      (exit) =>
        fields.timeAt(first + targets.indexOf(exit), input.people.level[id], input.people.xM[id], input.people.yM[id]) <
        Number.POSITIVE_INFINITY,
    );
    for (const exit of ways) reached.add(exit);
    if (ways.length === 0) cutOff.set(population, (cutOff.get(population) ?? 0) + 1);
  }
  const named = new Set(
    theCase.populations.flatMap(({ exits }) => exits ?? theCase.space.exits.map((exit) => exit.id)),
  );
  return [
    ...[...named]
      .filter((exit) => !reached.has(exit))
      .map((exit): CrowdProblem => ({ code: 'exit-unreached', values: { exit } })),
    ...[...cutOff].map(([population, count]): CrowdProblem => ({ code: 'cut-off', values: { population, count } })),
  ];
}

/** Throws with all that is wrong. */
export function refuse(problems: readonly CrowdProblem[]): void {
  if (problems.length > 0) throw new CrowdRefusal(...problems);
}
