import * as v from 'valibot';
import { expect, test } from 'vitest';
import { AirRequest } from '../../../model/questions/air.ts';
import { amountText, coloursOf } from '../../../src/plugins/air-release/colours.ts';
import { airReleaseController, requestOf } from '../../../src/plugins/air-release/controller.ts';
import { airLink } from '../../../src/plugins/air-release/link-part.ts';
import { freshAirForm } from '../../../src/plugins/air-release/slice.ts';
import { testApp } from '../../kit/test-app.ts';

const { twin } = testApp();
const fresh = freshAirForm();
const atM = [120, -40] as const;
const readings = [0, 1, 2].map((mgPerM3) => ({ atM: [100 * mgPerM3, 50] as const, mgPerM3 }));

test('what the form begins with is the usual question, once a place is picked', () => {
  expect(requestOf(fresh)).toBe(null);
  expect(requestOf({ ...fresh, atM })).toEqual(v.parse(AirRequest, { kind: 'release', atM: [...atM] }));
});

test('a source is looked for from three readings on', () => {
  expect(requestOf({ ...fresh, kind: 'trace', readings: readings.slice(1) })).toBe(null);
  expect(requestOf({ ...fresh, kind: 'trace', readings })).toEqual(v.parse(AirRequest, { kind: 'trace', readings }));
});

test.each([
  { ...fresh, atM, windMps: 5, substance: 'own' as const },
  { ...fresh, kind: 'trace' as const, readings },
])('a link brings the whole question back: $kind', (form) => {
  const [[key, value]] = airLink.write({ ...twin.getState(), airForm: form }, twin.city);
  expect(airLink.read(key, value, twin.city)).toEqual({ linked: { air: form } });
});

test('other text, and cells that the form does not have, are refused in words', () => {
  const value = encodeURIComponent(JSON.stringify(v.parse(AirRequest, { kind: 'release', atM: [1, 2], cellM: 5 })));
  expect(airLink.read('air', value, twin.city)).toHaveProperty('expected');
  expect(airLink.read('air', 'somewhere', twin.city)).toHaveProperty('expected');
  expect(airLink.write({ ...twin.getState(), airForm: fresh }, twin.city)).toEqual([]);
});

test('classes of the map are the limits with a faint one below', () => {
  const source = { name: { zh: '', en: '' }, edition: '', isVerified: false };
  const mapLimits = [2, 20].map((mgPerM3) => ({ id: `L${mgPerM3}`, mgPerM3, exposureMin: null, source }));
  const result = { kind: 'release', request: { show: 'peak' }, mapLimits } as unknown as Parameters<
    typeof coloursOf
  >[0];
  expect(
    coloursOf(result)
      .map(({ from, label }) => [from, label])
      .slice(1),
  ).toEqual([
    [0.2, '0.2–2'],
    [2, 'L2 ≥ 2'],
    [20, 'L20 ≥ 20'],
  ]);
  expect(amountText(0.012345)).toBe('0.0123');
});

test('a click on the map is the place, or one more reading', () => {
  const app = testApp();
  const controller = airReleaseController.open(app as never);
  const { startPicking, addPickPoint, setAirForm } = app.twin.getState();
  const click = (eastM: number) =>
    addPickPoint({ lonLat: { lonDeg: 0, latDeg: 0, heightM: 0 }, enu: [eastM, 7.4, 0], elevationM: 0, on: 'ground' });
  startPicking('air-release', 'place', 'distance');
  click(10.2);
  expect(app.twin.getState().airForm.atM).toEqual([10, 7]);
  expect(app.twin.getState().pick).toBe(null);
  setAirForm({ kind: 'trace' });
  startPicking('air-release', 'reading', 'distance');
  click(30);
  expect(app.twin.getState().airForm.readings).toEqual([{ atM: [30, 7], mgPerM3: 0 }]);
  controller.close();
});
