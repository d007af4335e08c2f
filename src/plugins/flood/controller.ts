import type { Field, RasterSample } from '../../../model/runs/field.ts';
import { MessageError } from '../../../model/text/message.ts';
import { MS_PER_MIN, S_PER_H } from '../../../model/time.ts';
import type { RiverStage } from '../../../workers/flood/city/rivers.ts';
import type {
  Estimate,
  FloodEngineTypes,
  FloodGround,
  FloodRequest,
  FloodRunResult,
} from '../../../workers/flood/engine-types.ts';
import type { Totals } from '../../../workers/flood/impact.ts';
import type { EngineClient } from '../../twin/engine-host.ts';
import type { FieldSource, Fields } from '../../twin/fields.ts';
import { openRunController, type Recorder, type RunController } from '../../twin/run-controller.ts';
import { isRunActive, lastFrameMs, type RunOrigin, runById } from '../../twin/runs.ts';
import type { Twin } from '../../twin/twin.ts';
import type { LiveReading, StageObservations } from './live-reading.ts';
import { floodFormMessage } from './messages.ts';
import {
  FLOOD_ENGINE,
  type FloodArea,
  type FloodForm,
  type FloodLedger,
  type FloodPicture,
  type FloodPlace,
  type FloodReadings,
  type FloodRunFacts,
  type FloodSite,
  floodMapOf,
  floodRuns,
  type RainGrids,
} from './slice.ts';

export type {
  ClosedRoad,
  Impact,
  Span,
  Totals,
  TrafficClass as Goer,
  WetBuilding,
  WetEntrance,
} from '../../../workers/flood/impact.ts';

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

/** Plays floods for the panels. */
export interface FloodRunController extends Pick<Runs, 'pause' | 'stop' | 'record'> {
  /** Reads what the city says of floods, once. */
  open(): Promise<void>;
  /** Of the form, or of a branch by it. */
  estimate(form: FloodForm, origin: RunOrigin | null): Promise<Estimate>;
  /** Files of rain, read by the worker; refused with file and line. */
  readRain(files: readonly File[]): Promise<RainGrids>;
  /** Plays the form as it stands: from the shown time on, or from its origin's moment; one run at a time. */
  start(name: string): void;
  /** By the form as it stands: what can be changed on the way holds from now on. */
  resume(id: string): void;
  drop(id: string): void;
  close(): void;
}

type Client = EngineClient<FloodEngineTypes>;
type Runs = RunController<FloodRunFacts, FloodRequest, FloodRecord>;

/** All that the worker takes, written out. */
const MAX_RAIN_BYTES = 1 << 28;

/** Plays floods: turns the form into what the engine takes, and follows its runs and branches. */
export function openFloodRunController(twin: Twin, client: Client, fields: Fields): FloodRunController {
  const runs = openRunController<FloodRunFacts, FloodEngineTypes, FloodRecord>({
    twin,
    engine: FLOOD_ENGINE,
    client,
    recorder: RECORDER,
    facts: { frame: ({ ledger }) => ({ ledger }) },
    waitsForFrames: true,
  });
  const requestOf = (form: FloodForm) =>
    floodRequestOf(form, twin.getState().floodSite ?? { supplies: [], gauges: [] });
  function begin(name: string, form: FloodForm, origin: RunOrigin | null, inputs: readonly Field[]): void {
    const { shownTimeMs, branchFlood } = twin.getState();
    const beginMs = form.rain.kind === 'live' ? form.rain.reading.fromMs : shownTimeMs;
    const startMs = Math.floor(beginMs / MS_PER_MIN) * MS_PER_MIN;
    const shared = origin && runs.record(origin.id);
    const frames = shared?.frames.filter(({ timeS }) => timeS <= (origin?.timeS ?? 0)).length ?? 0;
    const id = runs.start({
      begin: { name, form, origin, startMs, endS: form.endH * S_PER_H },
      own: { ledger: shared?.ledgers[frames - 1] ?? null },
      request: requestOf(form),
      fields: inputs,
    });
    if (id !== null) branchFlood(null);
  }
  const open = async () => twin.getState().takeFloodSite(await client.open());
  const ends = [offerDepth(twin, fields, runs.record), acceptPit(twin, fields, open), runs.close];
  return {
    open,
    estimate: (form, origin) => client.estimate(requestOf(form), origin?.timeS ?? 0),
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
    pause: runs.pause,
    resume(id) {
      const run = runById<FloodRunFacts>(twin.getState(), FLOOD_ENGINE, id);
      if (!run) return;
      const form = goneOn(run, twin.getState().floodForm ?? run.form);
      runs.resume(id, { request: requestOf(form), part: { form } });
    },
    stop: runs.stop,
    drop(id) {
      runs.drop(id);
      const { floodOrigin, branchFlood } = twin.getState();
      if (floodOrigin?.id === id) branchFlood(null);
    },
    record: runs.record,
    close() {
      for (const end of ends) end();
    },
  };
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
  { breaches, walls, pumpsOff, blockedInletsRatio }: FloodForm,
): FloodForm {
  const nowH = (timesS.at(-1) ?? 0) / S_PER_H;
  const begun = form.breaches.filter(({ beginH }) => beginH < nowH);
  const others = breaches.filter(({ id }) => !begun.some((breach) => breach.id === id));
  const coming = others.map((breach) => ({ ...breach, beginH: Math.max(breach.beginH, nowH) }));
  return { ...form, breaches: [...begun, ...coming], walls, pumpsOff, blockedInletsRatio };
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

/** The form as the worker takes it; pumps that are off are so by all their supplies. */
export function floodRequestOf(
  form: FloodForm,
  { supplies, gauges }: Pick<FloodSite, 'supplies' | 'gauges'>,
): FloodRequest {
  const { area, cellM, riverFromH, breaches, walls, scheme, endH, frameEveryMin } = form;
  const reading = form.rain.kind === 'live' ? form.rain.reading : null;
  const isByGauge = reading !== null && form.riverByGauge;
  return {
    box: area,
    cellM,
    rain: rainOf(form.rain),
    riverYears: isByGauge ? null : form.riverYears,
    riverFromH,
    ...(isByGauge ? { riverStages: reading.stages.map(stageOf) } : {}),
    breaches,
    walls,
    gauges: gauges.flatMap(({ id, watched }) =>
      watched && isInside(area, watched.at) ? [{ id: waterAt(id), at: watched.at }] : [],
    ),
    drains: form.drains ? { blocked: { '*': form.blockedInletsRatio }, failed: form.pumpsOff ? supplies : [] } : null,
    scheme: scheme === 'fast' ? { kind: 'fast' } : { kind: 'full', order: scheme === 'first' ? 1 : 2 },
    endS: endH * S_PER_H,
    frameEveryS: frameEveryMin * 60,
  };
}

function rainOf(rain: FloodForm['rain']): FloodRequest['rain'] {
  if (rain.kind === 'grids') return { kind: 'kept', id: rain.grids.id, stepS: rain.stepMin * 60 };
  if (rain.kind === 'live') return seriesOf(rain.reading);
  if (rain.kind !== 'moving') return rain;
  const { hours, ...storm } = rain;
  return { kind: 'field', field: { ...storm, fromS: 0, toS: hours * S_PER_H } };
}

const seriesOf = ({ stepS, ratesMmPerH }: LiveReading): FloodRequest['rain'] => ({
  kind: 'series',
  hyetograph: { stepS, ratesMmPerH },
});

const stageOf = ({ river, gauge, at, timesS, levelsM }: StageObservations): RiverStage => ({
  river,
  gauge,
  at,
  levelM: { timesS, values: levelsM },
});

const isInside = ({ westM, southM, eastM, northM }: FloodArea, [east, north]: FloodPlace): boolean =>
  east > westM && east < eastM && north > southM && north < northM;

/** A gauge stands on the bank; what it tells is the level of the water before it, under this name in a run's levels. */
export const waterAt = (gauge: string): string => `${gauge}/water`;

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

/** Follows the shown run, the map chosen and what has been computed. */
export function syncFloodPicture(
  twin: Twin,
  { record }: Pick<FloodRunController, 'record'>,
  show: (shown: FloodPicture | null, compared: FloodPicture | null) => void,
): () => void {
  const runOf = (id: string | null) => (id === null ? null : runById<FloodRunFacts>(twin.getState(), FLOOD_ENGINE, id));
  return twin.follow(
    (state) => {
      const { list, shownId, comparedId } = floodRuns(state);
      const shown = list.find(({ id }) => id === shownId);
      return JSON.stringify([shownId, comparedId, floodMapOf(state), shown?.timesS.length, shown?.status.kind]);
    },
    (_, state) => {
      const { shownId, comparedId } = floodRuns(state);
      const run = runOf(shownId);
      const compared = runOf(comparedId);
      const own = run && record(run.id);
      const other = compared && record(compared.id);
      show(
        run && own && own.frames.length > 0 ? pictureOf(run, own, mapOf(floodMapOf(state), own, other)) : null,
        compared && other && other.frames.length > 0 ? pictureOf(compared, other, { kind: 'water' }) : null,
      );
    },
  );
}

function pictureOf(
  { startMs }: FloodRunFacts,
  { ground, frames }: FloodRecord,
  maps: FloodPicture['maps'],
): FloodPicture {
  const { columns, rows, cellM, westM, southM, baseM, bedElevationM, drains } = ground;
  return { columns, rows, cellM, westM, southM, baseM, bedElevationM, drains, frames, startMs, maps };
}

/** A map of the whole run wants its end; until then it is the water. */
function mapOf(map: FloodPicture['maps']['kind'], own: FloodRecord, other: FloodRecord | null): FloodPicture['maps'] {
  if (map === 'water' || !own.end) return { kind: 'water' };
  const { depthM, arrivalS } = own.end.maxima;
  if (map === 'maxDepth') return { kind: map, values: depthM, depthM };
  if (map === 'arrival') return { kind: map, values: arrivalS, depthM };
  if (map === 'hazard') return { kind: map, values: own.end.hazard, depthM };
  if (other?.end?.maxima.depthM.length !== depthM.length) return { kind: 'water' };
  const before = other.end.maxima.depthM;
  const or0 = (value: number) => (value > 0 ? value : 0);
  return {
    kind: map,
    values: depthM.map((depth, cell) => or0(depth) - or0(before[cell])),
    depthM: depthM.map((depth, cell) => Math.max(or0(depth), or0(before[cell]))),
  };
}
