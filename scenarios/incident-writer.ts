import { lonLatFromEnu } from '../model/geo/enu.ts';
import type { LonLat } from '../model/geo/lon-lat.ts';
import { entryAfter, type IncidentAct, type IncidentEntry, parseSentEntry } from '../model/incidents/incident-entry.ts';
import type { IncidentPackage } from '../model/incidents/incident-package.ts';
import { refusalOf } from '../model/incidents/incident-state.ts';
import { IncidentTimeline } from '../model/incidents/incident-timeline.ts';
import type { ResponsePlan } from '../model/incidents/response-plan.ts';
import { vehicleKind } from '../model/resources/vehicle-kinds.ts';
import { type Message, MessageError } from '../model/text/message.ts';
import type { Text } from '../model/text/text.ts';
import { MS_PER_MIN } from '../model/time.ts';
import type { Served } from '../workers/road-routes/engine-types.ts';
import { ScenarioError } from './faults.ts';
import type { IncidentScenario, ScenarioAct } from './incident.ts';
import { dispatched, isLight, type PlayedInput, playLight, type ScenarioEngines } from './incident-inputs.ts';
import { incidentCaseMessage } from './incident-messages.ts';
import { DEFAULT_PLANS } from './response-plans.ts';

type Language = keyof Text;

/** What a scenario is written on. */
interface ScenarioCity {
  id: string;
  inputHash: string;
  origin: LonLat;
}

interface Writing {
  scenario: IncidentScenario;
  city: ScenarioCity;
  engines: ScenarioEngines;
  /** Runs of minutes, computed before or now. */
  heavy: ReadonlyMap<string, PlayedInput>;
}

/** A line on its way into the log. */
interface Line {
  ms: number;
  isInject: boolean;
  act: IncidentAct;
}

/** Computes what a scenario asks for: inputs of seconds now, those of minutes as they are given. */
export async function playInputs({
  scenario,
  engines,
  heavy,
}: Pick<Writing, 'engines' | 'heavy'> & { scenario: Pick<IncidentScenario, 'id' | 'inputs'> }): Promise<PlayedInput[]> {
  const played: PlayedInput[] = [];
  for (const input of scenario.inputs) {
    if (isLight(input)) {
      played.push(await playLight(input, engines));
      continue;
    }
    const known = heavy.get(input.id);
    if (!known) throw new ScenarioError(incidentCaseMessage('not-computed', { id: scenario.id, input: input.id }));
    played.push({ ...known, asked: input });
  }
  return played;
}

/** Writes a scenario as a package in each language: a chained log with ways by road, the figures of its inputs, what it should come to. */
export async function writePackages(writing: Writing): Promise<Record<Language, IncidentPackage>> {
  const inputs = await playInputs(writing);
  const zh = await packageIn('zh', writing, inputs);
  const en = await packageIn('en', writing, inputs);
  return { zh, en };
}

async function packageIn(
  language: Language,
  writing: Writing,
  inputs: readonly PlayedInput[],
): Promise<IncidentPackage> {
  const { scenario, city } = writing;
  const lines = await linesOf(language, writing, inputs);
  const { id, title, about, anchor, expected } = scenario;
  const { entries, injects } = logOf(scenario, lines);
  return {
    city: city.id,
    cityHash: city.inputHash,
    recording: null,
    entries,
    branches: [],
    scenario: { id, title, about, anchor, language, inputs: [...inputs], injects, expected: [...expected] },
  };
}

/** In the order of time; lines of one instant as they were written. */
async function linesOf(language: Language, writing: Writing, inputs: readonly PlayedInput[]): Promise<Line[]> {
  const { scenario, city } = writing;
  const startMs = Date.parse(scenario.start);
  const [eastM, northM] = scenario.placeM;
  const opened: IncidentAct = {
    kind: 'opened',
    title: scenario.title[language],
    hazard: scenario.hazard,
    level: scenario.level,
    place: lonLatFromEnu(city.origin, [eastM, northM, 0]),
    object: scenario.object,
    source: { kind: 'hand' },
    plan: planOf(scenario),
  };
  const lines: Line[] = [{ ms: startMs, isInject: false, act: opened }];
  for (const { atMin, isInject, act } of scenario.lines) {
    const ms = startMs + Math.round(atMin * MS_PER_MIN);
    if (act.kind === 'dispatch') lines.push(...(await orderLines(act, ms, language, writing)));
    else for (const one of actsOf(act, language, inputs)) lines.push({ ms, isInject, act: one });
  }
  return lines
    .map((line, i) => ({ line, i }))
    .sort((a, b) => a.line.ms - b.line.ms || a.i - b.i)
    .map(({ line }) => line);
}

function planOf({ id, plan }: IncidentScenario): ResponsePlan {
  if (typeof plan !== 'string') return plan;
  const known = DEFAULT_PLANS.find((each) => each.id === plan);
  if (!known) throw new ScenarioError(incidentCaseMessage('no-plan', { id, got: plan }));
  return known;
}

function actsOf(
  act: Exclude<ScenarioAct, { kind: 'dispatch' }>,
  language: Language,
  inputs: readonly PlayedInput[],
): IncidentAct[] {
  switch (act.kind) {
    case 'comment':
    case 'closed':
      return [{ kind: act.kind, text: act.text[language] }];
    case 'level':
      return [{ kind: 'level', level: act.level, text: act.text[language] }];
    case 'alarm':
      return [{ kind: 'alarm', key: act.key, title: act.title[language], priority: act.priority }];
    case 'role':
      return [{ kind: 'role', role: act.role, unit: act.unit[language] }];
    case 'step':
      return [{ kind: 'step', step: act.step, state: act.state, text: '' }];
    case 'run': {
      const played = inputs.find(({ asked: input }) => input.id === act.input);
      if (!played) throw new Error(`scenario: expected the input ${act.input} computed`);
      const run = `run-of-${act.input}`;
      const { inputHash, resultHash, asked: input } = played;
      return [
        { kind: 'run', run, engine: ENGINE_OF[input.kind], inputHash, orders: act.orders },
        { kind: 'run-result', run, hash: resultHash, loss: null, text: act.text[language] },
      ];
    }
  }
}

const ENGINE_OF: Readonly<Record<PlayedInput['asked']['kind'], string>> = {
  flood: 'flood',
  crowd: 'crowd',
  burst: 'pipe-network',
  dispatch: 'road-routes',
  detour: 'road-routes',
  residents: 'road-routes',
  walking: 'service-areas',
  cameras: 'camera-sights',
};

/** Behind a vehicle that nobody said exists. */
const SUPPOSED = { zh: '车辆为假定', en: 'vehicle supposed' };

/** An order a vehicle, and its way to the place in time. */
async function orderLines(
  act: Extract<ScenarioAct, { kind: 'dispatch' }>,
  ms: number,
  language: Language,
  { scenario, city, engines }: Writing,
): Promise<Line[]> {
  const input = scenario.inputs.find(({ id }) => id === act.input);
  if (input?.kind !== 'dispatch') throw new Error(`scenario: expected ${act.input} to be a dispatch`);
  const { served, resources } = await dispatched(input, engines);
  return served.flatMap((one, i) => {
    if (one.unit === null || one.ms === null)
      throw new ScenarioError(incidentCaseMessage('no-unit', { input: act.input, demand: one.demand }));
    const task = act.tasks[one.demand];
    if (!task) throw new ScenarioError(incidentCaseMessage('no-task', { input: act.input, demand: one.demand }));
    const vehicle = resources.vehicles.find(({ id }) => id === one.unit);
    const team = resources.teams.find(({ id }) => id === vehicle?.team);
    const kind = vehicle && vehicleKind(vehicle.kind);
    const [eastM, northM] = input.demands.find(({ id }) => id === one.demand)?.atM ?? scenario.placeM;
    const order = `order-${act.input}-${i + 1}`;
    const given: IncidentAct = {
      kind: 'order',
      order,
      resource: one.unit,
      name: [team?.name[language], kind?.label[language], one.unit, vehicle?.supposed && SUPPOSED[language]]
        .filter(Boolean)
        .join(' · '),
      task: task[language],
      place: lonLatFromEnu(city.origin, [eastM, northM, 0]),
      etaMs: one.ms,
      route: routeOf(one, one.ms),
    };
    const onWayMs = ms + Math.round(act.turnoutMin * MS_PER_MIN);
    const onSiteMs = onWayMs + one.ms;
    const state = (name: 'accepted' | 'on-way' | 'on-site' | 'done', at: number): Line => ({
      ms: at,
      isInject: false,
      act: { kind: 'order-state', order, state: name, text: '' },
    });
    return [
      { ms, isInject: false, act: given },
      state('accepted', ms + Math.round(act.acceptMin * MS_PER_MIN)),
      state('on-way', onWayMs),
      state('on-site', onSiteMs),
      ...(act.workMin === null ? [] : [state('done', onSiteMs + Math.round(act.workMin * MS_PER_MIN))]),
    ];
  });
}

/** Millimetres and milliseconds along the way, at an even speed over its length. */
function routeOf({ line }: Pick<Served, 'line'>, wholeMs: number): [number, number, number][] {
  const lengths = line.map(([x, y], i) => (i === 0 ? 0 : Math.hypot(x - line[i - 1][0], y - line[i - 1][1])));
  const wholeM = lengths.reduce((sum, one) => sum + one, 0);
  let doneM = 0;
  return line.map(([x, y], i) => {
    doneM += lengths[i];
    const ms = wholeM > 0 ? Math.round((wholeMs * doneM) / wholeM) : 0;
    return [Math.round(1000 * x), Math.round(1000 * y), ms];
  });
}

/** Folds line by line, so that what the log would refuse is no scenario. */
function logOf(scenario: IncidentScenario, lines: readonly Line[]): { entries: IncidentEntry[]; injects: number[] } {
  const timeline = new IncidentTimeline();
  const injects: number[] = [];
  const client = `scenario-${scenario.id}`;
  const incident = `incident-${scenario.id}`;
  const startMs = lines[0].ms;
  for (const [i, { ms, isInject, act }] of lines.entries()) {
    const refused = refusalOf(timeline, act, incident);
    if (refused) throw new ScenarioError(refusedLine(scenario.id, act.kind, (ms - startMs) / MS_PER_MIN, refused));
    const sent = parseSentEntry({ client, n: i + 1, atMs: ms, act });
    timeline.append(
      entryAfter(timeline.last(), sent, { incident, receivedMs: ms, role: 'visitor', by: 'page', refused }),
    );
    if (isInject) injects.push(i + 1);
  }
  return { entries: timeline.entries(), injects };
}

function refusedLine(id: string, kind: string, atMin: number, refused: Message): Message {
  return incidentCaseMessage('refused-line', { id, kind, atMin, reason: new MessageError(refused).message });
}
