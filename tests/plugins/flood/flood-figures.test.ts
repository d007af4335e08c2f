import { expect, test } from 'vitest';
import { floodFigures, floodMoment } from '../../../src/plugins/flood/flood-figures.ts';
import type { Impact } from '../../../src/plugins/flood/run-controller.ts';
import { dryTotals } from './small-run.ts';

const name = { zh: '路', en: 'road' };
const road = (id: string, spans: { fromS: number; toS: number | null }[]) => ({
  id,
  name,
  depthM: 0.5,
  closed: { walkers: [], cars: spans, fireEngines: [] },
});
const IMPACT: Impact = {
  buildings: [
    {
      ...{ id: 'b', name, vital: null, dwellings: 40, residents: 100 },
      ...{ wetDwellings: 8, wetResidents: 20, spans: [{ fromS: 0, toS: null }], insideM: 0.5 },
    },
  ],
  roads: [road('a', [{ fromS: 60, toS: 360 }]), road('b', [{ fromS: 600, toS: null }]), road('c', [])],
  entrances: [],
  totals: [
    dryTotals(0, { residentDepthM: 0 }),
    dryTotals(600, { residentDepthM: 10 }),
    dryTotals(1200, { residentDepthM: 4 }),
  ],
};

test('people × depth × minutes lie in straight lines between frames; a road that stays closed is closed until the end', () => {
  // 10 min × (0 + 10) / 2 + 10 min × (10 + 4) / 2 = 50 + 70 person·m·min; roads 5 min + 10 min.
  expect(floodFigures(IMPACT)).toEqual({
    loss: { personMmMin: 120_000, roadMin: 15, dwellings: 8 },
    more: [
      { name: 'wetResidents', value: 20, unit: '1' },
      { name: 'wetDwellings', value: 8, unit: '1' },
      { name: 'closedRoads', value: 2, unit: '1' },
      // 5 min and 10 min.
      { name: 'roadClosure', value: 0.25, unit: 'h' },
      { name: 'wetEntrances', value: 0, unit: '1' },
    ],
  });
});

test('frames of a file from before tell no depths, and the run no loss', () => {
  expect(floodFigures({ ...IMPACT, totals: [dryTotals(0), dryTotals(600)] }).loss).toBeNull();
});

test('what the city’s data do not tell has no figure, at the end and at a frame; 0 would be a lie', () => {
  const exposed = { buildings: true, dwellings: true, residents: true, roads: false, entrances: false };
  const totals = [dryTotals(0, { deepestM: 0.25 }), dryTotals(600, { deepestM: 0.5, wetResidents: 3 })];
  const names = floodFigures({ ...IMPACT, roads: [], totals, exposed }).more.map(({ name }) => name);
  expect(names).toEqual(['wetResidents', 'wetDwellings', 'deepest']);
  expect(floodMoment(totals[1], exposed)).toEqual({
    timeS: 600,
    figures: { wetResidents: 3, wetDwellings: totals[1].wetDwellings, deepest: 0.5, ponded: totals[1].pondedM2 },
  });
});
