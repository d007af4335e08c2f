import { beforeEach, describe, expect, test } from 'vitest';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import {
  clearedBy,
  linkableOf,
  linkLayerOf,
  type ModelPlace,
  type OpenModel,
  openModelOf,
  pitOf,
  placeByLetter,
  projectPit,
} from '../../../src/plugins/build/project-slice.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const [buildings] = city.layers;
const POINT: ModelPlace = {
  kind: 'point',
  lonDeg: 108.75,
  latDeg: 34.3,
  elevationM: 400,
  rotationRad: 0,
  anchorM: [0, 0],
};
const MODEL: OpenModel = {
  kind: 'open',
  file: 'tower.ifc',
  layerId: 'own-1',
  place: POINT,
  enuFromModel: [],
  outlineM: [
    [0, 0],
    [10, 0],
    [10, 10],
  ],
  clears: true,
  digs: false,
  pit: { ringM: [], floorUpM: -6 },
  isGuess: false,
};
const element = (id: string, count: number, hasTasks = true): LayerInfo => ({
  ...buildings,
  id,
  kind: 'element',
  count,
  attributes: hasTasks ? [{ ...buildings.attributes[0], name: 'task' }] : [],
});

let twin: Twin;
beforeEach(() => {
  twin = pageTwin(city);
});
const state = () => twin.getState();

describe('a building model', () => {
  test('clears and digs as it was told, and nothing while none is open', () => {
    expect([clearedBy(state()), pitOf(state()), openModelOf(state())]).toEqual([null, null, null]);
    state().clearForModel(true);
    state().digForModel(true);
    expect(state().model).toEqual({ kind: 'none' });
    state().setModel(MODEL);
    expect([clearedBy(state()), pitOf(state())]).toEqual([MODEL.outlineM, null]);
    state().clearForModel(false);
    state().digForModel(true);
    expect([clearedBy(state()), pitOf(state())]).toEqual([null, MODEL.pit]);
    expect(openModelOf(state())).toMatchObject({ file: 'tower.ifc', clears: false, digs: true });
  });

  test('is dug for in place of the pit of the city’s plan, unless it stands inside that pit', () => {
    const square = (sideM: number): [number, number][] => [
      [-sideM, -sideM],
      [sideM, -sideM],
      [sideM, sideM],
      [-sideM, sideM],
    ];
    const planPit = { ringM: square(50), depthM: 18 };
    state().digPlan(planPit);
    expect(projectPit(state())).toBe(planPit);
    const beside = { ringM: square(10).map(([eastM, northM]): [number, number] => [eastM + 45, northM]), floorUpM: -6 };
    state().setModel({ ...MODEL, digs: true, pit: beside });
    expect(projectPit(state())).toBe(beside);
    state().setModel({ ...MODEL, digs: true, pit: { ringM: square(10), floorUpM: -6 } });
    expect(projectPit(state())).toBe(planPit);
    state().setModel({ kind: 'none' });
    expect(projectPit(state())).toBe(planPit);
  });

  test('that is being read has no outline yet', () => {
    state().setModel({ kind: 'reading', file: 'tower.ifc', doneRatio: 0.5 });
    expect([clearedBy(state()), pitOf(state()), openModelOf(state())]).toEqual([null, null, null]);
  });
});

describe('layers that rules may link to activities', () => {
  const layers = [
    element('site', 5),
    element('own-1', 900),
    element('metro', 70),
    element('bare', 9, false),
    buildings,
  ];
  const ids = (list: LayerInfo[]) => list.map(({ id }) => id);

  test('are the open model, then those that were baked with tasks, the largest first', () => {
    expect(ids(linkableOf(layers, { model: MODEL }))).toEqual(['own-1', 'metro', 'site']);
    expect(ids(linkableOf(layers, { model: { kind: 'none' } }))).toEqual(['own-1', 'metro', 'site']);
    expect(ids(linkableOf([element('site', 5)], { model: MODEL }))).toEqual(['site']);
    expect(linkableOf([buildings], { model: { kind: 'none' } })).toEqual([]);
  });

  test('have one that is shown: the chosen one, or the first where that is gone', () => {
    const shown = (linkLayer: string | null) => linkLayerOf(layers, { model: MODEL, linkLayer })?.id;
    expect([shown(null), shown('site'), shown('gone')]).toEqual(['own-1', 'site', 'own-1']);
    expect(linkLayerOf([], { model: MODEL, linkLayer: null })).toBeNull();
  });
});

test('a place that is doubted goes by the letter of its file: a point by its anchor, a map place by its numbers', () => {
  const doubt = { stated: [500_000, 3_800_000, 12] } as Parameters<typeof placeByLetter>[1];
  expect(placeByLetter(POINT, doubt)).toEqual({ ...POINT, anchorM: [500_000, 3_800_000] });
  const map: ModelPlace = {
    kind: 'map',
    crs: 'EPSG:4546',
    eastM: 1,
    northM: 2,
    elevationM: 3,
    rotationRad: 0.5,
    scale: 1,
  };
  expect(placeByLetter(map, doubt)).toEqual({ ...map, eastM: 500_000, northM: 3_800_000, elevationM: 12 });
});

describe('the plan of the build desk', () => {
  test('drops what was marked of the one before', () => {
    state().setPlan({ kind: 'open', file: 'a.xer', serial: 1 });
    state().pickTask(4);
    state().focusPlan({ finding: 'leads', rows: [1, 2] });
    state().setPlan({ kind: 'open', file: 'b.xer', serial: 2 });
    expect([state().planTask, state().planFocus]).toEqual([null, null]);
  });
});
