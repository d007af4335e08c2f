import { expect, test } from 'vitest';
import type { OwnSensor } from '../../../model/sensors/own-sensors.ts';
import { marksOfRange } from '../../../src/plugins/feeds/scene/globe/sensor-marks.ts';
import { shownKey, shownSensors } from '../../../src/plugins/feeds/scene/shown-sensors.ts';
import { withOwnSensors } from '../../../src/plugins/feeds/tasks/city-files.ts';
import type { LiveValues } from '../../../src/twin/live/live-values.ts';
import type { TwinState } from '../../../src/twin/twin.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 380 };
const own = (id: string, elevationM?: number): OwnSensor => ({
  id,
  kind: 'pond',
  name: { zh: id, en: id },
  lonDeg: 108.75,
  latDeg: 34.3,
  unit: 'm',
  cadenceS: 60,
  topic: `sensors/${id}`,
  ...(elevationM === undefined ? {} : { elevationM }),
});

test('a sensor that says no elevation stands on the ground, another where it says', () => {
  // A hill 25 m above the origin, everywhere.
  const raster = {
    ...{ westM: -100, southM: -100, cellM: 100, columns: 3, rows: 3 },
    elevationM: new Float32Array(9).fill(375),
  };
  const ground = groundOf(ORIGIN, 30, raster);
  const frame = { origin: ORIGIN, geoidUndulationM: 30, grids: 'grid/grid.json' };
  const none = { sensors: [], upM: new Float64Array() };
  const { upM } = withOwnSensors(none, [own('a'), own('b', 360)], frame, ground);
  expect([...upM].map((up) => Math.round(up))).toEqual([25, 10]);
});

function stateOf(part: Partial<TwinState>): TwinState {
  const sensors = [{ id: 'baked' }, { id: 'own' }] as unknown as TwinState['sensors'];
  const state = pageTwin(smallCity().city).getState();
  return { ...state, feed: { kind: 'live' } as TwinState['feed'], sensors, ...part };
}
const layer = (shown: boolean) =>
  ({ 'own-sensors': { shown, opacityRatio: 1, side: 'both', status: { kind: 'idle' } } }) as TwinState['layers'];

test('the switch of their layer draws them on every desk, and takes them off the one that watches', () => {
  const live = { sensors: [{}, {}], firstOwn: 1 } as unknown as LiveValues;
  const range = (desk: string, shown: boolean) => {
    const picture = shownSensors(stateOf({ desk, layers: layer(shown) } as Partial<TwinState>), live);
    return picture && [picture.from, picture.to];
  };
  expect([range('plan', false), range('plan', true)]).toEqual([null, [1, 2]]);
  expect([range('command', false), range('command', true)]).toEqual([
    [0, 1],
    [0, 2],
  ]);
  const on = stateOf({ desk: 'plan', layers: layer(true) } as Partial<TwinState>);
  expect(shownKey(on)).toBe(shownKey({ ...on }));
  expect(shownKey({ ...on, layers: layer(false) })).not.toBe(shownKey(on));
});

test('marks of a range keep the numbers of all', () => {
  const placesM = Float64Array.from([0, 0, 0, 500, 0, 0, 1000, 0, 0]);
  expect([...marksOfRange(placesM, null, 1, 3).members]).toEqual([1, 2]);
  expect([...marksOfRange(placesM, 4096, 1, 3).members]).toEqual([1, 2]);
});
