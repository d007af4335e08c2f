import { expect, test } from 'vitest';
import type { Field, LineSample, RasterSample } from '../../model/runs/field.ts';
import { formAround } from '../../src/plugins/crowd/closed-ways.ts';
import { openFloodRunController } from '../../src/plugins/flood/run-controller.ts';
import { openFields } from '../../src/twin/fields.ts';
import type { FloodEngineTypes } from '../../workers/flood/engine-types.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';
import { handEngine } from '../twin/hand-engine.ts';

const START_MS = Date.UTC(2026, 6, 18, 4, 0, 0);
const area = { westM: -1000, southM: -1000, eastM: 1000, northM: 1000 };
const site: FloodEngineTypes['facts'] = {
  area,
  cellM: 4,
  stormYears: null,
  riverYears: [],
  riverPeakH: 0,
  riverEndH: 0,
  hasDrains: false,
  supplies: [],
  breaches: [],
  gauges: [],
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('an excavation that is handed over lies in the form, 200 m of ground around it, and goes to the engine as a field', async () => {
  const twin = pageTwin(smallCity().city, START_MS);
  const fields = openFields();
  const { client, runs } = handEngine<FloodEngineTypes>({ open: async () => site });
  const desk = openFloodRunController(twin, client, fields);
  const sample: RasterSample = {
    westM: 100,
    southM: 900,
    cellM: 2,
    columns: 10,
    rows: 10,
    values: new Float32Array(100).fill(-3),
    channels: ['elevationM'],
  };
  const pit: Field = { id: 'build.pit', kind: 'raster', unit: 'm', timesMs: [START_MS], samples: [sample] };
  const source = { id: 'build.pit', sourceId: 'case', label: 'plan.xml', fromMs: START_MS, toMs: START_MS };
  fields.offer('build.pit', () => [{ ...source, read: async () => pit }]);
  expect(await fields.hand('build.pit', 'case')).toEqual(['flood']);
  expect(twin.getState().floodForm).toMatchObject({
    pit: 'case',
    area: { westM: -100, southM: 700, eastM: 320, northM: 1000 },
  });
  desk.start('A');
  await settled();
  expect(runs[0].start.fields).toEqual([pit]);
});

test('edges of a closed ring are barriers, on the ground 120 m around it', () => {
  const points = [
    [0, 0],
    [10, 0],
    [10, 4],
    [0, 0],
  ] as const;
  const sample: LineSample = { lines: [{ id: 'walk', points }] };
  const { place, lines, exits } = formAround(sample);
  expect(lines.map(({ id, kind, from, to }) => [id, kind, from, to])).toEqual([
    ['walk-1', 'barrier', [0, 0], [10, 0]],
    ['walk-2', 'barrier', [10, 0], [10, 4]],
    ['walk-3', 'barrier', [10, 4], [0, 0]],
  ]);
  expect(place).toMatchObject({ kind: 'area', area: { westM: -120, southM: -120, eastM: 130, northM: 124 } });
  expect(exits).toEqual([]);
});
