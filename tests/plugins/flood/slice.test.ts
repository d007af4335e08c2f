import { beforeEach, describe, expect, test } from 'vitest';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { applyLink, formatLink, parseLink } from '../../../src/app/link.ts';
import { readFloodLink, writeFloodLink } from '../../../src/plugins/flood/flood-link.ts';
import { followFloodPicks } from '../../../src/plugins/flood/flood-picks.ts';
import {
  comparisonObstacle,
  openFloodRunController,
  syncFloodPictures,
} from '../../../src/plugins/flood/run-controller.ts';
import {
  catchmentOfForm,
  defaultFloodForm,
  FLOOD_ENGINE,
  type FloodForm,
  type FloodPicture,
  type FloodSite,
  floodMapOf,
  floodRuns,
  shownFlood,
} from '../../../src/plugins/flood/slice.ts';
import { openFields } from '../../../src/twin/fields.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { FloodEngineTypes } from '../../../workers/flood/engine-types.ts';
import { cityRequestOf } from '../../../workers/flood/question.ts';
import { RainGridCache } from '../../../workers/flood/rain/rain-grid-cache.ts';
import type { RunEnd, RunEvent } from '../../../workers/shared/engine.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { handEngine } from '../../twin/hand-engine.ts';

type FloodEvent = RunEvent<FloodEngineTypes>;

const { city } = smallCity();
const START_MS = Date.UTC(2026, 6, 18, 4, 0, 30);
const MINUTE_MS = Date.UTC(2026, 6, 18, 4, 0, 0);

const site: FloodSite = {
  area: { westM: -4000, southM: -3000, eastM: 4000, northM: 3000 },
  cellM: 4,
  stormYears: [20, 100],
  riverYears: [20, 100],
  riverPeakH: 18,
  riverEndH: 48,
  hasDrains: true,
  supplies: ['ss-2'],
  breaches: [
    {
      id: 'levee-breach',
      label: { zh: '左堤溃口', en: 'Levee breach' },
      at: [-1800, -900],
      chainageM: 2350,
      beginH: 20,
      returnYears: 100,
    },
  ],
  gauges: [],
};

let twin: Twin;
beforeEach(() => {
  twin = pageTwin(city, START_MS);
  twin.getState().takeFloodSite(site);
});

/** The city's own answers about picked places. */
const questions = {
  bedElevations: async (places: readonly (readonly [number, number])[]) => places.map(([eastM]) => 380 + eastM / 100),
  nearestInlet: async ([eastM]: readonly [number, number]) => ({ id: 'in-00007', awayM: Math.abs(eastM) }),
  catchment: async (at: readonly [number, number]) => ({
    ...{ at, areaM2: 4e6, isCut: false, ring: [at] },
    ...{ westM: -4000, southM: 0, eastM: 100, northM: 500 },
  }),
};
const point = (eastM: number, northM: number): SurfacePoint => ({
  lonLat: { lonDeg: 0, latDeg: 0, heightM: 0 },
  enu: [eastM, northM, 0],
  elevationM: 0,
  on: 'ground',
});

/** What the engine plays of a form. */
const requestOf = (form: FloodForm, at: FloodSite) => cityRequestOf(form, new RainGridCache().requestOf(form.rain), at);

describe('what is asked', () => {
  test('first the commander’s question: 120 mm in two hours, and the planned breach half an hour after the start', () => {
    const form = defaultFloodForm(site);
    expect(form.area).toEqual({ westM: -3000, southM: -2100, eastM: -600, northM: 300 });
    expect(form.rain).toEqual({ kind: 'depth', depthMm: 120, hours: 2 });
    expect(form.breaches).toEqual([{ kind: 'planned', id: 'levee-breach', beginH: 0.5 }]);
    expect([form.cellM, form.riverYears, form.riverFromH]).toEqual([8, 100, 19.5]);
  });

  test('hours and minutes of the form are seconds to the worker', () => {
    const asked = requestOf({ ...defaultFloodForm(site), endH: 1.5, frameEveryMin: 5, scheme: 'fast' }, site);
    expect([asked.endS, asked.frameEveryS, asked.scheme]).toEqual([5400, 300, { kind: 'fast' }]);
    expect(requestOf(defaultFloodForm(site), site).scheme).toEqual({ kind: 'full', order: 2 });
    expect(asked.raisedBuildings).toBeNull();
    const raised = requestOf({ ...defaultFloodForm(site), raisedBuildingsM: 0.3 }, site);
    expect(raised.raisedBuildings).toEqual({ heightM: 0.3 });
  });

  test('pumps without power are all supplies failed; without drains there is nothing to fail', () => {
    const form = { ...defaultFloodForm(site), pumpsOff: true, blockedInletsRatio: 0.3 };
    expect(requestOf(form, { ...site, supplies: ['ss-2', 'ss-4'] }).drains).toEqual({
      blocked: { '*': 0.3 },
      failed: ['ss-2', 'ss-4'],
    });
    expect(requestOf({ ...form, drains: false }, site).drains).toBeNull();
  });

  test('two clicks make the area, whichever corner is first', () => {
    followFloodPicks(twin, questions);
    const { startPicking, addPickPoint } = twin.getState();
    startPicking('flood', 'area', 'distance');
    addPickPoint(point(300, -50));
    addPickPoint(point(-100, 250));
    expect(twin.getState().floodForm?.area).toEqual({ westM: -100, southM: -50, eastM: 300, northM: 250 });
    expect(twin.getState().pick).toBeNull();
  });

  test('two clicks make a work with the ground at its ends, and a number of its own', async () => {
    followFloodPicks(twin, questions);
    const { startPicking, addPickPoint } = twin.getState();
    for (const kind of ['gate', 'culvert', 'pump', 'gate']) {
      startPicking('flood', kind, 'distance');
      addPickPoint(point(0, 0));
      addPickPoint(point(50, 0));
      await settled();
    }
    const works = twin.getState().floodForm?.works ?? [];
    expect(works.map(({ id }) => id)).toEqual(['gate-1', 'culvert-1', 'pump-1', 'gate-2']);
    expect(works[0]).toMatchObject({ kind: 'gate', sillM: 380, from: [0, 0], to: [50, 0] });
    expect(works[1]).toMatchObject({ kind: 'culvert', fromInvertM: 380, toInvertM: 380.5 });
    expect(works[2]).toMatchObject({ kind: 'pump', startM: 380.3, stopM: 380.1 });
    const asked = requestOf({ ...defaultFloodForm(site), works }, site).works;
    expect(asked?.[0]).toMatchObject({ openRatio: { timesS: [0], values: [1] } });
  });

  test('a click at an inlet blocks that one; far from any it is refused and said', async () => {
    followFloodPicks(twin, questions);
    const { startPicking, addPickPoint } = twin.getState();
    startPicking('flood', 'inlet', 'distance');
    addPickPoint(point(500, 0));
    await settled();
    expect(twin.getState().floodPickFailure).toMatchObject({
      what: 'inlet',
      reason: { en: 'inlet: expected one within 30 m, the nearest is 500 m away' },
    });
    startPicking('flood', 'inlet', 'distance');
    addPickPoint(point(5, 0));
    await settled();
    expect(twin.getState().floodPickFailure).toBeNull();
    expect(twin.getState().floodForm?.blockedInlets).toEqual({ 'in-00007': 1 });
    const form = { ...defaultFloodForm(site), blockedInlets: { 'in-00007': 1 }, blockedInletsRatio: 0.2 };
    expect(requestOf(form, site).drains?.blocked).toEqual({ '*': 0.2, 'in-00007': 1 });
  });

  test('a click at an outlet makes the area the box of its catchment, within the city; another area forgets it', async () => {
    followFloodPicks(twin, questions);
    const { startPicking, addPickPoint, changeFlood } = twin.getState();
    startPicking('flood', 'catchment', 'distance');
    addPickPoint(point(0, 0));
    await settled();
    expect(twin.getState().floodForm?.area).toEqual({ westM: -4000, southM: -40, eastM: 140, northM: 540 });
    expect(catchmentOfForm(twin.getState())?.areaM2).toBe(4e6);
    changeFlood({ area: site.area });
    expect(catchmentOfForm(twin.getState())).toBeNull();
  });

  test('one click is a breach, a finished line is a wall; another use of the ruler picks nothing', () => {
    followFloodPicks(twin, questions);
    const { startPicking, addPickPoint, finishPicking } = twin.getState();
    startPicking('flood', 'breach', 'distance');
    addPickPoint(point(-2000, -950));
    expect(twin.getState().floodForm?.breaches[1]).toMatchObject({ kind: 'placed', at: [-2000, -950] });
    startPicking('flood', 'wall', 'distance');
    addPickPoint(point(0, 0));
    addPickPoint(point(40, 0));
    expect(twin.getState().floodForm?.walls).toEqual([]);
    finishPicking();
    expect(twin.getState().floodForm?.walls[0].line).toEqual([
      [0, 0],
      [40, 0],
    ]);
    startPicking('flood', 'area', 'distance');
    startPicking('measure', 'measure', 'distance');
    addPickPoint(point(0, 0));
    addPickPoint(point(500, 500));
    expect(twin.getState().floodForm?.area.eastM).toBe(-600);
  });

  test('a link carries a changed form, and only a changed one', () => {
    expect(formatLink(twin.getState(), city)).not.toContain('flood=');
    twin.getState().changeFlood({ rain: { kind: 'design', years: 100, hours: 2 }, endH: 6 });
    const { state, problems } = parseLink(formatLink(twin.getState(), city), city);
    const other = pageTwin(city, 0);
    applyLink(other, state);
    other.getState().takeFloodSite(site);
    expect(problems).toEqual([]);
    expect(other.getState().floodForm).toEqual(twin.getState().floodForm);
  });

  test.each([
    ['no JSON', '%7B'],
    ['a scheme that is none', writeFloodLink(defaultFloodForm(site)).replace('second', 'third')],
    [
      'a box inside out',
      writeFloodLink({ ...defaultFloodForm(site), area: { westM: 1, southM: 0, eastM: 0, northM: 1 } }),
    ],
    ['a key too many', writeFloodLink({ ...defaultFloodForm(site), ...{ __proto__x: 1 } })],
  ])('a link with %s is no form', (_, text) => expect(readFloodLink(text)).toBeNull());
});

const ledger = {
  initialM3: 0,
  rainM3: 0,
  enteredM3: 0,
  infiltratedM3: 0,
  hollowsM3: 0,
  drainedM3: 0,
  leftM3: 0,
  storedM3: 0,
  errorRatio: 1e-9,
};
const ground: FloodEvent = {
  kind: 'opening',
  opening: {
    ...{ columns: 2, rows: 1, cellM: 8, westM: 0, southM: 0, baseM: 0 },
    bedElevationM: new Float32Array(2),
    rain: { stepS: 60, ratesMmPerH: [] },
    gauges: [],
    notes: [{ code: 'no-drains', values: {} }],
    drains: null,
  },
};
const frame = (timeS: number): FloodEvent => ({
  kind: 'frame',
  frame: {
    timeS,
    cells: new Uint16Array(8),
    drains: null,
    gaps: [],
    ledger,
    totals: {
      timeS,
      ...{ buildings: 0, dwellings: 0, residents: 0, wetDwellings: 0, wetResidents: 0, entrances: 0, pondedM2: 0 },
      closed: { walkers: 0, cars: 0, fireEngines: 0 },
    },
    gaugesM: { g1: timeS },
  },
});
const endWith = (depthM: number[]): RunEnd<FloodEngineTypes> => {
  const values = Float32Array.from(depthM);
  return {
    isWhole: true,
    wallS: 1,
    result: {
      maxima: {
        watchEveryS: 10,
        ...{ depthM: values, speedMps: values, depthSpeedM2ps: values, hazardRating: values, arrivalS: values },
        ...{ deepestAtS: values, over100MmS: values, over300MmS: values },
      },
      impact: { buildings: [], roads: [], entrances: [], totals: [] },
      steps: 10,
      hash: 'ab',
      notes: [],
    },
  };
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a run', () => {
  test('starts on the shown minute, is shown, tells its frames and its end', async () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    const desk = openFloodRunController(twin, client, openFields());
    desk.start('A');
    runs[0].hear(ground);
    runs[0].hear(frame(0));
    runs[0].hear({ kind: 'progress', timeS: 2700, wallS: 10 });
    const run = shownFlood(twin.getState());
    expect(run).toMatchObject({ name: 'A', startMs: MINUTE_MS, timesS: [0], ledger, notes: [{ code: 'no-drains' }] });
    // A quarter of three hours took 10 s: three quarters take 30 s.
    expect(run?.status).toEqual({ kind: 'running', progressRatio: 0.25, etaS: 30 });
    runs[0].end(endWith([1, 2]));
    await settled();
    expect(shownFlood(twin.getState())?.status).toEqual({ kind: 'done' });
    expect(desk.record(run?.id ?? '')?.gaugesM).toEqual({ g1: [0] });
  });

  test('the clock goes along with the frames until somebody moves it', () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    openFloodRunController(twin, client, openFields()).start('A');
    runs[0].hear(ground);
    runs[0].hear(frame(0));
    runs[0].hear(frame(300));
    expect(twin.getState().shownTimeMs).toBe(MINUTE_MS + 300_000);
    twin.getState().showTime(MINUTE_MS + 60_000);
    runs[0].hear(frame(600));
    expect(twin.getState().shownTimeMs).toBe(MINUTE_MS + 60_000);
  });

  test('one at a time; paused, resumed and stopped through the worker', async () => {
    const { client, runs, calls } = handEngine<FloodEngineTypes>();
    const desk = openFloodRunController(twin, client, openFields());
    desk.start('A');
    desk.start('B');
    expect(runs).toHaveLength(1);
    const [{ id }] = floodRuns(twin.getState()).list;
    desk.pause(id);
    desk.pause(id);
    expect(floodRuns(twin.getState()).list[0].status.kind).toBe('paused');
    desk.resume(id);
    await settled();
    desk.stop(id);
    expect(calls).toEqual(['pause', 'resume', 'stop']);
  });

  test('a breach of a paused run is one more from now on; one that has begun stays; a refusal leaves it paused', async () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    let refuses = true;
    client.resume = async () => {
      if (refuses) throw new Error('breaches.x: expected a place on a levee');
    };
    const desk = openFloodRunController(twin, client, openFields());
    desk.start('A');
    runs[0].hear(ground);
    runs[0].hear(frame(0));
    runs[0].hear(frame(3600));
    const [{ id }] = floodRuns(twin.getState()).list;
    desk.pause(id);
    const late = { ...{ kind: 'placed' as const, id: 'breach-1', at: [0, 0] as const }, growH: 1, widthM: 30 };
    twin.getState().changeFlood({ breaches: [{ ...late, beginH: 0.25 }] });
    desk.resume(id);
    await settled();
    expect(floodRuns(twin.getState()).list[0].status).toMatchObject({
      kind: 'paused',
      refusal: { en: 'breaches.x: expected a place on a levee' },
    });
    refuses = false;
    desk.resume(id);
    await settled();
    expect(floodRuns(twin.getState()).list[0]).toMatchObject({
      status: { kind: 'running' },
      form: {
        breaches: [
          { id: 'levee-breach', beginH: 0.5 },
          { id: 'breach-1', beginH: 1 },
        ],
      },
    });
  });

  test('a run that breaks off says why and keeps its frames', async () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    const desk = openFloodRunController(twin, client, openFields());
    desk.start('A');
    runs[0].hear(ground);
    runs[0].hear(frame(0));
    runs[0].fail(new Error('at 12 s: unstable'));
    await settled();
    const [run] = floodRuns(twin.getState()).list;
    expect(run.status).toMatchObject({ kind: 'failed', reason: { en: 'at 12 s: unstable' } });
    expect(desk.record(run.id)?.frames).toHaveLength(1);
  });

  test('the picture gets the run’s own frames; a difference is shown less compared', async () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    const desk = openFloodRunController(twin, client, openFields());
    const told: (FloodPicture | null)[] = [];
    syncFloodPictures(twin, desk, (pictures) =>
      told.push(pictures.get(floodRuns(twin.getState()).shownId ?? '') ?? null),
    );
    for (const [i, depths] of [
      [2, 0.5],
      [1.5, Number.NaN],
    ].entries()) {
      desk.start(`${i}`);
      runs[i].hear(ground);
      runs[i].hear(frame(0));
      runs[i].end(endWith(depths));
      await settled();
    }
    const [first, second] = floodRuns(twin.getState()).list;
    expect(told.at(-1)?.frames).toBe(desk.record(second.id)?.frames);
    twin.getState().compareFlood(first.id);
    const maps = told.at(-1)?.maps;
    expect(maps?.kind === 'difference' && [...maps.values]).toEqual([-0.5, -0.5]);
    desk.drop(first.id);
    expect([floodRuns(twin.getState()).comparedId, floodMapOf(twin.getState())]).toEqual([null, 'water']);
    twin.getState().showRun(FLOOD_ENGINE, null);
    expect(told.at(-1)).toBeNull();
  });

  test('a run that one of several pictures shows alone has its frames too', async () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    const desk = openFloodRunController(twin, client, openFields());
    let told: string[] = [];
    syncFloodPictures(twin, desk, (pictures) => {
      told = [...pictures.keys()];
    });
    for (const i of [0, 1, 2]) {
      desk.start(`${i}`);
      runs[i].hear(ground);
      runs[i].hear(frame(0));
      runs[i].end(endWith([1]));
      await settled();
    }
    const [first, , third] = floodRuns(twin.getState()).list;
    expect(told).toEqual([third.id]);
    twin.getState().setView(2, { runs: { [FLOOD_ENGINE]: first.id } });
    expect(told).toEqual([first.id, third.id]);
  });

  test('a branch keeps its parent’s clock, frames and cells up to its moment, and goes on by itself', async () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    const desk = openFloodRunController(twin, client, openFields());
    desk.start('A');
    runs[0].hear(ground);
    for (const timeS of [0, 300, 600, 900]) runs[0].hear(frame(timeS));
    runs[0].end(endWith([1]));
    await settled();
    const { branchFlood, changeFlood } = twin.getState();
    changeFlood({ cellM: 16 });
    // The last frame before the moment: there alone a run can be gone back into.
    branchFlood({ id: 'flood-1', timeS: 719 });
    expect(twin.getState().floodOrigin).toEqual({ id: 'flood-1', name: 'A', timeS: 600 });
    expect(twin.getState().floodForm?.cellM).toBe(8);
    desk.start('B');
    expect(runs[1].start.branch).toEqual({ of: 'flood-1', timeS: 600 });
    expect(shownFlood(twin.getState())?.id).toBe('flood-2');
    expect(twin.getState()).toMatchObject({ floodOrigin: null, shownTimeMs: MINUTE_MS + 6e5 });
    runs[1].hear(ground);
    runs[1].hear({ kind: 'progress', timeS: 300, wallS: 1 });
    expect(shownFlood(twin.getState())?.status).toMatchObject({ progressRatio: 0 });
    runs[1].hear(frame(900));
    const [parent, branch] = [desk.record('flood-1'), desk.record('flood-2')];
    expect(shownFlood(twin.getState())).toMatchObject({ startMs: MINUTE_MS, timesS: [0, 300, 600, 900] });
    expect(branch?.frames.slice(0, 3)).toEqual(parent?.frames.slice(0, 3));
    expect(branch?.frames[2].cells).toBe(parent?.frames[2].cells);
    expect([branch?.gaugesM.g1, branch?.totals.length, parent?.frames.length]).toEqual([[0, 300, 600, 900], 4, 4]);
  });

  test('a branch has no form without its run; its breaches and walls begin with it', () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    const desk = openFloodRunController(twin, client, openFields());
    followFloodPicks(twin, questions);
    desk.start('A');
    runs[0].hear(ground);
    for (const timeS of [0, 3600]) runs[0].hear(frame(timeS));
    const { branchFlood, startPicking, addPickPoint, finishPicking } = twin.getState();
    branchFlood({ id: 'flood-1', timeS: 3600 });
    startPicking('flood', 'breach', 'distance');
    addPickPoint(point(0, 0));
    startPicking('flood', 'wall', 'distance');
    addPickPoint(point(0, 0));
    addPickPoint(point(40, 0));
    finishPicking();
    expect(twin.getState().floodForm?.breaches[1].beginH).toBe(1);
    expect(twin.getState().floodForm?.walls[0].fromH).toBe(1);
    desk.drop('flood-1');
    expect(twin.getState().floodOrigin).toBeNull();
    branchFlood({ id: 'flood-1', timeS: 3600 });
    expect(twin.getState().floodOrigin).toBeNull();
  });

  test('only runs on the same cells have a difference', async () => {
    const { client, runs } = handEngine<FloodEngineTypes>();
    const desk = openFloodRunController(twin, client, openFields());
    desk.start('A');
    runs[0].end(endWith([1]));
    await settled();
    twin.getState().changeFlood({ cellM: 16 });
    desk.start('B');
    const [a, b] = floodRuns(twin.getState()).list;
    expect(comparisonObstacle(a, b)).toBe('unfinished');
    runs[1].end(endWith([1]));
    await settled();
    const [, done] = floodRuns(twin.getState()).list;
    expect(comparisonObstacle(a, done)).toBe('grid');
    expect(comparisonObstacle(a, a)).toBe('same');
    const alike = { ...done, form: { ...done.form, cellM: 8, walls: [] }, timesS: a.timesS };
    expect(comparisonObstacle(a, alike)).toBeNull();
    expect(comparisonObstacle(a, { ...alike, status: { kind: 'stopped' }, timesS: [...a.timesS, 1e6] })).toBe('time');
    expect(comparisonObstacle(a, { ...alike, status: { kind: 'failed', reason: { zh: 'NaN', en: 'NaN' } } })).toBe(
      'failed',
    );
  });
});
