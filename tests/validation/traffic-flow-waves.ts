import { countsOf, type LtmLink, type LtmRun, startLtm, stepLtm } from '../../workers/traffic/ltm/ltm.ts';
import { CHANCE, chanceOf } from '../../workers/traffic/micro/hash-chance.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

/** Triangle of the known answers: 50 km/h, 1,900 vehicles an hour, 147.0588 a kilometre. */
export const FREE_MPS = 50 / 3.6;
export const CAPACITY_PER_S = 1900 / 3600;
const JAM_PER_M = 1 / 6.8;
const CRITICAL_PER_M = CAPACITY_PER_S / FREE_MPS;
export const WAVE_MPS = CAPACITY_PER_S / (JAM_PER_M - CRITICAL_PER_M);

const offPct = (value: number, answer: number): number => 100 * Math.abs(value / answer - 1);

export const triangle = (name: string, lengthM: number, more: Partial<LtmLink> = {}): LtmLink => ({
  name,
  lengthM,
  freeMps: FREE_MPS,
  waveMps: WAVE_MPS,
  capacityPerS: CAPACITY_PER_S,
  jamPerM: JAM_PER_M,
  ...more,
});

/** Counts at both ends of a link after every step. */
interface Curves {
  up: number[];
  down: number[];
  stepS: number;
  lengthM: number;
}

function playLink(link: LtmLink, demandBy: (timeS: number) => number, stepS: number, untilS: number): Curves {
  const run: LtmRun = startLtm({ links: [link], nodes: [], sources: [{ link: 0, demandBy }], stepS });
  const curves: Curves = { up: [0], down: [0], stepS, lengthM: link.lengthM };
  while (run.step * stepS < untilS) {
    stepLtm(run);
    const { up, down } = countsOf(run, 0);
    curves.up.push(up);
    curves.down.push(down);
  }
  return curves;
}

/** A curve at an instant, between steps by proportion. */
function at(counts: readonly number[], timeS: number, stepS: number): number {
  const place = Math.max(0, timeS / stepS);
  const low = Math.min(counts.length - 1, Math.floor(place));
  const high = Math.min(counts.length - 1, low + 1);
  return counts[low] + (place - low) * (counts[high] - counts[low]);
}

/** Vehicles that have arrived `yM` before the end less those that a queue lets have passed there: positive inside the queue (Newell 1993). */
function queueAt({ up, down, stepS, lengthM }: Curves, yM: number, timeS: number): number {
  return at(up, timeS - (lengthM - yM) / FREE_MPS, stepS) - at(down, timeS - yM / WAVE_MPS, stepS) - JAM_PER_M * yM;
}

/** Root of a falling function by bisection. */
function root(of: (x: number) => number, low: number, high: number): number {
  let from = low;
  let to = high;
  for (let round = 0; round < 60; round++) {
    const middle = (from + to) / 2;
    if (of(middle) > 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

const tailM = (curves: Curves, timeS: number): number =>
  root((yM) => queueAt(curves, yM, timeS), 0.01, curves.lengthM - 1);

/** A red light into a stream of 700 an hour, and the green after it. */
function redLight(): Verdict[] {
  const redS = 300;
  const greenS = 400;
  const link = triangle('approach', 2000, {
    outflowPerS: (timeS) => (timeS >= redS && timeS < greenS ? 0 : CAPACITY_PER_S),
  });
  const curves = playLink(link, (timeS) => (700 / 3600) * timeS, 1, 600);
  const stopping = (-3.6 * (tailM(curves, 390) - tailM(curves, 330))) / 60;
  const startsS = (yM: number) => {
    const standing = at(curves.down, greenS, 1) + JAM_PER_M * yM;
    return root((timeS) => standing + 1e-6 - (at(curves.down, timeS - yM / WAVE_MPS, 1) + JAM_PER_M * yM), greenS, 600);
  };
  const recovery = (-3.6 * (100 - 20)) / (startsS(100) - startsS(20));
  return [
    atMost(
      `traffic-flow.redLight: stopping wave ${stopping.toFixed(4)} km/h, off -5.2608, %`,
      offPct(stopping, -5.2608),
      0.1,
    ),
    atMost(
      `traffic-flow.redLight: recovery wave ${recovery.toFixed(4)} km/h, off -17.4218, %`,
      offPct(recovery, -17.4218),
      0.1,
    ),
  ];
}

/** A signal of 90 s with 40 s of green and an even stream of 700 an hour. */
function signal(): Verdict[] {
  const cycleS = 90;
  const stepS = 0.5;
  const firstGreenS = 50;
  const isGreen = (timeS: number) => timeS % cycleS >= firstGreenS - 1e-9;
  const lengthM = 1000;
  const link = triangle('approach', lengthM, { outflowPerS: (timeS) => (isGreen(timeS) ? CAPACITY_PER_S : 0) });
  const curves = playLink(link, (timeS) => (700 / 3600) * timeS, stepS, 900);
  const greenS = 5 * cycleS + firstGreenS;
  const meetM = root((yM) => queueAt(curves, yM, greenS + yM / WAVE_MPS), 1, 400);
  const waiting = (timeS: number) => at(curves.up, timeS - lengthM / FREE_MPS, stepS) - at(curves.down, timeS, stepS);
  const lastS = root((timeS) => waiting(timeS) - 1e-4, greenS + 1, greenS + 39) - greenS;
  let delayS = 0;
  for (let timeS = 5 * cycleS; timeS < 6 * cycleS; timeS += stepS)
    delayS += ((waiting(timeS) + waiting(timeS + stepS)) / 2) * stepS;
  const meanS = delayS / (700 / 40);
  const stopped = at(curves.down, greenS + lastS, stepS) - at(curves.down, greenS, stepS);
  return [
    atMost(
      `traffic-flow.signal: waves meet ${(meetM / WAVE_MPS).toFixed(3)} s after green, off 21.63 s, %`,
      offPct(meetM / WAVE_MPS, 21.63),
      0.1,
    ),
    atMost(`traffic-flow.signal: waves meet at ${meetM.toFixed(3)} m, off 104.6759 m, %`, offPct(meetM, 104.6759), 0.1),
    atMost(
      `traffic-flow.signal: last that stopped passes after ${lastS.toFixed(3)} s, off 29.1667 s`,
      Math.abs(lastS - 29.1667),
      stepS,
    ),
    atMost(
      `traffic-flow.signal: stopped ${stopped.toFixed(4)}, off 15.3935 vehicles`,
      Math.abs(stopped - 15.3935),
      stepS * CAPACITY_PER_S,
    ),
    atMost(`traffic-flow.signal: mean delay ${meanS.toFixed(4)} s, off 21.9907 s, %`, offPct(meanS, 21.9907), 0.1),
  ];
}

/** A lane drop to 950 an hour for 600 s into a stream of 1,500. */
function laneDrop(): Verdict[] {
  const dropS = 300;
  const link = triangle('approach', 4000, {
    outflowPerS: (timeS) => (timeS >= dropS && timeS < dropS + 600 ? 950 / 3600 : CAPACITY_PER_S),
  });
  const curves = playLink(link, (timeS) => (1500 / 3600) * timeS, 1, 2000);
  const endS = dropS + 600;
  const atEndM = tailM(curves, endS);
  const shock = (-3.6 * (tailM(curves, endS - 100) - tailM(curves, endS - 400))) / 300;
  const meetM = root((yM) => queueAt(curves, yM, endS + yM / WAVE_MPS), 100, 3900);
  const perKm = (1000 * (queuedIn(curves, 500, endS - 50) - queuedIn(curves, 100, endS - 50))) / 400;
  return [
    atMost(
      `traffic-flow.laneDrop: density in the queue ${perKm.toFixed(4)} /km, off 92.5294, %`,
      offPct(perKm, 92.5294),
      0.1,
    ),
    atMost(`traffic-flow.laneDrop: shock ${shock.toFixed(4)} km/h, off -8.7959, %`, offPct(shock, -8.7959), 0.1),
    atMost(
      `traffic-flow.laneDrop: queue at 600 s ${atEndM.toFixed(2)} m, off 1465.9768 m, %`,
      offPct(atEndM, 1465.9768),
      0.1,
    ),
    atMost(
      `traffic-flow.laneDrop: recovery catches it after ${(meetM / WAVE_MPS).toFixed(2)} s, off 611.82 s, %`,
      offPct(meetM / WAVE_MPS, 611.82),
      0.1,
    ),
    atMost(`traffic-flow.laneDrop: at ${meetM.toFixed(2)} m, off 2960.8333 m, %`, offPct(meetM, 2960.8333), 0.1),
  ];
}

/** Vehicles between a place within the queue and its end. */
const queuedIn = ({ down, stepS }: Curves, yM: number, timeS: number): number =>
  at(down, timeS - yM / WAVE_MPS, stepS) + JAM_PER_M * yM - at(down, timeS, stepS);

/** Vehicles that wait outside a short link after each step. */
function pointQueue(demandBy: (timeS: number) => number, perS: number, stepS: number, untilS: number): number[] {
  const link = triangle('server', 1000, {
    capacityPerS: perS,
    freeMps: 1000 / stepS,
    waveMps: 1000 / stepS,
    jamPerM: 1000,
  });
  const { up } = playLink(link, demandBy, stepS, untilS);
  return up.map((count, step) => demandBy(step * stepS) - count);
}

function overload(): Verdict[] {
  const demandBy = (timeS: number) => (timeS < 3600 ? timeS / 2 : 1800 + (timeS - 3600) / 6);
  const stepS = 5;
  const queue = pointQueue(demandBy, 1200 / 3600, stepS, 9000);
  const most = Math.max(...queue);
  const emptyS = stepS * queue.findIndex((count, step) => step * stepS > 3600 && count < 1e-6);
  const totalH = (queue.reduce((sum, count) => sum + count, 0) * stepS) / 3600;
  return [
    atMost('traffic-flow.pointQueue: longest, off 600 vehicles', Math.abs(most - 600), 0.6),
    atMost('traffic-flow.pointQueue: empty, off 2 h, s', Math.abs(emptyS - 7200), stepS),
    atMost('traffic-flow.pointQueue: total waiting, off 600 vehicle hours, %', offPct(totalH, 600), 0.1),
  ];
}

/** Mean wait before a fixed server of 1,900 an hour at a load of 0.8: what is seen by chance arrivals is what is there on average. */
function randomArrivals(): Verdict[] {
  const stepS = 0.25;
  const hours = 40;
  const perS = (0.8 * 1900) / 3600;
  let sum = 0;
  let steps = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const counts = new Float64Array(Math.ceil((hours * 3600) / stepS) + 2);
    let timeS = 0;
    for (let arrival = 0; timeS < hours * 3600; arrival++) {
      timeS += -Math.log(1 - chanceOf(seed, arrival, 0, CHANCE.arrival)) / perS;
      const step = Math.ceil(timeS / stepS);
      if (step < counts.length) counts[step]++;
    }
    for (let step = 1; step < counts.length; step++) counts[step] += counts[step - 1];
    const queue = pointQueue((atS) => counts[Math.round(atS / stepS)], CAPACITY_PER_S, stepS, hours * 3600);
    for (let step = 1; step < queue.length; step++) {
      const before = queue[step - 1] + counts[step] - counts[step - 1];
      sum += (before + queue[step]) / 2;
    }
    steps += queue.length;
  }
  const waitS = sum / steps / CAPACITY_PER_S;
  return [
    atMost(`traffic-flow.randomArrivals: mean wait ${waitS.toFixed(4)} s, off 3.7895 s, %`, offPct(waitS, 3.7895), 2),
  ];
}

/** The bottleneck of Vickrey (1969): with these departures everybody's cost is the same. */
function vickrey(): Verdict[] {
  const people = 3600;
  const perH = 1800;
  const alpha = 6.4;
  const beta = 3.9;
  const gamma = 15.21;
  const cost = ((beta * gamma) / (beta + gamma)) * (people / perH);
  const beginH = cost / beta;
  const endH = cost / gamma;
  const wishH = 3;
  const turnH = wishH - cost / alpha;
  const early = (perH * alpha) / (alpha - beta);
  const late = (perH * alpha) / (alpha + gamma);
  const demandBy = (timeS: number) => {
    const hour = timeS / 3600;
    const before = early * (Math.min(hour, turnH) - (wishH - beginH));
    const after = late * (Math.min(hour, wishH + endH) - turnH);
    return Math.min(people, Math.max(0, before) + Math.max(0, after));
  };
  const stepS = 5;
  const queue = pointQueue(demandBy, perH / 3600, stepS, 5 * 3600);
  const costs = queue.flatMap((count, step) => {
    const departH = (step * stepS) / 3600;
    if (departH <= wishH - beginH || departH >= wishH + endH) return [];
    const waitH = count / perH;
    const arriveH = departH + waitH;
    return [alpha * waitH + (arriveH < wishH ? beta * (wishH - arriveH) : gamma * (arriveH - wishH))];
  });
  const longestH = Math.max(...queue) / perH;
  const dearest = Math.max(...costs);
  const cheapest = Math.min(...costs);
  return [
    atMost('traffic-flow.vickrey: cost by the formula, off 6.2082', Math.abs(cost - 6.2082), 1e-4),
    atMost(
      `traffic-flow.vickrey: costs of all departures ${cheapest.toFixed(4)} to ${dearest.toFixed(4)}, off, %`,
      Math.max(offPct(dearest, cost), offPct(cheapest, cost)),
      0.2,
    ),
    atMost('traffic-flow.vickrey: queue starts, off 1.5918 h before', Math.abs(beginH - 1.5918), 1e-4),
    atMost('traffic-flow.vickrey: queue ends, off 0.4082 h after', Math.abs(endH - 0.4082), 1e-4),
    atMost(`traffic-flow.vickrey: longest wait ${longestH.toFixed(4)} h, off 0.97 h, %`, offPct(longestH, 0.97), 0.1),
  ];
}

/** Flow round a ring of equal blocks with a signal at each, after it has settled, in vehicles an hour. */
export function ringFlow(blockM: number, perKm: number): number {
  const cycleS = 90;
  const greenS = 45;
  const stepS = 0.5;
  const outflowPerS = (timeS: number) => (timeS % cycleS < greenS - 1e-9 ? CAPACITY_PER_S : 0);
  const queued = (perKm * blockM) / 1000;
  const blocks = 4;
  const links = Array.from({ length: blocks }, (_, index) =>
    triangle(`block ${index}`, blockM, { outflowPerS, queued }),
  );
  const nodes = links.map((_, index) => ({ inLinks: [index], outLinks: [(index + 1) % blocks], shares: [[1]] }));
  const run = startLtm({ links, nodes, sources: [], stepS });
  while (run.step * stepS < 40 * cycleS) stepLtm(run);
  const before = countsOf(run, 0).down;
  while (run.step * stepS < 60 * cycleS) stepLtm(run);
  return ((countsOf(run, 0).down - before) * 3600) / (20 * cycleS);
}

const DENSITIES = [20, 30, 40, 50, 60, 80, 90, 100, 120];
const RING_FLOWS: Record<number, readonly number[]> = {
  400: [640, 822, 950, 950, 950, 950, 912.9, 752.9, 432.9],
  200: [518, 758, 934.6, 854.6, 774.6, 614.6, 534.6, 454.6, 294.6],
};

function macroscopic(): Verdict[] {
  return Object.entries(RING_FLOWS).flatMap(([blockM, flows]) =>
    flows.map((answer, index) => {
      const flow = ringFlow(Number(blockM), DENSITIES[index]);
      const label = `traffic-flow.mfd: blocks of ${blockM} m at ${DENSITIES[index]} /km ${flow.toFixed(1)} /h, off ${answer}, %`;
      return atMost(label, offPct(flow, answer), 1);
    }),
  );
}

/** Rows 9 to 14 of queues and the macroscopic diagram, by the link transmission model. */
export const WAVES: ValidationCase[] = [
  { name: 'traffic-flow.redLight', quick: true, run: async () => redLight() },
  { name: 'traffic-flow.signal', quick: true, run: async () => signal() },
  { name: 'traffic-flow.laneDrop', quick: true, run: async () => laneDrop() },
  { name: 'traffic-flow.pointQueue', quick: true, run: async () => overload() },
  { name: 'traffic-flow.randomArrivals', quick: false, run: async () => randomArrivals() },
  { name: 'traffic-flow.vickrey', quick: true, run: async () => vickrey() },
  { name: 'traffic-flow.mfd', quick: true, run: async () => macroscopic() },
];
