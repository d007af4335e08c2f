import type { Field, LineSample } from '../../../model/runs/field.ts';
import { type CrowdProblem, CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import { MS_PER_S } from '../../../model/time.ts';
import type {
  CrowdEngineTypes,
  CrowdEstimate,
  CrowdRequest,
  CrowdRunResult,
} from '../../../workers/crowd/engine-types.ts';
import type { OpenedStorey } from '../../../workers/crowd/plan/ifc-plan.ts';
import type { DensityRaster } from '../../../workers/crowd/results/density.ts';
import { hasManyPictures } from '../../twin/compare.ts';
import { type EngineClient, EngineFault } from '../../twin/engine-host.ts';
import type { Fields } from '../../twin/fields.ts';
import { openRunController, type Recorder, type RunController } from '../../twin/run-controller.ts';
import { isRunActive, type RunMeasure } from '../../twin/runs.ts';
import type { TwinState } from '../../twin/slice.ts';
import { homeBlock } from '../../twin/table-block.ts';
import type { Twin } from '../../twin/twin.ts';
import { formAround } from './closed-ways.ts';
import {
  type CityCrowdScenario,
  caseFactsOf,
  caseOfForm,
  chosenCase,
  defaultCrowdForm,
  type PageCrowdScenario,
} from './crowd-case.ts';
import { isQuick, openEnsembles } from './crowd-ensembles.ts';
import { crowdFigures } from './crowd-figures.ts';
import { type ReadCrowdCase, refuseLarge } from './crowd-file.ts';
import { frameAt } from './crowd-moment.ts';
import { centredPlan } from './crowd-plan.ts';
import type { ReadStoreys } from './ifc-plan.ts';
import {
  boxOfCrowd,
  CROWD_ENGINE,
  type CrowdForm,
  type CrowdGround,
  type CrowdPicture,
  type CrowdPictures,
  type CrowdPlan,
  type CrowdRunFacts,
  crowdRuns,
  type PackedCrowdFrame,
  shownCrowd,
} from './slice.ts';

/** What a run came to, and how it ended. */
export type CrowdEnd = CrowdRunResult & { isWhole: boolean; wallS: number };

/** What a run has brought so far: large, so it is no part of the twin. Grows in place while the run goes on. */
export interface CrowdRecord {
  scenario: PageCrowdScenario;
  ground: CrowdGround;
  frames: PackedCrowdFrame[];
  end: CrowdEnd | null;
}

/** Walks crowds for the panels. */
export interface CrowdRunController extends Pick<Runs, 'pause' | 'stop' | 'drop' | 'record'> {
  /** Reads the city's walkable ground and the cases that are written for it, once. */
  open(): Promise<void>;
  /** Takes a case file among the cases of this city, and into the form; rejects with a `CrowdRefusal` what is none. */
  openFile(file: File): Promise<void>;
  /** Takes a floor plan into the form, in the middle of the form's box; rejects what is none. */
  openPlan(file: File): Promise<void>;
  /** Takes another storey of the building model that was opened last. */
  showPlanStorey(storey: number): void;
  /** Rejects with a `CrowdRefusal` what cannot be run. */
  estimate(form: CrowdForm): Promise<CrowdEstimate>;
  /** The form as the command line takes it. */
  caseOf(form: CrowdForm): PageCrowdScenario | null;
  /** Plays the form as it stands, from the shown time on; one run at a time. */
  start(name: string): void;
  /** Plays another case beside other runs, not shown until it is chosen; its id, or null: it cannot begin now. */
  startBeside(run: BesideRun): string | null;
  /** Plays a case as it is written, from its own start on; its id, or null: another run goes on. */
  walk(run: Omit<BesideRun, 'orders' | 'measures' | 'water'>): Promise<string | null>;
  /** Plays it with so many seeds from its own on, one after another. */
  startEnsemble(name: string, seeds: number): void;
  /** Plays the case of a run that is over with so many seeds: their median and 95th percentile are what may be signed. */
  signRun(id: string): void;
  /** What was played till then stays. */
  stopEnsemble(id: string): void;
  dropEnsemble(id: string): void;
  resume(id: string): void;
  /** People/m² on the ground at a frame of a run. */
  density(id: string, frame: number): Promise<DensityRaster>;
  close(): void;
}

/** What is played beside other runs. */
interface BesideRun {
  name: string;
  form: CrowdForm;
  scenario: PageCrowdScenario;
  startMs: number;
  orders: 'with' | 'without' | undefined;
  measures?: readonly RunMeasure[];
  water: Field | null;
}

type Client = EngineClient<CrowdEngineTypes>;
type Runs = RunController<CrowdRunFacts, CrowdRequest, CrowdRecord>;
type Show = (pictures: CrowdPictures) => void;

/** The water that people meet: its depth, velocity and level. */
export const WATER_FIELD = 'flood.depth';

/** A building model; a browser's WebAssembly takes some eight times as much. */
const MAX_MODEL_BYTES = 200_000_000;

/** As many people as a plan is opened with. */
const PLAN_PER_M2 = 0.25;

/** Ensembles have a lane far above those of runs that are played beside others, which count from 1. */
const ENSEMBLE_LANE = 1000;

/** Ways that a site closes to people. */
const CLOSED_FIELD = 'build.lanes';

/** Plays crowds: reads the city's cases, turns the form into what the engine takes, and follows its runs. */
export function openCrowdRunController(
  twin: Twin,
  client: Client,
  fields: Fields,
  readCases: () => Promise<CityCrowdScenario[]>,
  readFile: ReadCrowdCase,
  readModelStoreys: ReadStoreys,
  beside?: (lane: number) => Client,
): CrowdRunController {
  let cases: CityCrowdScenario[] = [];
  /** By run: the water that it was played in. */
  const fieldsOf = new Map<string, readonly Field[]>();
  /** The form began these runs, and they are not over yet. */
  const unsigned = new Set<string>();
  let opening: Promise<void> | null = null;
  const runs: Runs = openRunController<CrowdRunFacts, CrowdEngineTypes, CrowdRecord>({
    twin,
    engine: CROWD_ENGINE,
    client,
    ...(beside ? { beside } : {}),
    recorder: RECORDER,
    facts: {
      opening: ({ people }) => ({ people }),
      frame: ({ timeS, left }, { course = [] }) => ({ course: [...course, { timeS, figures: { left } }] }),
      end: ({ wallS, result: { facts } }) => ({ facts, wallS, figures: crowdFigures(facts) }),
    },
    waitsForFrames: false,
  });
  // In a worker of its own: nobody waits for the seeds of a run to begin the next.
  const ensembles = openEnsembles(twin, beside?.(ENSEMBLE_LANE) ?? client);
  const ends = [
    followOffer(twin, client),
    forgetPerson(twin),
    signWhenOver(),
    acceptClosedWays(twin, fields, open),
    runs.close,
    ensembles.close,
  ];

  const play = (of: Parameters<typeof runs.start>[0]): string | null => {
    const id = runs.start(of);
    if (id !== null) fieldsOf.set(id, of.fields);
    return id;
  };

  function sign(id: string, isUnasked: boolean): void {
    const { crowdSeeds: seeds } = twin.getState();
    const run = crowdRuns(twin.getState()).list.find((each) => each.id === id);
    const scenario = runs.record(id)?.scenario;
    if (!run || !scenario) return;
    const { name, startMs } = run;
    ensembles.start({ isUnasked, runId: id, name, seeds, scenario, startMs, fields: fieldsOf.get(id) ?? [] });
  }

  /** Plays the seeds of a run that the form began as soon as it is over, where all of them together are quick and nobody was left behind. */
  function signWhenOver(): () => void {
    return twin.follow(
      (state) => crowdRuns(state).list,
      (list, { crowdSeeds }) => {
        for (const { id, status, wallS, facts } of list) {
          if (!unsigned.has(id) || isRunActive(status)) continue;
          unsigned.delete(id);
          if (status.kind === 'done' && facts?.jams.length === 0 && wallS !== null && isQuick(wallS, crowdSeeds))
            sign(id, true);
        }
      },
    );
  }

  const caseOf = (form: CrowdForm): PageCrowdScenario | null => {
    const { crowdSiteOptions, crowdPlan } = twin.getState();
    return crowdSiteOptions && caseOfForm(form, crowdSiteOptions, twin.city.id, cases, crowdPlan);
  };

  async function estimate(form: CrowdForm): Promise<CrowdEstimate> {
    const scenario = caseOf(form);
    if (!scenario) throw new Error('crowd: expected what the box offers first');
    return await client.estimate(scenario, 0).catch((error: unknown) => {
      throw refusalOf(error);
    });
  }

  /** The form's case, and the water that it meets. */
  function withWater(play: (form: CrowdForm, scenario: PageCrowdScenario, water: Field | null) => void): void {
    const { crowdForm: form } = twin.getState();
    const scenario = form && caseOf(form);
    if (!form || !scenario) return;
    if (form.waterId === null) play(form, scenario, null);
    else
      fields.read(WATER_FIELD, form.waterId).then(
        (water) => play(form, scenario, water),
        (error) => console.warn('crowd water', error),
      );
  }

  function begin(
    name: string,
    form: CrowdForm,
    scenario: PageCrowdScenario,
    water: Field | null,
    startMs = shownSecondMs(twin),
  ): string | null {
    return play({
      begin: { name, form, origin: null, startMs, endS: scenario.endS },
      own: { title: scenario.title, people: 0, facts: null, wallS: null },
      request: scenario,
      fields: water ? [water] : [],
    });
  }

  function open(): Promise<void> {
    opening ??= Promise.all([client.open(), readCases()]).then(([found, read]) => {
      cases = read;
      const facts = read.map(caseFactsOf);
      const { eastM, northM } = homeBlock(twin.city);
      const site = { ...found, middle: [eastM, northM] as const };
      twin.getState().takeCrowdSite(site, facts, defaultCrowdForm(site, facts));
    });
    opening.catch(() => {
      opening = null;
    });
    return opening;
  }

  let opened: { file: string; storeys: readonly OpenedStorey[] } = { file: '', storeys: [] };
  const takePlanStorey = (storey: number) => {
    const names = opened.storeys.map(({ name }) => name);
    takePlan(twin, centredPlan(opened.storeys[storey].plan, opened.file, names, storey));
  };
  return {
    open,
    async openFile(file) {
      refuseLarge(file.name, file.size);
      const read = await readFile(new Uint8Array(await file.arrayBuffer()), file.name, twin.city.id);
      const scenario = { ...read, id: freeId(read.id, cases) };
      cases = [...cases, scenario];
      offerCase(twin, scenario);
    },
    async openPlan(file) {
      const isModel = /\.ifc$/i.test(file.name);
      refuseLarge(file.name, file.size, isModel ? MAX_MODEL_BYTES : undefined);
      const bytes = new Uint8Array(await file.arrayBuffer());
      opened = { file: file.name, storeys: isModel ? await readModelStoreys(bytes, file.name) : [] };
      if (isModel) takePlanStorey(mostUsedStorey(opened.storeys));
      else takePlan(twin, centredPlan(await client.questions.plan(bytes, file.name), file.name));
    },
    showPlanStorey: takePlanStorey,
    estimate,
    caseOf,
    start: (name) =>
      withWater((form, scenario, water) => {
        const id = begin(name, form, scenario, water);
        if (id !== null) unsigned.add(id);
      }),
    async walk({ name, form, scenario, startMs }) {
      const water = form.waterId === null ? null : await fields.read(WATER_FIELD, form.waterId);
      return begin(name, form, scenario, water, startMs);
    },
    startEnsemble: (name, seeds) =>
      withWater((_, scenario, water) => {
        const startMs = shownSecondMs(twin);
        ensembles.start({
          isUnasked: false,
          runId: null,
          name,
          seeds,
          scenario,
          startMs,
          fields: water ? [water] : [],
        });
      }),
    signRun: (id) => sign(id, false),
    startBeside: ({ name, form, scenario, startMs, orders, measures, water }) =>
      play({
        begin: { name, form, origin: null, startMs, endS: scenario.endS, orders, measures },
        own: { title: scenario.title, people: 0, facts: null, wallS: null },
        request: scenario,
        fields: water ? [water] : [],
        isBeside: true,
      }),
    stopEnsemble: ensembles.stop,
    dropEnsemble: ensembles.drop,
    pause: runs.pause,
    resume: (id) => runs.resume(id, null),
    stop: runs.stop,
    drop(id) {
      for (const ensemble of twin.getState().crowdEnsembles) if (ensemble.runId === id) ensembles.stop(ensemble.id);
      runs.drop(id);
    },
    record: runs.record,
    density: (id, frame) => client.questionsOf(id).density(frame),
    close() {
      for (const end of ends) end();
    },
  };
}

/** A plan in the form, in the middle of the form's box. */
function takePlan(twin: Twin, plan: CrowdPlan): void {
  const { crowdForm, crowdCases, crowdPlan, takeCrowdPlan } = twin.getState();
  const [westM, southM, eastM, northM] = (crowdForm && boxOfCrowd(crowdForm, crowdCases, crowdPlan)) ?? [0, 0, 0, 0];
  const at = { eastM: (westM + eastM) / 2, northM: (southM + northM) / 2, turnDeg: 0 };
  takeCrowdPlan(plan, Math.max(1, Math.round(plan.m2 * PLAN_PER_M2)), at);
}

/** The storey with the most ways out, then the widest. */
function mostUsedStorey(storeys: readonly OpenedStorey[]): number {
  const [[best]] = [...storeys.entries()].sort(
    ([, { plan: a }], [, { plan: b }]) => b.exits.length - a.exits.length || b.m2 - a.m2,
  );
  return best;
}

const shownSecondMs = (twin: Twin): number => Math.floor(twin.getState().shownTimeMs / MS_PER_S) * MS_PER_S;

/** Takes ways that a site closes to people into the form. */
function acceptClosedWays(twin: Twin, fields: Fields, open: () => Promise<void>): () => void {
  return fields.accept(CLOSED_FIELD, async (sourceId) => {
    await open();
    const field = await fields.read(CLOSED_FIELD, sourceId);
    const [sample] = (field?.samples ?? []) as readonly LineSample[];
    if (!sample) return null;
    twin.getState().changeCrowd(formAround(sample));
    return CROWD_ENGINE;
  });
}

/** A case that was brought is among those to choose from, and chosen. */
function offerCase(twin: Twin, scenario: CityCrowdScenario): void {
  const facts = caseFactsOf(scenario);
  const { crowdCases, takeCrowdCases, changeCrowd } = twin.getState();
  takeCrowdCases([...crowdCases, facts]);
  changeCrowd(chosenCase(facts));
}

const RECORDER: Recorder<CrowdEngineTypes, CrowdRecord> = {
  begin: (ground, request) => ({ scenario: request as PageCrowdScenario, ground, frames: [], end: null }),
  frame: (record, frame) => void record.frames.push(frame),
  end(record, { isWhole, wallS, result }) {
    record.end = { ...result, isWhole, wallS };
  },
  until: (record, timeS) => ({
    ...record,
    frames: record.frames.filter((frame) => frame.timeS <= timeS),
    end: null,
  }),
};

/** What the engine refused, as the panels word it; another fault stays what it is. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof EngineFault) || error.problems.length === 0) return error;
  return new CrowdRefusal(...(error.problems as readonly CrowdProblem[]));
}

/** A person is one of the shown run. */
function forgetPerson(twin: Twin): () => void {
  return twin.follow(
    (state) => crowdRuns(state).shownId,
    (_, { pickedPerson, pickPerson }) => {
      if (pickedPerson !== null) pickPerson(null);
    },
  );
}

/** What the form's box offers, whenever it is another box. */
function followOffer(twin: Twin, client: Client): () => void {
  let offered: string | null = null;
  const { setCrowdSiteOptions } = twin.getState();
  return twin.follow(
    ({ crowdForm, crowdCases, crowdSite, crowdPlan }) =>
      crowdForm && crowdSite ? JSON.stringify(boxOfCrowd(crowdForm, crowdCases, crowdPlan)) : null,
    (key, { crowdForm, crowdCases, crowdPlan }) => {
      const boxM = crowdForm && boxOfCrowd(crowdForm, crowdCases, crowdPlan);
      offered = key;
      setCrowdSiteOptions(null);
      if (!boxM) return;
      client.questions.offer([...boxM]).then(
        (offer) => {
          if (offered !== key) return;
          setCrowdSiteOptions(offer);
          const { crowdForm: form, changeCrowd } = twin.getState();
          if (form?.place.kind === 'area' && form.exits.length === 0)
            changeCrowd({ exits: offer.exits.map(({ id }) => id) });
        },
        (error) => console.warn('crowd offer', error),
      );
    },
  );
}

/** Cases are chosen by id: the second of an id has a number. */
function freeId(id: string, cases: readonly CityCrowdScenario[]): string {
  let number = 1;
  const nth = () => (number === 1 ? id : `${id}-${number}`);
  while (cases.some((each) => each.id === nth())) number++;
  return nth();
}

/** Which density is to be seen: none, the highest of the run, which is known at its end, or that of a frame, which is asked for. */
type DensityShown = { key: string } & (
  | { kind: 'none' }
  | { kind: 'highest'; raster: CrowdPicture['heat'] }
  | { kind: 'now'; runId: string; frame: number }
);

function densityShown(state: TwinState, record: CrowdRunController['record']): DensityShown {
  const run = shownCrowd(state);
  const own = run && record(run.id);
  if (!run || !own || own.frames.length === 0 || state.crowdHeat === 'none') return { kind: 'none', key: '' };
  if (state.crowdHeat === 'highest')
    return { kind: 'highest', key: `${run.id} highest ${own.end !== null}`, raster: own.end?.highest ?? null };
  const frame = frameAt(own.frames, (state.shownTimeMs - run.startMs) / MS_PER_S).low;
  return { kind: 'now', key: `${run.id} now ${frame}`, runId: run.id, frame };
}

/** Follows the runs on pictures, how they are coloured, and the density of the page's own one's ground, which the worker is asked for. */
export function syncCrowdPictures(
  twin: Twin,
  { record, density }: Pick<CrowdRunController, 'record' | 'density'>,
  show: Show,
): () => void {
  let heat: CrowdPicture['heat'] = null;
  let heatKey = '';
  let isRequesting = false;

  function put(): void {
    const state = twin.getState();
    const { crowdColour: colour, pickedPerson } = state;
    const { shownId } = crowdRuns(state);
    const pictures = runsOnPictures(state).flatMap(({ id, startMs }): [string, CrowdPicture][] => {
      const own = record(id);
      if (!own?.ground || own.frames.length === 0) return [];
      const isPages = id === shownId;
      const { ground, frames } = own;
      return [
        [
          id,
          {
            ground,
            frames,
            startMs,
            colour,
            heat: isPages ? heat : null,
            pickedPerson: isPages ? pickedPerson : null,
            isPages,
          },
        ],
      ];
    });
    show(new Map(pictures));
  }

  /** One question at a time; when its answer comes the clock may ask for the next. */
  function requestDensity(): void {
    const wanted = densityShown(twin.getState(), record);
    if (wanted.key === heatKey || isRequesting) return;
    heatKey = wanted.key;
    if (wanted.kind !== 'now') {
      heat = wanted.kind === 'highest' ? wanted.raster : null;
      put();
      return;
    }
    isRequesting = true;
    density(wanted.runId, wanted.frame).then(
      (raster) => {
        isRequesting = false;
        if (heatKey === wanted.key) heat = raster;
        put();
        requestDensity();
      },
      (error) => {
        isRequesting = false;
        console.warn('crowd density', error);
      },
    );
  }

  const ends = [
    twin.follow((state) => {
      const runs = runsOnPictures(state).map(({ id, timesS, status }) => `${id} ${timesS.length} ${status.kind}`);
      return `${runs.join()} ${crowdRuns(state).shownId} ${state.crowdColour} ${state.pickedPerson}`;
    }, put),
    twin.follow(
      (state) =>
        `${state.shownTimeMs} ${state.crowdHeat} ${crowdRuns(state).shownId} ${shownCrowd(state)?.status.kind}`,
      requestDensity,
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Shown by the page, or chosen for one of several pictures; the second of them shows the compared one. */
function runsOnPictures(state: TwinState): CrowdRunFacts[] {
  const { list, shownId, comparedId } = crowdRuns(state);
  const chosen = hasManyPictures(state.compare)
    ? [comparedId, ...state.views.map(({ runs }) => runs[CROWD_ENGINE])]
    : [];
  return list.filter(({ id }) => id === shownId || chosen.includes(id));
}
