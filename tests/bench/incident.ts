import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { entryAfter, type IncidentAct, type IncidentEntry } from '../../model/incidents/incident-entry.ts';
import { refusalOf } from '../../model/incidents/incident-state.ts';
import { IncidentTimeline } from '../../model/incidents/incident-timeline.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import { assign, certificate } from '../../workers/shared/assignment.ts';
import { seeded } from '../../workers/shared/random.ts';
import { openServer, type Server } from '../e2e/house.ts';
import { OPENED_MS, opening, order, orderState } from '../model/incidents/log.ts';
import { median, yardstickS } from './arithmetic-yardstick.ts';
import { benchSoak } from './incident-soak.ts';
import type { Parts } from './parts.ts';

/** A line a second and a bit: 400 units whose places are told, with orders among them; a million numbers change. */
const LINES = 340_000;
const UNITS = 400;
const SEEKS = 1000;
const BRANCHES = 100;
const ORDERS = 100;
/** Demands, and units. */
const SIDE = 500;
const ASSIGNED = 5;

function dayOfMoves(): IncidentTimeline {
  const random = seeded(24);
  const timeline = new IncidentTimeline();
  const pick = (count: number) => Math.floor(random() * count);
  // What the log's clock and numbers ask for; a chain of SHA-256 over a day takes seconds and is not what is measured.
  let last: IncidentEntry | null = null;
  const add = (act: IncidentAct, atMs: number) => {
    const refused = refusalOf(timeline, act, 'incident-bench');
    const sent = { client: 'client-bench', n: timeline.length + 1, atMs, act };
    const taken = { incident: 'incident-bench', receivedMs: atMs, role: 'controller', by: 'hub', refused } as const;
    const hash = (0x1000_0000 + pick(0xe000_0000)).toString(16).padStart(64, '0');
    last = last ? { ...last, ...sent, ...taken, seq: last.seq + 1, hash } : entryAfter(null, sent, taken);
    timeline.append(last);
  };
  add(opening(), OPENED_MS);
  for (let i = 1; i < LINES; i++) {
    const atMs = OPENED_MS + Math.floor((i * MS_PER_DAY) / LINES);
    const resource = `unit-${pick(UNITS)}`;
    if (i % 200 === 0) add(order(`bench-${i}`, resource), atMs);
    else if (i % 200 === 100 && i > 200) add(orderState(`bench-${i - 100}`, 'done'), atMs);
    else add({ kind: 'move', resource, eastMm: pick(8e6), northMm: pick(8e6) }, atMs);
  }
  return timeline;
}

export const PARTS: Parts = {
  /** Two hours for the figures: `--only soak --minutes 120`. */
  async soak(folder, report, minutes) {
    await benchSoak(folder, report, minutes);
  },

  /** A day of a record of 340,000 lines, a million numbers: seeks anywhere, and branches. */
  async replay(_, report) {
    const builtMs = performance.now();
    const timeline = dayOfMoves();
    report({ name: 'incident.fold24hS', value: (performance.now() - builtMs) / 1000, unit: 's' });
    const random = seeded(7);
    const seeks: number[] = [];
    for (let i = 0; i < SEEKS; i++) {
      const ms = OPENED_MS + Math.floor(random() * MS_PER_DAY);
      const fromMs = performance.now();
      timeline.seek(ms).hash();
      seeks.push(performance.now() - fromMs);
    }
    report({ name: 'incident.seek24hMs', value: Math.max(...seeks), unit: 'ms' });
    report({ name: 'incident.seek24hMedianMs', value: median(seeks), unit: 'ms' });
    const before = timeline.present().hash();
    const branches: number[] = [];
    for (let i = 0; i < BRANCHES; i++) {
      const ms = OPENED_MS + Math.floor(random() * MS_PER_DAY);
      const fromMs = performance.now();
      const branch = timeline.branch(ms);
      branch.append({ ...timeline.entry(branch.length), seq: branch.length + 1 });
      branches.push(performance.now() - fromMs);
    }
    report({ name: 'incident.branchMs', value: Math.max(...branches), unit: 'ms' });
    report({ name: 'incident.parentChanged', value: Number(timeline.present().hash() !== before), unit: '1' });
    report({ name: 'incident.yardstickS', value: yardstickS(), unit: 's' });
  },

  /** From the order at one page until another that listens has fetched it: numbered, chained, audited and in SQL. */
  async order(folder, report) {
    const hubData = join(folder, 'hub');
    mkdirSync(hubData);
    const server = await openServer({ hubData, isSimulated: false });
    const listener = await connectAsync(`${server.url.replace('http', 'ws')}/mqtt`, { protocolVersion: 4 });
    try {
      const { get, post } = await loggedIn(server);
      const path = 'incidents/incident-order/log';
      const sent = (n: number, act: IncidentAct) => ({ client: 'client-bench', n, atMs: Date.now(), act });
      await listener.subscribeAsync('shapan/incidents/changed');
      let heard: () => void = () => undefined;
      listener.on('message', () => heard());
      await post(path, sent(1, opening()));
      const times: number[] = [];
      for (let i = 0; i < ORDERS; i++) {
        const nextHint = () =>
          new Promise<void>((done) => {
            heard = done;
          });
        let hint = nextHint();
        const fromMs = performance.now();
        const posted = post(path, sent(i + 2, order(`o-${i}`, `unit-${i}`)));
        for (let count = 0; count === 0; ) {
          await hint;
          // A hint may be of the line before, told late.
          hint = nextHint();
          count = ((await get(`${path}?after=${i + 1}`)) as { entries: unknown[] }).entries.length;
        }
        times.push(performance.now() - fromMs);
        await posted;
      }
      report({ name: 'incident.orderMs', value: Math.max(...times), unit: 'ms' });
      report({ name: 'incident.orderMedianMs', value: median(times), unit: 'ms' });
    } finally {
      await listener.endAsync();
      await server.kill('SIGTERM');
    }
  },

  /** 500 demands and 500 units at travel times of a town of 8 × 6 km, with the proof that no plan is better. */
  async assign500(_, report) {
    const random = seeded(500);
    const places = Array.from({ length: 2 * SIDE }, () => [random() * 8000, random() * 6000]);
    const costs = Float64Array.from({ length: SIDE * SIDE }, (_unused, i) => {
      const [a, b] = [places[Math.floor(i / SIDE)], places[SIDE + (i % SIDE)]];
      return Math.round(100 * (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])));
    });
    const walls: number[] = [];
    const yards: number[] = [];
    let ratio = 0;
    for (let run = 0; run < ASSIGNED; run++) {
      const from = performance.now();
      const plan = assign(costs, SIDE, SIDE);
      walls.push(performance.now() - from);
      ratio = certificate(costs, SIDE, plan).bound / plan.cost;
      yards.push(yardstickS());
    }
    report({ name: 'incident.assign500Ms', value: median(walls), unit: 'ms' });
    report({ name: 'incident.assign500BoundRatio', value: ratio, unit: '1' });
    report({ name: 'incident.assign500YardstickS', value: median(yards), unit: 's' });
  },
};

/** Asks the hub as a controller, whom its first administrator makes. */
/** Makes a controller on a new hub, and asks in its name. */
export async function loggedIn({ url, said }: Server) {
  let token = '';
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token && { authorization: `Bearer ${token}` }),
      },
    });
    if (!answer.ok) throw new Error(`bench: ${path}: ${await answer.text()}`);
    return answer.json();
  };
  const enter = async (path: string, body: object) => {
    token = ((await ask(path, body)) as { token: string }).token;
  };
  const password = 'correct horse battery';
  await enter('accounts/invited', { invite: /invite=([\w-]+)/.exec(said())?.[1], name: 'first', password });
  await ask('accounts', { name: 'controller', role: 'controller', password, scope: { areas: 'all', classes: 'all' } });
  await enter('accounts/login', { name: 'controller', password });
  return { get: (path: string) => ask(path), post: (path: string, body: object) => ask(path, body) };
}
