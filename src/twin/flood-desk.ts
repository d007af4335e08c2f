import type { RiverStage } from '../../workers/flood/city/rivers.ts';
import type { Impact, Totals } from '../../workers/flood/impact.ts';
import type { Maxima } from '../../workers/flood/maxima.ts';
import type {
  Estimate,
  FloodEnd,
  FloodGround,
  FloodNews,
  FloodService,
  PageFlood,
} from '../../workers/flood/service.ts';
import {
  type FloodArea,
  type FloodForm,
  type FloodLedger,
  type FloodMoment,
  type FloodOrigin,
  type FloodPicture,
  type FloodPlace,
  type FloodRunFacts,
  type FloodSite,
  type RainGrids,
  S_PER_H,
  shownFlood,
} from './flood.ts';
import type { LiveReading, StageHeard } from './flood-live.ts';
import { goingOn, isGoing, type RunStatus, reasonOf } from './runs.ts';
import type { Twin } from './twin.ts';

export type { ClosedRoad, Goer, Impact, Span, Totals, WetBuilding, WetEntrance } from '../../workers/flood/impact.ts';
export type { Estimate as FloodEstimate } from '../../workers/flood/service.ts';

/** What a run has brought so far: large, so it is no part of the twin. Grows in place while the run goes on. */
export interface FloodRecord {
  ground: FloodGround;
  frames: FloodMoment[];
  ledgers: FloodLedger[];
  totals: Totals[];
  /** Levels by gauge, one a frame. */
  gaugesM: Record<string, number[]>;
  end: { maxima: Maxima; hazard: Float32Array; impact: Impact; hash: string; steps: number; wallS: number } | null;
}

/** Plays floods for the panels: starts and stops runs, tells the twin how they go, keeps what they bring. */
export interface FloodDesk {
  /** Reads what the city says of floods, once. */
  open(): Promise<void>;
  /** Of the form, or of a branch by it. */
  estimate(form: FloodForm, origin: FloodOrigin | null): Promise<Estimate>;
  /** Files of rain, read by the worker; refused with file and line. */
  readRain(files: readonly File[]): Promise<RainGrids>;
  /** Plays the form as it stands: from the shown time on, or from its origin's moment; one run at a time. */
  start(name: string): void;
  pause(id: string): void;
  resume(id: string): void;
  stop(id: string): void;
  drop(id: string): void;
  record(id: string): FloodRecord | null;
}

type Service = Pick<FloodService, 'open' | 'readRain' | 'estimate' | 'run' | 'forget' | 'pause' | 'resume' | 'stop'>;

const MS_PER_MIN = 60_000;
/** All that the worker takes, written out. */
const MOST_RAIN_BYTES = 1 << 28;

export function openFloodDesk(
  twin: Twin,
  service: Service,
  openCity: (service: Service) => ReturnType<Service['open']>,
): FloodDesk {
  const records = new Map<string, FloodRecord>();
  let opening: Promise<void> | null = null;
  let serial = 0;
  const { takeFloodSite, addFloodRun, changeFloodRun, dropFloodRun, showFlood, showTime } = twin.getState();

  // Beyond its last frame a run has nothing to show: the clock rests there.
  twin.follow(
    (state) => state.playing && pastEnd(shownFlood(state), state.shownTimeMs),
    (isPast, state) => {
      const run = shownFlood(state);
      if (!isPast || !run) return;
      state.play(false);
      showTime(run.startMs + (run.timesS.at(-1) ?? 0) * 1000);
    },
  );

  const asked = (form: FloodForm) => askedOf(form, twin.getState().floodSite ?? { supplies: [], gauges: [] });
  const runOf = (id: string) => twin.getState().floodRuns.find((run) => run.id === id);

  function hear(id: string, news: FloodNews): void {
    const run = runOf(id);
    if (!run) return;
    if (news.kind === 'ground') {
      // A branch lies on its parent's ground, and already shows it.
      if (!records.has(id))
        records.set(id, { ground: news.ground, frames: [], ledgers: [], totals: [], gaugesM: {}, end: null });
      changeFloodRun(id, { notes: news.ground.notes });
      return;
    }
    if (news.kind === 'progress') {
      const [fromS, endS] = [run.origin?.timeS ?? 0, run.form.endH * S_PER_H];
      changeFloodRun(id, { status: goingOn(run.status, { timeS: news.timeS, wallS: news.wallS, fromS, endS }) });
      return;
    }
    const record = records.get(id);
    if (!record) return;
    const { timeS, cells, drains, gaps, ledger, totals, gaugesM } = news.frame;
    const isAtHead = twin.getState().shownTimeMs === run.startMs + (run.timesS.at(-1) ?? 0) * 1000;
    record.frames.push({ timeS, cells, drains, gaps });
    record.ledgers.push(ledger);
    record.totals.push(totals);
    for (const [gauge, levelM] of Object.entries(gaugesM)) {
      record.gaugesM[gauge] ??= [];
      record.gaugesM[gauge].push(levelM);
    }
    changeFloodRun(id, { timesS: [...run.timesS, timeS], ledger });
    if (twin.getState().shownFloodId === id && isAtHead && !twin.getState().playing)
      showTime(run.startMs + timeS * 1000);
  }

  function finish(id: string, { isWhole, maxima, hazard, impact, hash, steps, wallS }: FloodEnd): void {
    const record = records.get(id);
    if (record) record.end = { maxima, hazard, impact, hash, steps, wallS };
    changeFloodRun(id, { status: { kind: isWhole ? 'done' : 'stopped' } });
  }

  const fail = (id: string, error: unknown) =>
    changeFloodRun(id, { status: { kind: 'failed', reason: reasonOf(error) } });

  const halt = (id: string) => {
    const run = runOf(id);
    if (run && isGoing(run.status)) service.stop().catch((error) => fail(id, error));
  };

  return {
    open() {
      opening ??= openCity(service).then(takeFloodSite);
      opening.catch(() => {
        opening = null;
      });
      return opening;
    },
    estimate: (form, origin) => service.estimate(asked(form), origin?.timeS ?? 0),
    async readRain(files) {
      const bytes = files.reduce((sum, { size }) => sum + size, 0);
      if (bytes > MOST_RAIN_BYTES)
        throw new Error(`rain: expected at most ${MOST_RAIN_BYTES} bytes of files, got ${bytes}`);
      return await service.readRain(
        await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() }))),
      );
    },
    start(name) {
      const { floodForm: form, floodOrigin: origin, shownTimeMs, branchFlood } = twin.getState();
      if (!form || twin.getState().floodRuns.some(({ status }) => isGoing(status))) return;
      const id = `flood-${++serial}`;
      const parent = origin && runOf(origin.id);
      const parents = origin && records.get(origin.id);
      const beginMs = form.rain.kind === 'live' ? form.rain.reading.fromMs : shownTimeMs;
      const startMs = parent?.startMs ?? Math.floor(beginMs / MS_PER_MIN) * MS_PER_MIN;
      const shared = origin && parents ? until(parents, origin.timeS) : null;
      if (shared) records.set(id, shared);
      const timesS = shared?.frames.map(({ timeS }) => timeS) ?? [];
      const ledger = shared?.ledgers.at(-1) ?? null;
      const status: RunStatus = { kind: 'running', progressRatio: 0, etaS: null };
      addFloodRun({ id, name, form, origin, status, startMs, timesS, ledger, notes: [] });
      branchFlood(null);
      showFlood(id);
      twin.getState().play(false);
      showTime(startMs + (timesS.at(-1) ?? 0) * 1000);
      service
        .run(id, asked(form), origin && { of: origin.id, timeS: origin.timeS }, (news) => hear(id, news))
        .then(
          (end) => finish(id, end),
          (error) => fail(id, error),
        );
    },
    pause(id) {
      const run = runOf(id);
      if (run?.status.kind !== 'running') return;
      changeFloodRun(id, { status: { kind: 'paused', progressRatio: run.status.progressRatio } });
      service.pause().catch((error) => fail(id, error));
    },
    resume(id) {
      const run = runOf(id);
      if (run?.status.kind !== 'paused') return;
      const { progressRatio } = run.status;
      const form = goneOn(run, twin.getState().floodForm ?? run.form);
      service.resume(asked(form)).then(
        () => changeFloodRun(id, { form, status: { kind: 'running', progressRatio, etaS: null } }),
        (error) => changeFloodRun(id, { status: { kind: 'paused', progressRatio, refusal: reasonOf(error) } }),
      );
    },
    stop: halt,
    drop(id) {
      halt(id);
      records.delete(id);
      dropFloodRun(id);
      service.forget(id).catch((error) => fail(id, error));
    },
    record: (id) => records.get(id) ?? null,
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

const pastEnd = (run: FloodRunFacts | null, timeMs: number): boolean =>
  run !== null && run.timesS.length > 0 && timeMs > run.startMs + (run.timesS.at(-1) ?? 0) * 1000;

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
export function askedOf(form: FloodForm, { supplies, gauges }: Pick<FloodSite, 'supplies' | 'gauges'>): PageFlood {
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

function rainOf(rain: FloodForm['rain']): PageFlood['rain'] {
  if (rain.kind === 'grids') return { kind: 'kept', id: rain.grids.id, stepS: rain.stepMin * 60 };
  if (rain.kind === 'live') return seriesOf(rain.reading);
  if (rain.kind !== 'moving') return rain;
  const { hours, ...storm } = rain;
  return { kind: 'field', field: { ...storm, fromS: 0, toS: hours * S_PER_H } };
}

const seriesOf = ({ stepS, ratesMmPerH }: LiveReading): PageFlood['rain'] => ({
  kind: 'series',
  hyetograph: { stepS, ratesMmPerH },
});

const stageOf = ({ river, gauge, at, timesS, levelsM }: StageHeard): RiverStage => ({
  ...{ river, gauge, at },
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
export function whyNotCompared(
  a: FloodRunFacts,
  b: FloodRunFacts,
): 'same' | 'grid' | 'unfinished' | 'failed' | 'time' | null {
  if (a.id === b.id) return 'same';
  if (isGoing(a.status) || isGoing(b.status)) return 'unfinished';
  if (a.status.kind === 'failed' || b.status.kind === 'failed') return 'failed';
  const key = ({ form }: FloodRunFacts) => JSON.stringify([form.area, form.cellM]);
  if (key(a) !== key(b)) return 'grid';
  return a.timesS.at(-1) === b.timesS.at(-1) ? null : 'time';
}

/** Follows the shown run, the map chosen and what has been computed. */
export function followFlood(
  twin: Twin,
  { record }: Pick<FloodDesk, 'record'>,
  show: (shown: FloodPicture | null, compared: FloodPicture | null) => void,
): () => void {
  const told = (id: string | null) => twin.getState().floodRuns.find((run) => run.id === id);
  return twin.follow(
    ({ shownFloodId, comparedFloodId, floodMap, floodRuns }) => {
      const shown = floodRuns.find(({ id }) => id === shownFloodId);
      return JSON.stringify([shownFloodId, comparedFloodId, floodMap, shown?.timesS.length, shown?.status.kind]);
    },
    (_, { shownFloodId, comparedFloodId, floodMap }) => {
      const run = told(shownFloodId);
      const compared = told(comparedFloodId);
      const [own, other] = [run, compared].map((each) => (each ? record(each.id) : null));
      show(
        run && own && own.frames.length > 0 ? pictureOf(run, own, mapOf(floodMap, own, other)) : null,
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
