import { entryAfter, type IncidentAct, type IncidentEntry } from '../../../model/incidents/incident-entry.ts';
import { refusalOf } from '../../../model/incidents/incident-state.ts';
import { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { parseResponsePlan, type ResponsePlan } from '../../../model/incidents/response-plan.ts';

export const OPENED_MS = Date.UTC(2026, 6, 18, 12);
export const MIN = 60_000;

const words = (id: string) => ({ zh: id, en: id });

/** The table of the worked example: six steps, of which one is never done and one never triggered. */
export const HAND_PLAN: ResponsePlan = parseResponsePlan(
  {
    format: 1,
    kind: 'response-plan',
    id: 'hand',
    title: words('hand'),
    hazard: 'flood',
    source: words('by hand'),
    steps: [
      { id: 'verify', owner: 'information', trigger: { on: 'opened' }, limitMin: 3, weight: 1 },
      { id: 'lead', owner: 'commander', trigger: { on: 'opened' }, limitMin: 15, weight: 2 },
      { id: 'road', owner: 'traffic', trigger: { on: 'step-done', step: 'verify' }, limitMin: 20, weight: 2 },
      { id: 'pumps', owner: 'operations', trigger: { on: 'level', level: 2 }, limitMin: 45, weight: 3 },
      { id: 'evacuate', owner: 'shelter', trigger: { on: 'alarm' }, limitMin: 90, weight: 4 },
      { id: 'camp', owner: 'shelter', trigger: { on: 'run-result' }, limitMin: 60, weight: 2 },
    ].map((step) => ({ ...step, title: words(step.id) })),
  },
  'hand.json',
);

export const opening = (plan: ResponsePlan | null = HAND_PLAN): IncidentAct => ({
  kind: 'opened',
  title: '河水漫堤',
  hazard: 'flood',
  level: 3,
  place: { lonDeg: 108.755, latDeg: 34.3, heightM: 351 },
  object: '',
  source: { kind: 'hand' },
  plan,
});

/** A log written by hand: each act at minutes after the opening; what its rules refuse is refused. */
export function handLog(acts: readonly (readonly [min: number, act: IncidentAct])[], incident = 'incident-1') {
  const timeline = new IncidentTimeline();
  const entries: IncidentEntry[] = [];
  for (const [i, [min, act]] of acts.entries()) {
    const atMs = OPENED_MS + Math.round(min * MIN);
    const refused = refusalOf(timeline, act, incident);
    const taken = { incident, receivedMs: atMs, role: 'dispatcher', by: 'page', refused } as const;
    const entry = entryAfter(timeline.last(), { client: 'client-by-hand', n: i + 1, atMs, act }, taken);
    timeline.append(entry);
    entries.push(entry);
  }
  return { timeline, entries };
}

export const order = (id: string, resource: string): IncidentAct => ({
  kind: 'order',
  order: `order-${id}`,
  resource,
  name: resource,
  task: '封路',
  place: null,
  etaMs: 5 * MIN,
  route: [],
});

export const orderState = (id: string, state: 'accepted' | 'on-way' | 'on-site' | 'done' | 'refused'): IncidentAct => ({
  kind: 'order-state',
  order: `order-${id}`,
  state,
  text: '',
});

export const stepDone = (step: string): IncidentAct => ({ kind: 'step', step, state: 'done', text: '' });
