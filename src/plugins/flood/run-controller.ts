import { hazardClassesOf } from '../../../model/rules/city-rules.ts';
import type { RuleRecords } from '../../../model/rules/rule-record.ts';
import type { Field, RasterSample } from '../../../model/runs/field.ts';
import { HAZARD_IDS, type HazardId, hazardClassMap } from '../../../model/scenarios/flood-hazard.ts';
import { type Message, MessageError } from '../../../model/text/message.ts';
import { MS_PER_MIN, S_PER_H } from '../../../model/time.ts';
import type {
  Estimate,
  FloodEngineTypes,
  FloodGround,
  FloodRunResult,
  OpenedRun,
} from '../../../workers/flood/engine-types.ts';
import type { Totals } from '../../../workers/flood/results/impact.ts';
import type { EngineClient } from '../../twin/engine-host.ts';
import type { FieldSource, Fields } from '../../twin/fields.ts';
import { openRunController, type Recorder, type RunController } from '../../twin/run-controller.ts';
import { isRunActive, lastFrameMs, type RunOrigin, runById } from '../../twin/runs.ts';
import { homeBlock } from '../../twin/table-block.ts';
import type { Twin, TwinState } from '../../twin/twin.ts';
import { caseOfForm } from './flood-case.ts';
import { floodFigures, floodMoment } from './flood-figures.ts';
import { floodMeasures, NOTHING_BUILT } from './flood-measures.ts';
import type { FloodPickQuestions } from './flood-picks.ts';
import { floodFormMessage } from './messages.ts';
import type { FloodPictures } from './scene/shown-flood.ts';
import {
  defaultFloodForm,
  FLOOD_ENGINE,
  type FloodArea,
  type FloodForm,
  type FloodLedger,
  type FloodPaint,
  type FloodPicture,
  type FloodReadings,
  type FloodRunFacts,
  type FloodSite,
  floodPaintOf,
  floodRuns,
  type RainGrids,
} from './slice.ts';
import { readFloodCase } from './tasks/start-case.ts';

export type { TrafficClass as Goer } from '../../../model/roads/vehicles.ts';
export type {
  ClosedRoad,
  Impact,
  Span,
  Totals,
  WetBuilding,
  WetEntrance,
} from '../../../workers/flood/results/impact.ts';

/** What a run has brought so far: large, so it is no part of the twin. Grows in place while the run goes on. */
export interface FloodRecord {
  ground: FloodGround;
  frames: FloodReadings[];
  ledgers: FloodLedger[];
  totals: Totals[];
  /** Levels by gauge, one a frame. */
  gaugesM: Record<string, number[]>;
  end: (FloodRunResult & { wallS: number }) | null;
}

/** Depth of the water of each run, m; then velocity east and north, m/s, and level above the run's base, m: half floats. */
const DEPTH_FIELD = { id: 'flood.depth', kind: 'raster', unit: 'm' } as const;
const DEPTH_CHANNELS = ['depthM', 'eastMps', 'northMps', 'levelM'] as const;

/** Bottom of an excavation, elevation above the city's datum. */
export const PIT_FIELD = 'build.pit';

/** What is played beside other runs. */
type FloodBeside = Pick<FloodRunFacts, 'name' | 'form' | 'startMs' | 'orders' | 'measures'>;

/** Plays floods for the panels. */
export interface FloodRunController extends Pick<Runs, 'pause' | 'stop' | 'record' | 'adopt'>, FloodPickQuestions {
  /** Reads what the city says of floods, once. */
  open(): Promise<void>;
  /** Estimates a run of the form, or a branch by it. */
  estimate(form: FloodForm, origin: RunOrigin | null): Promise<Estimate>;
  /** Files of rain, read by the worker; refused with file and line. */
  readRain(files: readonly File[]): Promise<RainGrids>;
  /** The form as a file of a case, with what no case can say. */
  caseOf(form: FloodForm): { name: string; text: string; left: readonly Message[] };
  /** The form becomes that of a case file; tells what it has no place for. */
  openCase(file: File): Promise<readonly Message[]>;
  /** A result file becomes a run of this window. */
  openResult(file: File): Promise<void>;
  /** Plays the form as it stands: from the shown time on, or from its origin's moment; one run at a time. */
  start(name: string): void;
  /** Plays another form beside other runs, not shown until it is chosen; its id, or null: it cannot begin now. */
  startBeside(run: FloodBeside): string | null;
  /** Rates of the rain that a form asks for, the mean over its box. */
  rainRates(form: FloodForm): Promise<FloodGround['rain']>;
  /** By the form as it stands: what can be changed on the way holds from now on. */
  resume(id: string): void;
  drop(id: string): void;
  close(): void;
}

type Client = EngineClient<FloodEngineTypes>;
type Runs = RunController<FloodRunFacts, FloodForm, FloodRecord>;

/** As its worker does; before a file of gigabytes is read. */
const MAX_RESULT_BYTES = 512e6;

/** All that the worker takes, written out. */
const MAX_RAIN_BYTES = 1 << 28;

/** Plays floods: turns the form into what the engine takes, and follows its runs and branches. */
export function openFloodRunController(
  twin: Twin,
  client: Client,
  fields: Fields,
  beside?: (lane: number) => Client,
): FloodRunController {
  const runs = openRunController<FloodRunFacts, FloodEngineTypes, FloodRecord>({
    twin,
    engine: FLOOD_ENGINE,
    client,
    ...(beside ? { beside } : {}),
    recorder: RECORDER,
    facts: {
      opening: ({ exposed }) => ({ exposed }),
      frame: ({ ledger, totals }, { course = [], exposed }) => ({
        ledger,
        course: [...course, floodMoment(totals, exposed)],
      }),
      end: ({ result }) => ({ figures: floodFigures(result.impact) }),
    },
    waitsForFrames: true,
  });
  function begin(name: string, form: FloodForm, origin: RunOrigin | null, inputs: readonly Field[]): void {
    const { shownTimeMs, branchFlood } = twin.getState();
    const beginMs = form.rain.kind === 'live' ? form.rain.reading.fromMs : shownTimeMs;
    const startMs = Math.floor(beginMs / MS_PER_MIN) * MS_PER_MIN;
    const parent = origin && runById<FloodRunFacts>(twin.getState(), FLOOD_ENGINE, origin.id);
    const measures = floodMeasures(form, parent?.form ?? NOTHING_BUILT, { startMs, zone: twin.city.zone });
    const shared = origin && runs.record(origin.id);
    const frames = shared?.frames.filter(({ timeS }) => timeS <= (origin?.timeS ?? 0)).length ?? 0;
    const id = runs.start({
      begin: { name, form, origin, startMs, endS: form.endH * S_PER_H, measures },
      own: { ledger: shared?.ledgers[frames - 1] ?? null, opened: null },
      request: form,
      fields: inputs,
    });
    if (id !== null) branchFlood(null);
  }
  const open = async () => {
    const { eastM, northM } = homeBlock(twin.city);
    twin.getState().takeFloodSite({ ...(await client.open()), middle: [eastM, northM] });
  };
  const ends = [offerDepth(twin, fields, runs.record), acceptPit(twin, fields, open), runs.close];
  return {
    open,
    estimate: (form, origin) => client.estimate(form, origin?.timeS ?? 0),
    readRain: (files) => readRain(client, files),
    start(name) {
      const { floodForm: form, floodOrigin: origin } = twin.getState();
      if (!form) return;
      if (form.pit === null || origin) begin(name, form, origin, []);
      else
        fields.read(PIT_FIELD, form.pit).then(
          (pit) => begin(name, form, origin, pit ? [pit] : []),
          (error) => console.warn('flood pit', error),
        );
    },
    startBeside: (run) =>
      runs.start({
        begin: { ...run, origin: null, endS: run.form.endH * S_PER_H },
        own: { ledger: null, opened: null },
        request: run.form,
        fields: [],
        isBeside: true,
      }),
    pause: runs.pause,
    resume(id) {
      const run = runById<FloodRunFacts>(twin.getState(), FLOOD_ENGINE, id);
      if (!run) return;
      const form = goneOn(run, twin.getState().floodForm ?? run.form);
      runs.resume(id, { request: form, part: { form } });
    },
    stop: runs.stop,
    drop(id) {
      runs.drop(id);
      const { floodOrigin, branchFlood } = twin.getState();
      if (floodOrigin?.id === id) branchFlood(null);
    },
    record: runs.record,
    adopt: runs.adopt,
    caseOf(form) {
      const { floodSite } = twin.getState();
      if (!floodSite) throw new Error('flood: expected open() first');
      const { scenario, left } = caseOfForm(form, floodSite, twin.city.id);
      return { name: `${scenario.id}.json`, text: `${JSON.stringify(scenario, undefined, 2)}\n`, left };
    },
    async openCase(file) {
      await open();
      const { floodSite, changeFlood, branchFlood } = twin.getState();
      if (!floodSite) return [];
      const { form, left } = await readFloodCase(file, twin.city.id, floodSite);
      branchFlood(null);
      changeFlood(form);
      return left;
    },
    async openResult(file) {
      const mostMb = MAX_RESULT_BYTES / 1e6;
      if (file.size > MAX_RESULT_BYTES)
        throw new MessageError(floodFormMessage('run-large', { mostMb, gotMb: Math.ceil(file.size / 1e6) }));
      await open();
      const opened = await client.questions.openRun({ name: file.name, bytes: await file.arrayBuffer() });
      const { floodSite, shownTimeMs } = twin.getState();
      if (!floodSite) return;
      const startMs = Math.floor(shownTimeMs / MS_PER_MIN) * MS_PER_MIN;
      runs.adopt(...runOfFile(opened, file.name, floodSite, startMs));
    },
    bedElevations: (places) => client.questions.bedElevations(places),
    rainRates: (form) => client.questions.rainRates(form),
    nearestInlet: (at) => client.questions.nearestInlet(at),
    catchment: (at) => client.questions.catchment(at),
    close() {
      for (const end of ends) end();
    },
  };
}

/** A run out of its file. Nobody wrote its form: what the file tells of it stands there, and no more. */
function runOfFile(
  { about, scheme, opening, frames, result }: OpenedRun,
  file: string,
  site: FloodSite,
  startMs: number,
): [run: Omit<FloodRunFacts, 'id'>, record: FloodRecord] {
  const { columns, rows, cellM, westM, southM } = opening;
  const record = RECORDER.begin(opening, undefined as never);
  for (const frame of frames) RECORDER.frame(record, frame);
  RECORDER.end(record, { isWhole: true, wallS: 0, result });
  const endS = frames.at(-1)?.timeS ?? 0;
  const form: FloodForm = {
    ...defaultFloodForm(site),
    rain: { kind: 'none' },
    riverYears: null,
    riverFromH: 0,
    breaches: [],
    drains: false,
    area: { westM, southM, eastM: westM + columns * cellM, northM: southM + rows * cellM },
    cellM,
    scheme: scheme.kind === 'fast' ? 'fast' : scheme.order === 1 ? 'first' : 'second',
    endH: endS / S_PER_H,
    frameEveryMin: frames.length > 1 ? (frames[1].timeS - frames[0].timeS) / 60 : 5,
  };
  const run: Omit<FloodRunFacts, 'id'> = {
    name: about.name,
    form,
    origin: null,
    status: { kind: 'done' },
    startMs,
    endS,
    timesS: frames.map(({ timeS }) => timeS),
    hash: result.hash,
    notes: opening.notes,
    ledger: record.ledgers.at(-1) ?? null,
    opened: { file },
  };
  return [run, record];
}

/** Takes a pit that a site digs into the form, with the area around it. */
function acceptPit(twin: Twin, fields: Fields, open: () => Promise<void>): () => void {
  return fields.accept(PIT_FIELD, async (sourceId) => {
    await open();
    const field = await fields.read(PIT_FIELD, sourceId);
    const [sample] = (field?.samples ?? []) as readonly RasterSample[];
    if (!sample) return null;
    const { floodSite, changeFlood } = twin.getState();
    changeFlood({ pit: sourceId, ...(floodSite ? { area: areaAround(sample, floodSite.area) } : {}) });
    return FLOOD_ENGINE;
  });
}

async function readRain(client: Client, files: readonly File[]): Promise<RainGrids> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MAX_RAIN_BYTES)
    throw new MessageError(
      floodFormMessage('rain-large', { mostMb: MAX_RAIN_BYTES / 1e6, gotMb: Math.ceil(bytes / 1e6) }),
    );
  const read = files.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() }));
  return await client.questions.readRain(await Promise.all(read));
}

const RECORDER: Recorder<FloodEngineTypes, FloodRecord> = {
  begin: (ground) => ({ ground, frames: [], ledgers: [], totals: [], gaugesM: {}, end: null }),
  frame(record, { timeS, cells, drains, gaps, ledger, totals, gaugesM }) {
    record.frames.push({ timeS, cells, drains, gaps });
    record.ledgers.push(ledger);
    record.totals.push(totals);
    for (const [gauge, levelM] of Object.entries(gaugesM)) {
      record.gaugesM[gauge] ??= [];
      record.gaugesM[gauge].push(levelM);
    }
  },
  end(record, { wallS, result }) {
    record.end = { ...result, wallS };
  },
  until,
};

/** Ground that drains into an excavation, as far as a city has it. */
const PIT_REACH_M = 200;

function areaAround({ westM, southM, cellM, columns, rows }: RasterSample, city: FloodArea): FloodArea {
  return {
    westM: Math.max(city.westM, westM - PIT_REACH_M),
    southM: Math.max(city.southM, southM - PIT_REACH_M),
    eastM: Math.min(city.eastM, westM + columns * cellM + PIT_REACH_M),
    northM: Math.min(city.northM, southM + rows * cellM + PIT_REACH_M),
  };
}

/** Every run with a frame gives its depth; whoever needs it chooses by the run's name. */
function offerDepth(twin: Twin, fields: Fields, recordOf: (id: string) => FloodRecord | null): () => void {
  return fields.offer(DEPTH_FIELD.id, () =>
    floodRuns(twin.getState()).list.flatMap((run) => {
      const record = recordOf(run.id);
      if (!record || run.timesS.length === 0) return [];
      const source: FieldSource<RasterSample> = {
        id: DEPTH_FIELD.id,
        sourceId: run.id,
        label: run.name,
        fromMs: run.startMs,
        toMs: lastFrameMs(run),
        read: async () => depthOf(run, record),
      };
      return [source];
    }),
  );
}

/** The run's own frames as a field: nothing is copied. */
function depthOf({ startMs }: FloodRunFacts, { ground, frames }: FloodRecord): Field<RasterSample> {
  const { westM, southM, cellM, columns, rows } = ground;
  return {
    ...DEPTH_FIELD,
    timesMs: frames.map(({ timeS }) => startMs + timeS * 1000),
    samples: frames.map(({ cells }) => ({
      westM,
      southM,
      cellM,
      columns,
      rows,
      values: cells,
      channels: DEPTH_CHANNELS,
    })),
  };
}

/** The form that a paused run goes on by: what was changed meanwhile holds from now on; a levee that has given way stays so. */
function goneOn(
  { form, timesS }: FloodRunFacts,
  { breaches, walls, works, pumpsOff, failedSupplies, blockedInletsRatio, blockedInlets }: FloodForm,
): FloodForm {
  const nowH = (timesS.at(-1) ?? 0) / S_PER_H;
  const begun = form.breaches.filter(({ beginH }) => beginH < nowH);
  const others = breaches.filter(({ id }) => !begun.some((breach) => breach.id === id));
  const coming = others.map((breach) => ({ ...breach, beginH: Math.max(breach.beginH, nowH) }));
  const changed = { walls, works, pumpsOff, failedSupplies, blockedInletsRatio, blockedInlets };
  return { ...form, breaches: [...begun, ...coming], ...changed };
}

/** What a run shares with its branch: its frames up to that moment. */
function until({ ground, frames, ledgers, totals, gaugesM }: FloodRecord, untilS: number): FloodRecord {
  const count = frames.filter(({ timeS }) => timeS <= untilS).length;
  return {
    ground,
    end: null,
    frames: frames.slice(0, count),
    ledgers: ledgers.slice(0, count),
    totals: totals.slice(0, count),
    gaugesM: Object.fromEntries(Object.entries(gaugesM).map(([gauge, levelsM]) => [gauge, levelsM.slice(0, count)])),
  };
}

/**
 * Why a run has no such difference to another one, or null: they must lie on the same cells and be over, with their maxima, at the same
 * second, or what one of them had no time for would pass for what a wall spared.
 */
export function comparisonObstacle(
  a: FloodRunFacts,
  b: FloodRunFacts,
): 'same' | 'grid' | 'unfinished' | 'failed' | 'time' | null {
  if (a.id === b.id) return 'same';
  if (isRunActive(a.status) || isRunActive(b.status)) return 'unfinished';
  if (a.status.kind === 'failed' || b.status.kind === 'failed') return 'failed';
  const key = ({ form }: FloodRunFacts) => JSON.stringify([form.area, form.cellM]);
  if (key(a) !== key(b)) return 'grid';
  return a.timesS.at(-1) === b.timesS.at(-1) ? null : 'time';
}

/** Follows the runs on pictures, the map chosen and what has been computed. */
export function syncFloodPictures(
  twin: Twin,
  { record }: Pick<FloodRunController, 'record'>,
  show: (pictures: FloodPictures) => void,
): () => void {
  return twin.follow(
    (state) => {
      const runs = runsOnPictures(state).map(({ id, timesS, status }) => [id, timesS.length, status.kind]);
      const classes = HAZARD_IDS.map((id) => hazardClassesOf(id, state.ruleRecords).classes);
      return JSON.stringify([floodRuns(state).comparedId, floodPaintOf(state), runs, classes]);
    },
    (_, state) => {
      const { shownId, comparedId } = floodRuns(state);
      const paint = floodPaintOf(state);
      const other = comparedId === null ? null : record(comparedId);
      const pictures = runsOnPictures(state).flatMap((run): [string, FloodPicture][] => {
        const own = record(run.id);
        if (!own || own.frames.length === 0) return [];
        const isWater = paint === 'difference' && run.id !== shownId;
        return [[run.id, pictureOf(run, own, mapOf(isWater ? 'water' : paint, own, other, state.ruleRecords))]];
      });
      show(new Map(pictures));
    },
  );
}

/** Shown, compared, or chosen for one of several pictures. */
function runsOnPictures(state: TwinState): FloodRunFacts[] {
  const { list, shownId, comparedId } = floodRuns(state);
  const wanted = new Set([shownId, comparedId, ...state.views.map(({ runs }) => runs[FLOOD_ENGINE])]);
  return list.filter(({ id }) => wanted.has(id));
}

function pictureOf(
  { startMs }: FloodRunFacts,
  { ground, frames }: FloodRecord,
  maps: FloodPicture['maps'],
): FloodPicture {
  const { columns, rows, cellM, westM, southM, baseM, bedElevationM, drains } = ground;
  return { columns, rows, cellM, westM, southM, baseM, bedElevationM, drains, frames, startMs, maps };
}

type FloodMaps = FloodPicture['maps'];
type Maxima = FloodRunResult['maxima'];

/** A map of the whole run wants its end; until then it is the water. */
function mapOf(kind: FloodMaps['kind'], own: FloodRecord, other: FloodRecord | null, rules: RuleRecords): FloodMaps {
  if (kind === 'water' || !own.end) return { kind: 'water' };
  const { maxima } = own.end;
  if (kind === 'difference') return differenceOf(maxima, other?.end?.maxima ?? null);
  return { kind, values: valuesOf(maxima, kind, rules), depthM: maxima.depthM };
}

/** Computed once for each run and map: a sheet knows its map by these arrays. */
const COMPUTED = new WeakMap<Maxima, Map<string, Float32Array>>();

function valuesOf(
  maxima: Maxima,
  paint: Exclude<FloodPaint, 'water' | 'difference'>,
  rules: RuleRecords,
): Float32Array {
  // Other limits are another map.
  const key = isHazard(paint) ? JSON.stringify([paint, hazardClassesOf(paint, rules).classes]) : paint;
  const known = COMPUTED.get(maxima) ?? new Map<string, Float32Array>();
  COMPUTED.set(maxima, known);
  const values =
    known.get(key) ??
    (isHazard(paint) ? hazardClassMap(hazardClassesOf(paint, rules), maxima) : computed(maxima, paint));
  known.set(key, values);
  return values;
}

const isHazard = (paint: FloodPaint): paint is HazardId => HAZARD_IDS.some((id) => id === paint);

/** Below the first class of depth nothing tells when it was deepest: there it is rain on its way. */
const SEEN_M = 0.05;

function computed(maxima: Maxima, paint: Exclude<FloodPaint, 'water' | 'difference' | HazardId>): Float32Array {
  const { depthM } = maxima;
  switch (paint) {
    case 'maxDepth':
      return depthM;
    case 'speed':
      return maxima.speedMps;
    case 'arrival':
      return maxima.arrivalS;
    case 'deepestAt':
      return maxima.deepestAtS.map((timeS, cell) => (depthM[cell] >= SEEN_M ? timeS : Number.NaN));
    case 'over100':
      return maxima.over100MmS;
    case 'over300':
      return maxima.over300MmS;
  }
}

function differenceOf({ depthM }: Maxima, other: Maxima | null): FloodMaps {
  if (other?.depthM.length !== depthM.length) return { kind: 'water' };
  const before = other.depthM;
  const or0 = (value: number) => (value > 0 ? value : 0);
  return {
    kind: 'difference',
    values: depthM.map((depth, cell) => or0(depth) - or0(before[cell])),
    depthM: depthM.map((depth, cell) => Math.max(or0(depth), or0(before[cell]))),
  };
}
