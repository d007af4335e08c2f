import type { AskedWater, CrowdEnd, CrowdEstimate, CrowdNews, CrowdService } from '../../workers/crowd/service.ts';
import { CrowdRefusal } from '../city/crowd-problem.ts';
import {
  boxOfCrowd,
  type CrowdForm,
  type CrowdGround,
  type CrowdPicture,
  type CrowdRunFacts,
  type CrowdTold,
  shownCrowd,
} from './crowd.ts';
import { type CityCrowdScenario, caseFactsOf, caseOfForm, chosenCase, usualCrowd } from './crowd-case.ts';
import { type ReadCrowdCase, refuseLarge } from './crowd-file.ts';
import { moment } from './crowd-moment.ts';
import type { FloodDesk } from './flood-desk.ts';
import { goingOn, isGoing, reasonOf } from './runs.ts';
import type { Twin } from './twin.ts';

export type { CrowdEnd, CrowdEstimate };

/** What a run has brought so far: large, so it is no part of the twin. Grows in place while the run goes on. */
export interface CrowdRecord {
  scenario: CityCrowdScenario;
  ground: CrowdGround | null;
  frames: CrowdTold[];
  end: CrowdEnd | null;
}

/** Walks crowds for the panels: starts and stops runs, tells the twin how they go, keeps what they bring. */
export interface CrowdDesk {
  /** Reads the city's walkable ground and the cases that are written for it, once. */
  open(): Promise<void>;
  /** Takes a case file among the cases of this city, and into the form; rejects with a `CrowdRefusal` what is none. */
  openFile(file: File): Promise<void>;
  /** Rejects with a `CrowdRefusal` what cannot be run. */
  estimate(form: CrowdForm): Promise<CrowdEstimate>;
  /** The form as the command line takes it. */
  caseOf(form: CrowdForm): CityCrowdScenario | null;
  /** Plays the form as it stands, from the shown time on; one run at a time. */
  start(name: string): void;
  pause(id: string): void;
  resume(id: string): void;
  stop(id: string): void;
  drop(id: string): void;
  record(id: string): CrowdRecord | null;
}

type Service = Omit<CrowdService, 'takeHelper'>;
type Show = (picture: CrowdPicture | null) => void;

const MS_PER_S = 1000;

export function openCrowdDesk(
  twin: Twin,
  service: Service,
  floods: Pick<FloodDesk, 'record'>,
  openCity: (service: Service) => ReturnType<Service['open']>,
  readCases: () => Promise<CityCrowdScenario[]>,
  readFile: ReadCrowdCase,
): CrowdDesk {
  const records = new Map<string, CrowdRecord>();
  let cases: CityCrowdScenario[] = [];
  let opening: Promise<void> | null = null;
  let offered: string | null = null;
  let serial = 0;
  const { addCrowdRun, changeCrowdRun, dropCrowdRun, showCrowd, showTime, takeCrowdOffer } = twin.getState();
  const runOf = (id: string) => twin.getState().crowdRuns.find((run) => run.id === id);

  // Beyond its last frame a run has nothing to show: the clock rests there.
  twin.follow(
    (state) => {
      const run = shownCrowd(state);
      const lastS = run?.timesS.at(-1);
      return state.playing && run && lastS !== undefined && state.shownTimeMs > run.startMs + lastS * MS_PER_S;
    },
    (isPast, state) => {
      const run = shownCrowd(state);
      if (!isPast || !run || isGoing(run.status)) return;
      state.play(false);
      showTime(run.startMs + (run.timesS.at(-1) ?? 0) * MS_PER_S);
    },
  );

  /** What the form's box offers, whenever it is another box. */
  twin.follow(
    ({ crowdForm, crowdCases, crowdSite }) =>
      crowdForm && crowdSite ? JSON.stringify(boxOfCrowd(crowdForm, crowdCases)) : null,
    (key, { crowdForm, crowdCases }) => {
      const boxM = crowdForm && boxOfCrowd(crowdForm, crowdCases);
      offered = key;
      takeCrowdOffer(null);
      if (!boxM) return;
      service.offer([...boxM]).then(
        (offer) => {
          if (offered !== key) return;
          takeCrowdOffer(offer);
          const { crowdForm: form, changeCrowd } = twin.getState();
          if (form?.place.kind === 'area' && form.exits.length === 0)
            changeCrowd({ exits: offer.exits.map(({ id }) => id) });
        },
        (error) => console.warn('crowd offer', error),
      );
    },
  );

  const caseOf = (form: CrowdForm): CityCrowdScenario | null => {
    const { crowdOffer } = twin.getState();
    return crowdOffer && caseOfForm(form, crowdOffer, twin.city.id, cases);
  };

  function waterOf({ floodId }: CrowdForm, startMs: number): AskedWater | null {
    const run = twin.getState().floodRuns.find(({ id }) => id === floodId);
    const record = run && floods.record(run.id);
    if (!run || !record) return null;
    const { westM, southM, cellM, columns, rows } = record.ground;
    const frames = record.frames.map(({ timeS, cells }) => ({ timeS, cells }));
    return { run: { westM, southM, cellM, columns, rows, frames }, startsAtS: (startMs - run.startMs) / MS_PER_S };
  }

  function hear(id: string, news: CrowdNews): void {
    const run = runOf(id);
    const record = records.get(id);
    if (!run || !record) return;
    if (news.kind === 'ground') {
      record.ground = news.ground;
      changeCrowdRun(id, { notes: news.ground.notes, people: news.ground.people });
      return;
    }
    if (news.kind === 'progress') {
      const { timeS, wallS } = news;
      changeCrowdRun(id, { status: goingOn(run.status, { timeS, wallS, fromS: 0, endS: run.endS }) });
      return;
    }
    const { timeS } = news.frame;
    const isAtHead = twin.getState().shownTimeMs === run.startMs + (run.timesS.at(-1) ?? 0) * MS_PER_S;
    record.frames.push(news.frame);
    changeCrowdRun(id, { timesS: [...run.timesS, timeS] });
    if (twin.getState().shownCrowdId === id && isAtHead && !twin.getState().playing)
      showTime(run.startMs + timeS * MS_PER_S);
  }

  function finish(id: string, end: CrowdEnd): void {
    const record = records.get(id);
    if (record) record.end = end;
    changeCrowdRun(id, {
      status: { kind: end.isWhole ? 'done' : 'stopped' },
      facts: end.facts,
      hash: end.hash,
    });
  }

  const fail = (id: string, error: unknown) =>
    changeCrowdRun(id, { status: { kind: 'failed', reason: reasonOf(error) } });

  const halt = (id: string) => {
    const run = runOf(id);
    if (run && isGoing(run.status)) service.stop().catch((error) => fail(id, error));
  };

  return {
    open() {
      opening ??= Promise.all([openCity(service), readCases()]).then(([site, read]) => {
        cases = read;
        const facts = read.map(caseFactsOf);
        twin.getState().takeCrowdSite(site, facts, usualCrowd(site, facts));
      });
      opening.catch(() => {
        opening = null;
      });
      return opening;
    },
    async openFile(file) {
      refuseLarge(file.name, file.size);
      const read = await readFile(new Uint8Array(await file.arrayBuffer()), file.name, twin.city.id);
      const scenario = { ...read, id: freeId(read.id, cases) };
      const facts = caseFactsOf(scenario);
      cases = [...cases, scenario];
      const { crowdCases, takeCrowdCases, changeCrowd } = twin.getState();
      takeCrowdCases([...crowdCases, facts]);
      changeCrowd(chosenCase(facts));
    },
    async estimate(form) {
      const scenario = caseOf(form);
      if (!scenario) throw new Error('crowd: expected what the box offers first');
      const answer = await service.estimate(scenario);
      if ('problems' in answer) throw new CrowdRefusal(...answer.problems);
      return answer;
    },
    caseOf,
    start(name) {
      const { crowdForm: form, shownTimeMs, crowdRuns } = twin.getState();
      const scenario = form && caseOf(form);
      if (!form || !scenario || crowdRuns.some(({ status }) => isGoing(status))) return;
      const id = `crowd-${++serial}`;
      const startMs = Math.floor(shownTimeMs / MS_PER_S) * MS_PER_S;
      records.set(id, { scenario, ground: null, frames: [], end: null });
      addCrowdRun({
        ...{ id, name, form, title: scenario.title, startMs, endS: scenario.endS },
        status: { kind: 'running', progressRatio: 0, etaS: null },
        ...{ timesS: [], people: 0, facts: null, hash: null, notes: [] },
      });
      showCrowd(id);
      twin.getState().play(false);
      showTime(startMs);
      service
        .run(id, scenario, waterOf(form, startMs), (news) => hear(id, news))
        .then(
          (end) => finish(id, end),
          (error) => fail(id, error),
        );
    },
    pause(id) {
      const run = runOf(id);
      if (run?.status.kind !== 'running') return;
      changeCrowdRun(id, { status: { kind: 'paused', progressRatio: run.status.progressRatio } });
      service.pause().catch((error) => fail(id, error));
    },
    resume(id) {
      const run = runOf(id);
      if (run?.status.kind !== 'paused') return;
      const { progressRatio } = run.status;
      service.resume().then(
        () => changeCrowdRun(id, { status: { kind: 'running', progressRatio, etaS: null } }),
        (error) => fail(id, error),
      );
    },
    stop: halt,
    drop(id) {
      halt(id);
      records.delete(id);
      dropCrowdRun(id);
      service.forget(id).catch((error) => console.warn('crowd', error));
    },
    record: (id) => records.get(id) ?? null,
  };
}

/** Cases are chosen by id: the second of an id has a number. */
function freeId(id: string, cases: readonly CityCrowdScenario[]): string {
  let number = 1;
  const nth = () => (number === 1 ? id : `${id}-${number}`);
  while (cases.some((each) => each.id === nth())) number++;
  return nth();
}

/** Follows the shown run, how it is coloured, and the density of its ground, which the worker is asked for. */
export function followCrowd(
  twin: Twin,
  { record }: Pick<CrowdDesk, 'record'>,
  { density }: Pick<CrowdService, 'density'>,
  show: Show,
): () => void {
  let heat: CrowdPicture['heat'] = null;
  let heatKey = '';
  let isAsking = false;

  function put(): void {
    const state = twin.getState();
    const { crowdColour: colour, pickedPerson } = state;
    const run = shownCrowd(state);
    const own = run && record(run.id);
    show(
      run && own?.ground && own.frames.length > 0
        ? { ground: own.ground, frames: own.frames, startMs: run.startMs, colour, heat, pickedPerson }
        : null,
    );
  }

  /** One question at a time; when its answer comes the clock may ask for the next. */
  function askHeat(): void {
    const state = twin.getState();
    const { shownTimeMs, crowdHeat } = state;
    const run = shownCrowd(state);
    const own = run && record(run.id);
    const isOf = run && own && own.frames.length > 0 ? crowdHeat : 'none';
    const frame = own && run ? moment(own.frames, (shownTimeMs - run.startMs) / MS_PER_S).low : 0;
    const key = isOf === 'none' ? '' : `${run?.id} ${isOf} ${isOf === 'now' ? frame : own?.end !== null}`;
    if (key === heatKey || isAsking) return;
    heatKey = key;
    if (!run || isOf !== 'now') {
      heat = isOf === 'highest' ? (own?.end?.highest ?? null) : null;
      put();
      return;
    }
    isAsking = true;
    density(run.id, frame).then(
      (raster) => {
        isAsking = false;
        if (heatKey === key) heat = raster;
        put();
        askHeat();
      },
      (error) => {
        isAsking = false;
        console.warn('crowd density', error);
      },
    );
  }

  const ends = [
    twin.follow((state) => {
      const run: CrowdRunFacts | null = shownCrowd(state);
      return `${run?.id} ${run?.timesS.length} ${run?.status.kind} ${state.crowdColour} ${state.pickedPerson}`;
    }, put),
    twin.follow(
      (state) => `${state.shownTimeMs} ${state.crowdHeat} ${state.shownCrowdId} ${shownCrowd(state)?.status.kind}`,
      askHeat,
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}
