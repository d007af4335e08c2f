import type { AskedFlood } from '../../workers/flood/city.ts';
import type { Impact, Totals } from '../../workers/flood/impact.ts';
import type { Maxima } from '../../workers/flood/maxima.ts';
import type { Estimate, FloodEnd, FloodGround, FloodNews, FloodService } from '../../workers/flood/service.ts';
import {
  type FloodForm,
  type FloodLedger,
  type FloodPicture,
  type FloodRunFacts,
  type FloodStatus,
  shownFlood,
} from './flood.ts';
import type { Twin } from './twin.ts';

export type { ClosedRoad, Goer, Impact, Span, Totals, WetBuilding, WetEntrance } from '../../workers/flood/impact.ts';
export type { Estimate as FloodEstimate } from '../../workers/flood/service.ts';

/** What a run has brought so far: large, so it is no part of the twin. Grows in place while the run goes on. */
export interface FloodRecord {
  ground: FloodGround;
  frames: { timeS: number; cells: Uint16Array }[];
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
  estimate(form: FloodForm): Promise<Estimate>;
  /** Plays the form as it stands, from the shown time on; one run at a time. */
  start(name: string): void;
  pause(id: string): void;
  resume(id: string): void;
  stop(id: string): void;
  drop(id: string): void;
  record(id: string): FloodRecord | null;
}

type Service = Pick<FloodService, 'open' | 'estimate' | 'run' | 'pause' | 'resume' | 'stop'>;

const MS_PER_MIN = 60_000;

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

  const asked = (form: FloodForm) => askedOf(form, twin.getState().floodSite?.supplies ?? []);
  const runOf = (id: string) => twin.getState().floodRuns.find((run) => run.id === id);

  function hear(id: string, news: FloodNews): void {
    const run = runOf(id);
    if (!run) return;
    if (news.kind === 'ground') {
      records.set(id, { ground: news.ground, frames: [], ledgers: [], totals: [], gaugesM: {}, end: null });
      changeFloodRun(id, { notes: news.ground.notes });
      return;
    }
    if (news.kind === 'progress') {
      changeFloodRun(id, { status: goingOn(run, news.timeS, news.wallS) });
      return;
    }
    const record = records.get(id);
    if (!record) return;
    const { timeS, cells, ledger, totals, gaugesM } = news.frame;
    const isAtHead = twin.getState().shownTimeMs === run.startMs + (run.timesS.at(-1) ?? 0) * 1000;
    record.frames.push({ timeS, cells });
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
    changeFloodRun(id, { status: { kind: 'failed', reason: error instanceof Error ? error.message : String(error) } });

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
    estimate: (form) => service.estimate(asked(form)),
    start(name) {
      const { floodForm: form, shownTimeMs } = twin.getState();
      if (!form || twin.getState().floodRuns.some(({ status }) => isGoing(status))) return;
      const id = `flood-${++serial}`;
      const startMs = Math.floor(shownTimeMs / MS_PER_MIN) * MS_PER_MIN;
      const status: FloodStatus = { kind: 'running', progressRatio: 0, etaS: null };
      addFloodRun({ id, name, form, status, startMs, timesS: [], ledger: null, notes: [] });
      showFlood(id);
      twin.getState().play(false);
      showTime(startMs);
      service
        .run(asked(form), (news) => hear(id, news))
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
      // Walls that were drawn meanwhile stand from now on; so it is with pumps and inlets.
      const { walls, pumpsOff, blockedInletsRatio } = twin.getState().floodForm ?? run.form;
      const form = { ...run.form, walls, pumpsOff, blockedInletsRatio };
      changeFloodRun(id, { form, status: { kind: 'running', progressRatio: run.status.progressRatio, etaS: null } });
      service.resume(asked(form)).catch((error) => fail(id, error));
    },
    stop: halt,
    drop(id) {
      halt(id);
      records.delete(id);
      dropFloodRun(id);
    },
    record: (id) => records.get(id) ?? null,
  };
}

const pastEnd = (run: FloodRunFacts | null, timeMs: number): boolean =>
  run !== null && run.timesS.length > 0 && timeMs > run.startMs + (run.timesS.at(-1) ?? 0) * 1000;

export const isGoing = ({ kind }: FloodStatus): boolean => kind === 'running' || kind === 'paused';

/** The rest takes as long a simulated second as what is done; a paused run's late news leaves it paused. */
function goingOn({ form, status }: FloodRunFacts, timeS: number, wallS: number): FloodStatus {
  const progressRatio = Math.min(1, timeS / (form.endH * 3600));
  if (status.kind !== 'running') return status;
  return {
    kind: 'running',
    progressRatio,
    etaS: progressRatio > 0 ? (wallS * (1 - progressRatio)) / progressRatio : null,
  };
}

/** The form as the worker takes it; pumps that are off are so by all their supplies. */
export function askedOf(form: FloodForm, supplies: readonly string[]): AskedFlood {
  const { area, cellM, rain, riverYears, riverFromH, breaches, walls, scheme, endH, frameEveryMin } = form;
  return {
    box: area,
    cellM,
    rain,
    riverYears,
    riverFromH,
    breaches,
    walls,
    gauges: [],
    drains: form.drains ? { blocked: { '*': form.blockedInletsRatio }, failed: form.pumpsOff ? supplies : [] } : null,
    scheme: scheme === 'fast' ? { kind: 'fast' } : { kind: 'full', order: scheme === 'first' ? 1 : 2 },
    endS: endH * 3600,
    frameEveryS: frameEveryMin * 60,
  };
}

/** Why a run has no such difference to another one, or null: they must lie on the same cells and both be over. */
export function whyNotCompared(a: FloodRunFacts, b: FloodRunFacts): 'same' | 'grid' | 'unfinished' | null {
  if (a.id === b.id) return 'same';
  if (isGoing(a.status) || isGoing(b.status)) return 'unfinished';
  const key = ({ form }: FloodRunFacts) => JSON.stringify([form.area, form.cellM]);
  return key(a) === key(b) ? null : 'grid';
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
  const { columns, rows, cellM, westM, southM, baseM, bedElevationM } = ground;
  return { columns, rows, cellM, westM, southM, baseM, bedElevationM, frames, startMs, maps };
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
