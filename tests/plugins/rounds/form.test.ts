import * as v from 'valibot';
import { expect, test } from 'vitest';
import { RoundsRequest } from '../../../model/questions/rounds.ts';
import { formOf, requestOf } from '../../../src/plugins/rounds/controller.ts';
import { roundsLink } from '../../../src/plugins/rounds/link-part.ts';
import { colourOf, headline, proofText, unservedText } from '../../../src/plugins/rounds/outcome.ts';
import { freshRoundsForm } from '../../../src/plugins/rounds/slice.ts';
import { testApp } from '../../kit/test-app.ts';

const { twin } = testApp();
const fresh = freshRoundsForm();
const clinics = { layer: 'buildings', attribute: 'use', value: 'clinic' };
const asked = {
  ...fresh,
  stops: { ...fresh.stops, of: clinics },
  depots: { ...fresh.depots, pointsM: [[10.5, -20] as const] },
};

test('what is not chosen yet cannot be asked; with stops and a depot it is the usual question', () => {
  expect(requestOf(fresh)).toBe(null);
  expect(requestOf({ ...fresh, stops: asked.stops })).toBe(null);
  expect(requestOf(asked)).toEqual(
    v.parse(RoundsRequest, {
      task: { by: 'stops', of: { by: 'attribute', ...clinics } },
      depots: { by: 'points', pointsM: [[10.5, -20]] },
    }),
  );
});

test('columns are asked of a layer only', () => {
  const columns = { ...fresh.columns, demand: 'jobs' };
  expect(requestOf({ ...asked, columns })?.task).toMatchObject({ columns: { demand: 'jobs' } });
  const picked = { ...asked.stops, by: 'points' as const, pointsM: [[1, 2] as const] };
  expect(requestOf({ ...asked, columns, stops: picked })?.task).toMatchObject({ columns: {} });
});

test('a link brings the whole question back; other text is refused in words', () => {
  const form = { ...asked, columns: { ...fresh.columns, opens: 'from' }, closed: [{ segment: 'avenue', by: 'works' }] };
  const [[key, value]] = roundsLink.write({ ...twin.getState(), roundsForm: form }, twin.city);
  expect(roundsLink.read(key, value, twin.city)).toEqual({ linked: { rounds: form } });
  expect(formOf(v.parse(RoundsRequest, requestOf(form)))).toEqual(form);
  expect(roundsLink.write({ ...twin.getState(), roundsForm: fresh }, twin.city)).toEqual([]);
  expect(roundsLink.read('rounds', 'somewhere', twin.city)).toHaveProperty('expected');
});

test('streets are asked by class, in the area that is drawn or the whole city', () => {
  const form = { ...asked, by: 'streets' as const };
  expect(requestOf(form)?.task).toEqual({
    by: 'streets',
    classes: ['primary', 'secondary'],
    passes: 'once',
    inspectKmPerH: 30,
  });
  expect(requestOf({ ...form, classes: [] })).toBe(null);
  const withinM = [[0, 0] as const, [9, 0] as const, [0, 9] as const];
  expect(requestOf({ ...form, withinM })?.task).toMatchObject({ within: withinM });
  const [[key, value]] = roundsLink.write({ ...twin.getState(), roundsForm: { ...form, withinM } }, twin.city);
  const read = roundsLink.read(key, value, twin.city);
  expect(read).toMatchObject({ linked: { rounds: { by: 'streets', withinM } } });
});

test('the sentence, the proof and what is left out say what came of it', () => {
  const say = ((key: string, values: Record<string, unknown> = {}) =>
    `${key} ${Object.values(values).join(' ')}`.trim()) as unknown as Parameters<typeof headline>[0];
  const result = {
    request: { aim: 'vehicles', task: { by: 'stops' } },
    rounds: [{ driveMin: 0 }, { driveMin: 0 }, { driveMin: 0 }],
    visits: [{}, {}],
    driveMin: 61.6,
    lengthM: 12_340,
    unserved: [{ why: 'way' }, { why: 'fleet' }, { why: 'way' }],
    proof: { leastVehicles: 2, boundMin: 50, gapPct: 23.2, isProven: false },
  } as unknown as Parameters<typeof headline>[1] & Parameters<typeof proofText>[1] & Parameters<typeof unservedText>[1];
  expect(headline(say, result)).toBe('rounds.said 3 2 62 12.3 0');
  expect(proofText(say, result)).toBe('rounds.atLeast 2 rounds.gap 23.2');
  expect(proofText(say, { ...result, proof: { ...result.proof, leastVehicles: 3, gapPct: 0 } })).toBe(
    'rounds.noFewer rounds.noGap',
  );
  expect(proofText(say, { ...result, proof: { ...result.proof, isProven: true } })).toBe('rounds.provenFewest');
  expect(unservedText(say, result)).toBe('rounds.unserved 3 rounds.why-way 2rounds.commarounds.why-fleet 1');
  expect(unservedText(say, { unserved: [] })).toBe(null);
  expect([1, 8, 9].map(colourOf)).toEqual([1, 8, 1]);
});
