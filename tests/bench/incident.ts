import { entryAfter, type IncidentAct, type IncidentEntry } from '../../model/incidents/incident-entry.ts';
import { refusalOf } from '../../model/incidents/incident-state.ts';
import { IncidentTimeline } from '../../model/incidents/incident-timeline.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import { seeded } from '../../workers/shared/random.ts';
import { openWholeHub } from '../hub/whole-hub.ts';
import { OPENED_MS, opening, order, orderState } from '../model/incidents/log.ts';
import { median, yardstickS } from './arithmetic-yardstick.ts';
import type { Parts } from './parts.ts';

/** A line a second and a bit: 400 units whose places are told, with orders among them; a million numbers change. */
const LINES = 340_000;
const UNITS = 400;
const SEEKS = 1000;
const BRANCHES = 100;
const ORDERS = 100;

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

  /** From the order's line at the hub over HTTP until a page that listens has fetched it: numbered, chained, audited and in SQL. */
  async order(_, report) {
    const whole = await openWholeHub();
    try {
      const token = await whole.login('controller-1', 'controller');
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const url = `${whole.url}/incidents/incident-order/log`;
      const post = async (n: number, act: IncidentAct) => {
        const body = JSON.stringify({ client: 'client-bench', n, atMs: Date.now(), act });
        const answer = await fetch(url, { method: 'POST', headers, body });
        if (!answer.ok) throw new Error(await answer.text());
      };
      let heard: () => void = () => undefined;
      await whole.hub.bus.subscribe('shapan/incidents/changed', () => heard());
      await post(1, opening());
      const times: number[] = [];
      for (let i = 0; i < ORDERS; i++) {
        const fromMs = performance.now();
        const hint = new Promise<void>((done) => {
          heard = done;
        });
        const posted = post(i + 2, order(`o-${i}`, `unit-${i}`));
        await hint;
        const part = (await (await fetch(`${url}?after=${i + 1}`, { headers })).json()) as { entries: unknown[] };
        if (part.entries.length === 0) throw new Error('the hint came before its line');
        times.push(performance.now() - fromMs);
        await posted;
      }
      report({ name: 'incident.orderMs', value: Math.max(...times), unit: 'ms' });
      report({ name: 'incident.orderMedianMs', value: median(times), unit: 'ms' });
    } finally {
      await whole.close();
    }
  },
};
