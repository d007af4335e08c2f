import { beforeEach, expect, test } from 'vitest';
import type { Description } from '../../../model/city/catalogue.ts';
import { parcelRing } from '../../../model/schemes/metrics.ts';
import { DEFAULT_BASEMENT, DEFAULT_CONTROLS, type Scheme } from '../../../model/schemes/scheme.ts';
import type { App } from '../../../src/kit/plugin.ts';
import { schemeVolumes } from '../../../src/plugins/scheme-design/scheme-volumes.ts';
import type { EvaluatedScheme } from '../../../src/twin/scheme-volumes.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const buildings = city.layers.find(({ kind }) => kind === 'building')?.id ?? '';
const box = (west: number, south: number, wideM: number, deepM: number): [number, number][] => [
  [west, south],
  [west + wideM, south],
  [west + wideM, south + deepM],
  [west, south + deepM],
];
const SCHEME: Scheme = {
  id: 's1',
  name: 'one',
  parcels: [{ id: 'p1', name: '', source: null, ...parcelRing(box(0, 0, 100, 60)), controls: DEFAULT_CONTROLS }],
  buildings: [
    { id: 'b1', parcel: 'p1', ringM: box(20, 20, 20, 10), baseM: 0, heightM: 9, storeys: 2, use: 'commercial' },
    { id: 'b2', parcel: 'p1', ringM: box(22, 22, 10, 8), baseM: 9, heightM: 30, storeys: 10, use: 'residential' },
  ],
};
const STANDING = { gids: [7, 8], buildings: 1, footprintM2: 0, gfaM2: 0, guessed: 0 };
const SITE = { earthwork: [], excavations: [], services: [], roads: [], lacks: [] };

let twin: Twin;
let app: App;
const set = (part: Parameters<ReturnType<Twin['getState']>['setSchemes']>[0]) => twin.getState().setSchemes(part);
const edit = (work: (scheme: Scheme) => Scheme) => set({ schemes: twin.getState().schemes.map(work) });
const volumes = () => schemeVolumes(app, () => {});

beforeEach(() => {
  twin = pageTwin(city);
  // A building and a tree stand on the parcel: only buildings stand before the sun of a study.
  const described = new Map([
    [7, { layerId: buildings, id: 'bld-7' }],
    [8, { layerId: 'trees', id: 'tree-8' }],
  ]);
  const catalogue = { describe: async (gid: number) => (described.get(gid) ?? null) as Description | null };
  app = { twin, catalogue } as unknown as App;
  set({ schemes: [SCHEME], schemeShown: 's1', schemeStanding: { s1: STANDING }, schemeSites: { s1: SITE } });
});

test('a study takes the volumes of a scheme from its ground, and leaves out the buildings that give way', async () => {
  expect([volumes().list(), volumes().shown()]).toEqual([[{ id: 's1', name: 'one' }], 's1']);
  const studied = await volumes().studied('s1');
  expect(studied).toMatchObject({ id: 's1', name: 'one' });
  expect(studied?.volumes.hide).toEqual([{ layer: buildings, id: 'bld-7' }]);
  // The tower stands on the podium: from 9 m up to 39 m.
  expect(studied?.volumes.add.map(({ id, baseM, heightM }) => [id, baseM, heightM])).toEqual([
    ['b1', 0, 9],
    ['b2', 9, 39],
  ]);
});

test('there is nothing to take before its ground is looked up, nor where it builds nothing', async () => {
  set({ schemeSites: {} });
  expect(await volumes().studied('s1')).toBeNull();
  set({ schemeSites: { s1: SITE } });
  edit((scheme) => ({ ...scheme, buildings: [] }));
  expect(await volumes().studied('s1')).toBeNull();
  expect(await volumes().studied('s9')).toBeNull();
});

test('what was reckoned is out of date when a volume, the ground or what gives way changes, not with a name or a basement', async () => {
  const reckoned: EvaluatedScheme = (await volumes().studied('s1')) ?? expect.fail('expected a scheme');
  const isChanged = () => volumes().isChanged(reckoned);
  edit((scheme) => ({ ...scheme, name: 'other' }));
  edit((scheme) => ({ ...scheme, parcels: scheme.parcels.map((one) => ({ ...one, basement: DEFAULT_BASEMENT })) }));
  expect(isChanged()).toBe(false);
  edit((scheme) => ({
    ...scheme,
    parcels: scheme.parcels.map((one) => ({ ...one, grading: { by: 'level', elevationM: 1 } })),
  }));
  expect(isChanged()).toBe(true);
  set({ schemes: [SCHEME] });
  expect(isChanged()).toBe(false);
  set({ schemeStanding: { s1: { ...STANDING, gids: [7] } } });
  expect(isChanged()).toBe(true);
  set({ schemeStanding: { s1: STANDING } });
  edit((scheme) => ({ ...scheme, buildings: scheme.buildings.map((one) => ({ ...one, heightM: one.heightM + 3 })) }));
  expect(isChanged()).toBe(true);
  set({ schemes: [] });
  expect(isChanged()).toBe(true);
});
