/** Describes a link of the transmission model; flows and densities are of all its lanes together. */
export interface LtmLink {
  name: string;
  lengthM: number;
  freeMps: number;
  /** Speed at which a queue's end of standing moves back, as a positive number. */
  waveMps: number;
  capacityPerS: number;
  jamPerM: number;
  /** Vehicles that stand in a queue at the end of the link at the beginning. */
  queued?: number;
  /** Greatest outflow at an instant, where a signal or a lane drop limits it. */
  outflowPerS?: (timeS: number) => number;
}

/** Describes a junction: which share of each link that comes in goes to each that leaves. Shares of a row add up to 1. */
export interface LtmNode {
  inLinks: readonly number[];
  outLinks: readonly number[];
  shares: readonly (readonly number[])[];
}

/** Describes where vehicles begin: how many want to have entered the link by an instant. Who finds no room waits outside. */
interface LtmSource {
  link: number;
  demandBy: (timeS: number) => number;
}

/** Describes a network of links, nodes and sources; a link that no node takes up ends in the open. */
export interface LtmInput {
  links: readonly LtmLink[];
  nodes: readonly LtmNode[];
  sources: readonly LtmSource[];
  stepS: number;
}

/**
 * Holds a run of the link transmission model (Yperman 2007): cumulative counts at both ends of each link, of as many steps back as a wave needs
 * to run through it. Counts of link l at step n stand at `start[l] + n mod depth[l]`.
 */
export interface LtmRun {
  readonly input: LtmInput;
  readonly start: Int32Array;
  readonly depth: Int32Array;
  readonly upCount: Float64Array;
  readonly downCount: Float64Array;
  readonly sending: Float64Array;
  readonly receiving: Float64Array;
  readonly isTaken: Uint8Array;
  /** Steps, of which a part may be one, for which the free stream and a wave are on their way, less the step that is played. */
  readonly freeSteps: Float64Array;
  readonly waveSteps: Float64Array;
  readonly mostPerStep: Float64Array;
  readonly jamCount: Float64Array;
  readonly queued: Float64Array;
  /** Share of what is wanted that each link out of the node in hand can take. */
  readonly taken: Float64Array;
  readonly outflows: readonly (LtmLink['outflowPerS'] | undefined)[];
  step: number;
}

/** Makes a run. Links must be at least as long as the way of one step at free speed and of a wave. */
export function startLtm(input: LtmInput): LtmRun {
  const { links, nodes, stepS } = input;
  const start = new Int32Array(links.length + 1);
  const depth = new Int32Array(links.length);
  for (const [index, { lengthM, freeMps, waveMps, name }] of links.entries()) {
    if (lengthM < freeMps * stepS - 1e-9) throw new Error(`${name}: the link is shorter than the way of one step`);
    depth[index] = Math.ceil(lengthM / Math.min(freeMps, waveMps) / stepS) + 3;
    start[index + 1] = start[index] + depth[index];
  }
  const run: LtmRun = {
    input,
    start,
    depth,
    upCount: new Float64Array(start[links.length]),
    downCount: new Float64Array(start[links.length]),
    sending: new Float64Array(links.length),
    receiving: new Float64Array(links.length),
    isTaken: new Uint8Array(links.length),
    freeSteps: Float64Array.from(links, ({ lengthM, freeMps }) => Math.max(0, lengthM / freeMps / stepS - 1)),
    waveSteps: Float64Array.from(links, ({ lengthM, waveMps }) => Math.max(0, lengthM / waveMps / stepS - 1)),
    mostPerStep: Float64Array.from(links, ({ capacityPerS }) => capacityPerS * stepS),
    jamCount: Float64Array.from(links, ({ jamPerM, lengthM }) => jamPerM * lengthM),
    queued: Float64Array.from(links, ({ queued = 0 }) => queued),
    taken: new Float64Array(Math.max(1, ...nodes.map(({ outLinks }) => outLinks.length))),
    outflows: links.map(({ outflowPerS }) => outflowPerS),
    step: 0,
  };
  for (const [index, { queued = 0 }] of links.entries()) run.upCount.fill(queued, start[index], start[index + 1]);
  for (const { inLinks } of nodes) for (const link of inLinks) run.isTaken[link] = 1;
  return run;
}

/** Returns the count at an end of a link some steps back, between steps by proportion; before the beginning as it was then. */
function countAgo(run: LtmRun, counts: Float64Array, link: number, stepsAgo: number): number {
  const at = run.step - stepsAgo;
  const from = run.start[link];
  const depth = run.depth[link];
  if (at <= 0) return firstCount(run, counts, link);
  const low = Math.floor(at);
  const rest = at - low;
  const lower = counts[from + (low % depth)];
  return rest === 0 ? lower : lower + rest * (counts[from + ((low + 1) % depth)] - lower);
}

const firstCount = (run: LtmRun, counts: Float64Array, link: number): number =>
  counts === run.upCount ? run.queued[link] : 0;

/** Plays one step: what each link can send and receive, then the nodes, then the sources and the open ends. */
export function stepLtm(run: LtmRun): void {
  const { input, sending, receiving, isTaken } = run;
  const { links, stepS } = input;
  const timeS = run.step * stepS;
  for (let link = 0; link < links.length; link++) setLimits(run, link, timeS);
  for (let link = 0; link < links.length; link++) carryCounts(run, link);
  for (const node of input.nodes) passNode(run, node);
  for (const { link, demandBy } of input.sources) {
    const waiting = demandBy(timeS + stepS) - countNow(run, run.upCount, link);
    add(run, run.upCount, link, Math.max(0, Math.min(waiting, receiving[link])));
  }
  for (let link = 0; link < links.length; link++) if (!isTaken[link]) add(run, run.downCount, link, sending[link]);
  run.step++;
}

function setLimits(run: LtmRun, link: number, timeS: number): void {
  const { outflows, freeSteps, waveSteps, mostPerStep, jamCount, input } = run;
  const up = countNow(run, run.upCount, link);
  const down = countNow(run, run.downCount, link);
  const most = mostPerStep[link];
  const outflowPerS = outflows[link];
  const out = outflowPerS ? Math.min(most, outflowPerS(timeS) * input.stepS) : most;
  run.sending[link] = Math.max(0, Math.min(countAgo(run, run.upCount, link, freeSteps[link]) - down, out));
  const room = countAgo(run, run.downCount, link, waveSteps[link]) + jamCount[link] - up;
  run.receiving[link] = Math.max(0, Math.min(room, most));
}

const placeOf = (run: LtmRun, link: number, step: number): number => run.start[link] + (step % run.depth[link]);
const countNow = (run: LtmRun, counts: Float64Array, link: number): number => counts[placeOf(run, link, run.step)];

function carryCounts(run: LtmRun, link: number): void {
  const now = placeOf(run, link, run.step);
  const next = placeOf(run, link, run.step + 1);
  run.upCount[next] = run.upCount[now];
  run.downCount[next] = run.downCount[now];
}

function add(run: LtmRun, counts: Float64Array, link: number, vehicles: number): void {
  counts[placeOf(run, link, run.step + 1)] += vehicles;
}

/** Passes vehicles through a node, first in first out: a full link keeps back all that come in with vehicles for it, in proportion to what they send. */
function passNode(run: LtmRun, { inLinks, outLinks, shares }: LtmNode): void {
  const { sending, receiving, taken } = run;
  for (let to = 0; to < outLinks.length; to++) {
    let wanted = 0;
    for (let from = 0; from < inLinks.length; from++) wanted += sending[inLinks[from]] * shares[from][to];
    taken[to] = wanted > receiving[outLinks[to]] ? receiving[outLinks[to]] / wanted : 1;
  }
  for (let from = 0; from < inLinks.length; from++) {
    const row = shares[from];
    let ratio = 1;
    for (let to = 0; to < outLinks.length; to++) if (row[to] > 0 && taken[to] < ratio) ratio = taken[to];
    const passed = sending[inLinks[from]] * ratio;
    if (passed === 0) continue;
    add(run, run.downCount, inLinks[from], passed);
    for (let to = 0; to < outLinks.length; to++) add(run, run.upCount, outLinks[to], passed * row[to]);
  }
}

/** Returns how many vehicles have entered and left a link by now. */
export function countsOf(run: LtmRun, link: number): { up: number; down: number } {
  return { up: countNow(run, run.upCount, link), down: countNow(run, run.downCount, link) };
}
