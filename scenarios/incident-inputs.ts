import type { InputOf, ScenarioFigures, ScenarioInput } from '../model/incidents/scenario-input.ts';
import type { DispatchRequest } from '../model/questions/dispatch.ts';
import type { Resources } from '../model/resources/resources.ts';
import { vehicleKind } from '../model/resources/vehicle-kinds.ts';
import type { RoadState } from '../model/roads/road-state.ts';
import type { EngineId } from '../model/runs/engine-id.ts';
import { jsonHash } from '../model/text/json-hash.ts';
import { MS_PER_MIN } from '../model/time.ts';
import type { CameraEngineTypes } from '../workers/camera-sights/engine-types.ts';
import type { PipeEngineTypes } from '../workers/pipe-network/engine-types.ts';
import type { DispatchResult, RoutingEngineTypes } from '../workers/road-routes/engine-types.ts';
import type { ServiceEngineTypes } from '../workers/service-areas/engine-types.ts';
import { ScenarioError } from './faults.ts';
import { incidentCaseMessage } from './incident-messages.ts';

type AsyncQuestions<Q> = {
  [Name in keyof Q]: Q[Name] extends (...given: infer A) => infer R ? (...given: A) => Promise<Awaited<R>> : never;
};

/** Engines that answer questions of scenarios, opened when they are first asked for: a thread of Node's or a worker of a page. */
export interface ScenarioEngines {
  roads(): Promise<
    AsyncQuestions<
      Pick<RoutingEngineTypes['questions'], 'analyse' | 'arrivals' | 'resources' | 'segmentsIn' | 'residentsWithin'>
    >
  >;
  pipes(): Promise<AsyncQuestions<Pick<PipeEngineTypes['questions'], 'analyse'>>>;
  walking(): Promise<AsyncQuestions<Pick<ServiceEngineTypes['questions'], 'analyse'>>>;
  cameras(): Promise<AsyncQuestions<Pick<CameraEngineTypes['questions'], 'camerasAt' | 'cameraCoverage'>>>;
}

/** The engines by what opens one by its id; its questions are those of its own types, which whoever opens need not know. */
export function scenarioEngines(open: (engine: EngineId) => Promise<unknown>): ScenarioEngines {
  const opened = new Map<EngineId, Promise<unknown>>();
  const once = <Name extends keyof ScenarioEngines>(engine: EngineId) => {
    const known = opened.get(engine) ?? open(engine);
    opened.set(engine, known);
    return known as ReturnType<ScenarioEngines[Name]>;
  };
  return {
    roads: () => once<'roads'>('road-routes'),
    pipes: () => once<'pipes'>('pipe-network'),
    walking: () => once<'walking'>('service-areas'),
    cameras: () => once<'cameras'>('camera-sights'),
  };
}

/** An input that was computed. */
export interface PlayedInput {
  asked: ScenarioInput;
  inputHash: string;
  resultHash: string;
  figures: ScenarioFigures;
}

/** Inputs that take seconds; the others are runs of minutes. */
type LightInput = Exclude<ScenarioInput, { kind: 'flood' | 'crowd' }>;
export const isLight = (input: ScenarioInput): input is LightInput => input.kind !== 'flood' && input.kind !== 'crowd';

/** Computes an input of seconds; its hashes are those of what was asked and of the figures. Throws MessageError where the city lacks what it needs. */
export async function playLight(input: LightInput, engines: ScenarioEngines): Promise<PlayedInput> {
  const figures = await figuresOf(input, engines);
  return { asked: input, inputHash: jsonHash(input), resultHash: jsonHash(figures), figures };
}

/** The flood among the inputs of a scenario that lies at an hour of its incident, with its start, UTC; null: there is none. */
export function waterCase(
  inputs: readonly Pick<PlayedInput, 'asked'>[],
  openedMs: number,
): { case: string; startMs: number } | null {
  for (const { asked: input } of inputs)
    if (input.kind === 'flood' && input.beginMin !== undefined)
      return { case: input.case, startMs: openedMs + input.beginMin * MS_PER_MIN };
  return null;
}

async function figuresOf(input: LightInput, engines: ScenarioEngines): Promise<ScenarioFigures> {
  switch (input.kind) {
    case 'burst':
      return burstFigures(input, engines);
    case 'dispatch':
      return dispatchFigures(await dispatched(input, engines));
    case 'detour':
      return detourFigures(input, engines);
    case 'residents': {
      const roads = await engines.roads();
      const found = await roads.residentsWithin(input.atM, input.radiusM);
      return { residents: found?.residents ?? null, buildings: found?.buildings ?? null };
    }
    case 'walking':
      return walkingFigures(input, engines);
    case 'cameras':
      return cameraFigures(input, engines);
  }
}

async function burstFigures(
  { atM, system, sourcesM }: InputOf<'burst'>,
  engines: ScenarioEngines,
): Promise<ScenarioFigures> {
  const pipes = await engines.pipes();
  const request = {
    kind: 'burst',
    pipe: { by: 'place', atM, system },
    valves: 'given',
    broken: [],
    sourcesM,
    reachM: 100,
  } as const;
  const result = await pipes.analyse({ ...request, broken: [], sourcesM: [...sourcesM] }, () => {});
  if (result?.kind !== 'burst') throw new Error('scenario: expected a burst played to its end');
  const ids = (valves: typeof result.close) => valves.map(({ id, atM: [x, y] }) => id ?? `${rounded(x)} ${rounded(y)}`);
  return {
    pipe: result.start.id,
    isolated: result.isIsolated ? 1 : 0,
    close: ids(result.close),
    idle: ids(result.idle),
    sectionM: rounded(result.sectionM),
    cutOffM: rounded(result.cutOffM),
    buildings: result.customers.length,
    residents: result.residents,
  };
}

type Assignment = Extract<DispatchResult, { kind: 'assignment' }>;

/** Assigns free vehicles to demands, and returns the city's own list of resources with the assignment. */
export async function dispatched(
  input: InputOf<'dispatch'>,
  engines: ScenarioEngines,
): Promise<Assignment & { resources: Resources }> {
  const roads = await engines.roads();
  const resources = await roads.resources();
  if (!resources) throw new ScenarioError(incidentCaseMessage('no-resources', { input: input.id }));
  const units = resources.vehicles.flatMap(({ id, at, kind, state, capabilities }) => {
    const known = vehicleKind(kind);
    if (state !== 'free' || !known) return [];
    return [{ id, atM: at, vehicle: known.vehicle, capabilities: [...(capabilities ?? known.capabilities)] }];
  });
  const request: DispatchRequest = {
    kind: 'assignment',
    demands: input.demands.map((demand) => ({ ...demand, weight: 1 })),
    units,
    aim: 'sum',
    roads: await roadsWith(input.closed, engines),
  };
  const result = await roads.analyse(request, () => {});
  if (result?.kind !== 'assignment') throw new Error('scenario: expected an assignment played to its end');
  return { ...result, resources };
}

function dispatchFigures({ served, latestMs }: Assignment): ScenarioFigures {
  const figures: ScenarioFigures = {
    sent: served.filter(({ unit }) => unit !== null).length,
    asked: served.length,
    latestMin: minutes(latestMs),
  };
  for (const demand of new Set(served.map(({ demand: id }) => id))) {
    const own = served.filter((one) => one.demand === demand);
    const times = own.flatMap(({ ms }) => ms ?? []);
    figures[`${demand}.units`] = own.flatMap(({ unit }) => unit ?? []);
    figures[`${demand}.firstMin`] = times.length > 0 ? minutes(Math.min(...times)) : null;
    figures[`${demand}.lastMin`] = times.length > 0 ? minutes(Math.max(...times)) : null;
  }
  return figures;
}

async function detourFigures(input: InputOf<'detour'>, engines: ScenarioEngines): Promise<ScenarioFigures> {
  const roads = await engines.roads();
  const state = await roadsWith(input.closed, engines);
  const journey = { at: input.fromM, vehicle: input.vehicle, isAway: false };
  const [usual] = await roads.arrivals(input.toM, [journey]);
  const [round] = await roads.arrivals(input.toM, [journey], state);
  return {
    closedSegments: state.closed.length,
    usualMin: usual ? minutes(usual.ms) : null,
    usualM: usual ? rounded(usual.lengthM) : null,
    roundMin: round ? minutes(round.ms) : null,
    roundM: round ? rounded(round.lengthM) : null,
  };
}

async function walkingFigures(input: InputOf<'walking'>, engines: ScenarioEngines): Promise<ScenarioFigures> {
  const walking = await engines.walking();
  const result = await walking.analyse(
    {
      facilities: { by: 'points', pointsM: [input.fromM] },
      minutes: [...input.minutes],
      direction: 'from',
      crossingWaitS: 20,
      reachM: 200,
      cellM: 20,
      demandPerResident: 1,
    },
    () => {},
  );
  if (!result) throw new Error('scenario: expected walking times played to their end');
  const figures: ScenarioFigures = {};
  for (const band of result.bands) {
    figures[`${band.minutes}min.areaM2`] = rounded(band.areaM2);
    figures[`${band.minutes}min.buildings`] = band.buildings;
    figures[`${band.minutes}min.residents`] = band.residents;
  }
  return figures;
}

async function cameraFigures({ atM, radiusM }: InputOf<'cameras'>, engines: ScenarioEngines): Promise<ScenarioFigures> {
  const cameras = await engines.cameras();
  const seen = (await cameras.camerasAt(atM)).filter(({ verdict }) => verdict === 'seen');
  const { freeM2, blindM2, twiceM2 } = await cameras.cameraCoverage(atM, radiusM);
  return {
    seenBy: seen.map(({ id }) => id),
    freeM2: rounded(freeM2),
    blindM2: rounded(blindM2),
    twiceM2: rounded(twiceM2),
  };
}

/** Roads with the segments closed that some circles meet. */
async function roadsWith(closed: InputOf<'detour'>['closed'], engines: ScenarioEngines): Promise<RoadState> {
  if (closed.length === 0) return { water: [], closed: [] };
  const roads = await engines.roads();
  const segments = new Set<string>();
  for (const { atM, radiusM } of closed)
    for (const segment of await roads.segmentsIn(ringAround(atM, radiusM), 'ring')) segments.add(segment);
  return { water: [], closed: [...segments].map((segment) => ({ segment, by: 'scenario' })) };
}

const RING_CORNERS = 32;

/** A circle as a ring of corners. */
function ringAround([x, y]: readonly [number, number], radiusM: number): [eastM: number, northM: number][] {
  return Array.from({ length: RING_CORNERS }, (_, i) => {
    const angle = (2 * Math.PI * i) / RING_CORNERS;
    return [x + radiusM * Math.cos(angle), y + radiusM * Math.sin(angle)];
  });
}

/** To a thousandth. */
const rounded = (value: number): number => Math.round(1000 * value) / 1000;
const minutes = (ms: number): number => rounded(ms / MS_PER_MIN);
