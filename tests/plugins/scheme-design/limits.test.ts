import { expect, test } from 'vitest';
import { DEFAULT_CONTROLS } from '../../../model/schemes/scheme.ts';
import { schemeDesignController } from '../../../src/plugins/scheme-design/controller.ts';
import { testApp } from '../../kit/test-app.ts';

type Point = [number, number];

/** Points on a circle: a ring that nowhere crosses itself. */
const circleOf = (count: number): Point[] =>
  Array.from({ length: count }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / count;
    return [200 * Math.cos(angle), 200 * Math.sin(angle)];
  });

const PARCEL = { name: 'North', source: null, controls: DEFAULT_CONTROLS, assumed: [] };

function openScheme() {
  const app = testApp();
  const schemes = app.controllerOf(schemeDesignController);
  schemes.add('A', null);
  const shown = () => app.twin.getState().schemes[0];
  return { schemes, shown, failure: () => app.twin.getState().schemeFailure };
}

test('a parcel of more than 500 corners is refused with its number and the limit, and nothing is added', async () => {
  const { schemes, shown } = openScheme();
  await expect(schemes.addParcel(PARCEL, circleOf(501))).rejects.toThrow(/(?=.*\b500\b).*\b501\b|\b501\b.*\b500\b/);
  expect(shown().parcels).toEqual([]);
  void schemes.addParcel(PARCEL, circleOf(500));
  expect(shown().parcels.map(({ ringM }) => ringM.length)).toEqual([500]);
});

test('a road of more than 500 points is refused with its number and the limit, and nothing is added', () => {
  const { schemes, shown, failure } = openScheme();
  schemes.addRoad(circleOf(501));
  for (const language of ['zh', 'en'] as const) {
    expect(failure()?.[language]).toContain('500');
    expect(failure()?.[language]).toContain('501');
  }
  expect(shown().roads ?? []).toEqual([]);
  schemes.addRoad(circleOf(500));
  expect(shown().roads?.map(({ lineM }) => lineM.length)).toEqual([500]);
});
