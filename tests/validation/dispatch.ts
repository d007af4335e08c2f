import { planSlots } from '../../workers/road-routes/dispatch-plan.ts';
import { assign, certificate } from '../../workers/shared/assignment.ts';
import { NO_WAY_MS } from '../../workers/shared/hierarchy.ts';
import { seeded } from '../../workers/shared/random.ts';
import { transport } from '../../workers/shared/transport.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const SIDE = 7;
const CASES_OF_SEVEN = 2000;
const LARGE = 500;

/** All orders of seven columns, once: 5,040. */
function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, at) => [...order.slice(0, at), count - 1, ...order.slice(at)]),
  );
}

function sevens(): Verdict[] {
  const random = seeded(77);
  const orders = permutations(SIDE);
  let wrong = 0;
  let wrongUnserved = 0;
  for (let round = 0; round < CASES_OF_SEVEN; round++) {
    const most = [5, 100, 1_000_000][round % 3];
    const costs = Int32Array.from({ length: SIDE * SIDE }, () => Math.floor(random() * most));
    const least = Math.min(
      ...orders.map((order) => order.reduce((sum, column, row) => sum + costs[row * SIDE + column], 0)),
    );
    if (assign(costs, SIDE, SIDE).cost !== least) wrong++;
    if (round % 10 === 0) wrongUnserved += Number(!isBestWithGaps(costs, orders, random));
  }
  return [
    exactly('dispatch.assignment: cases of 7 × 7', CASES_OF_SEVEN, 2000),
    exactly('dispatch.assignment: plans dearer than the best of all 5,040', wrong, 0),
    exactly('dispatch.assignment: plans with missing ways that are not the best', wrongUnserved, 0),
  ];
}

/** Half of the ways missing: as many served as can be, and of these plans the cheapest, against all orders. */
function isBestWithGaps(costs: Int32Array, orders: readonly number[][], random: () => number): boolean {
  const ms = costs.map((cost) => (random() < 0.5 ? NO_WAY_MS : cost));
  let most = -1;
  let least = 0;
  for (const order of orders) {
    const ways = order.map((column, row) => ms[row * SIDE + column]).filter((cost) => cost < NO_WAY_MS);
    const sum = ways.reduce((total, cost) => total + cost, 0);
    if (ways.length < most || (ways.length === most && sum >= least)) continue;
    most = ways.length;
    least = sum;
  }
  const slots = Array.from({ length: SIDE }, () => ({ weight: 1 }));
  const plan = planSlots(slots, SIDE, ms);
  const served = plan.unitOf.filter((unit) => unit >= 0).length;
  return served === most && plan.weightedMs === least && plan.boundMs === least && plan.violationMs === 0;
}

function large(): Verdict[] {
  const random = seeded(500);
  const places = Array.from({ length: 2 * LARGE }, () => [random() * 8000, random() * 6000]);
  const costs = new Float64Array(LARGE * LARGE);
  for (let row = 0; row < LARGE; row++)
    for (let column = 0; column < LARGE; column++) {
      const [a, b] = [places[row], places[LARGE + column]];
      costs[row * LARGE + column] = Math.round(100 * (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])));
    }
  const plan = assign(costs, LARGE, LARGE);
  const { bound, violation } = certificate(costs, LARGE, plan);
  return [
    exactly('dispatch.assignment500: columns given twice', LARGE - new Set(plan.columnOf).size, 0),
    atMost('dispatch.assignment500: by how much a dual breaks its limit', violation, 0),
    atLeast('dispatch.assignment500: linear-programming bound ÷ cost, %', (100 * bound) / plan.cost, 99.9),
  ];
}

/** Transport as an assignment of single things: two ways to one optimum. */
function transports(): Verdict[] {
  const random = seeded(9);
  let wrong = 0;
  for (let round = 0; round < 200; round++) {
    const supply = Array.from({ length: 5 }, () => 1 + Math.floor(random() * 6));
    const room = Array.from({ length: 6 }, () => Math.floor(random() * 8));
    const costs = Array.from({ length: 30 }, () => Math.floor(random() * 60));
    const plan = transport(supply, room, costs);
    const rows = supply.flatMap((amount, source) => Array.from({ length: amount }, () => source));
    const columns = room.flatMap((amount, sink) => Array.from({ length: amount }, () => sink));
    const ms = Int32Array.from(rows.flatMap((source) => columns.map((sink) => costs[source * 6 + sink])));
    const single = planSlots(
      rows.map(() => ({ weight: 1 })),
      columns.length,
      ms,
    );
    const left = single.unitOf.filter((unit) => unit < 0).length;
    if (single.weightedMs !== plan.cost || left !== plan.left.reduce((sum, one) => sum + one, 0)) wrong++;
  }
  return [exactly('dispatch.transport: plans other than the assignment of single things', wrong, 0)];
}

export const CASES: ValidationCase[] = [
  { name: 'dispatch.assignment', quick: true, run: async () => sevens() },
  { name: 'dispatch.assignment500', quick: true, run: async () => large() },
  { name: 'dispatch.transport', quick: true, run: async () => transports() },
];
