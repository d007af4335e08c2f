import * as v from 'valibot';
import { expect, test } from 'vitest';
import { SiteSelectionRequest } from '../../../model/questions/site-selection.ts';
import { formOf, requestOf } from '../../../src/plugins/site-selection/controller.ts';
import { sitingLink } from '../../../src/plugins/site-selection/link-part.ts';
import { limitTexts, proofText } from '../../../src/plugins/site-selection/outcome.ts';
import { freshSitingForm } from '../../../src/plugins/site-selection/slice.ts';
import type { sitingWords } from '../../../src/plugins/site-selection/words.ts';
import { testApp } from '../../kit/test-app.ts';

const { twin } = testApp();
const fresh = freshSitingForm();
const clinics = { layer: 'buildings', attribute: 'use', value: 'clinic' };

test('what the form begins with is the usual question of a grid', () => {
  expect(requestOf(fresh)).toEqual(v.parse(SiteSelectionRequest, { candidates: { by: 'grid' } }));
});

test('what is not chosen yet cannot be asked', () => {
  expect(requestOf({ ...fresh, demandBy: 'things' })).toBe(null);
  expect(requestOf({ ...fresh, existing: 'move' })).toBe(null);
  expect(requestOf({ ...fresh, candidatesBy: 'points' })).toBe(null);
  expect(requestOf({ ...fresh, existing: 'move', existingOf: clinics })?.existing).toEqual({
    of: { by: 'attribute', ...clinics },
    may: 'move',
  });
});

test('a link brings the whole question back, picked places among it; other text is refused in words', () => {
  const form = {
    ...fresh,
    aim: 'centre' as const,
    candidatesBy: 'points' as const,
    pointsM: [[10.5, -20] as const, [300, 40] as const],
    existing: 'stay' as const,
    existingOf: clinics,
    closed: [{ segment: 'avenue', by: 'works' }],
  };
  const [[key, value]] = sitingLink.write({ ...twin.getState(), sitingForm: form }, twin.city);
  const read = sitingLink.read(key, value, twin.city);
  expect(read).toEqual({ linked: { siting: form } });
  expect(formOf(v.parse(SiteSelectionRequest, requestOf(form)))).toEqual(form);
  expect(sitingLink.write({ ...twin.getState(), sitingForm: fresh }, twin.city)).toEqual([]);
  expect(sitingLink.read('siting', 'somewhere', twin.city)).toHaveProperty('expected');
});

test('a link that asks more than the form holds is refused, not cut', () => {
  const asked = v.parse(SiteSelectionRequest, {
    candidates: { by: 'grid' },
    demand: [
      { by: 'residents', weight: 1 },
      { by: 'things', of: { by: 'attribute', ...clinics }, weight: 3 },
    ],
  });
  const value = encodeURIComponent(JSON.stringify(asked));
  expect(sitingLink.read('siting', value, twin.city)).toHaveProperty('expected');
});

test('a capacity and a budget are asked only with aims that can keep them', () => {
  const typed = { ...fresh, capacity: 300, budget: 900 };
  expect(requestOf({ ...typed, aim: 'median' })).toMatchObject({ capacity: 300, budget: 900 });
  expect(requestOf({ ...typed, aim: 'backup' })).toMatchObject({ capacity: 0, budget: 900 });
  expect(requestOf({ ...typed, aim: 'dispersion' })).toMatchObject({ capacity: 0, budget: 0 });
});

test('who finds no place is told with the sites that are full', () => {
  const say = ((key: string, values: Record<string, unknown> = {}) =>
    `${key} ${Object.values(values).join(' ')}`) as unknown as Parameters<typeof limitTexts>[0];
  const site = (en: string, load: number, capacity: number) => ({ name: { zh: en, en }, load, capacity });
  const result = {
    request: { demand: [{ by: 'things' }], budget: 500 },
    sites: [site('East', 40, 40), site('West', 39, 40), site('Closed', 0, 0)],
    unfit: 12,
    cost: 480,
  } as unknown as Parameters<typeof limitTexts>[2];
  const texts = limitTexts(say, ({ en }) => en, result);
  expect(texts).toEqual(['siting.unfit siting.places 12 East', 'siting.costSaid 480 500']);
  expect(limitTexts(say, ({ en }) => en, { ...result, unfit: 0, cost: null })).toEqual(['siting.allFit ']);
});

test('conditions are asked where one is chosen, come back by a link, and flooded cells stay out of it', () => {
  const typed = { ...fresh, use: 'public' as const, minParcelM2: 2000, pipeM: 5 };
  expect(requestOf(typed)?.filter).toEqual({
    uses: ['public'],
    minParcelM2: 2000,
    slopePct: 100,
    isOffProtected: false,
    pipeM: 5,
  });
  const flooded = { label: 'Rain', maxDepthM: 0.2, westM: 0, southM: 0, cellM: 4, columns: 2, rows: 2, runs: [1, 2] };
  expect(requestOf({ ...fresh, flooded })?.filter?.flooded).toEqual(flooded);
  const [[, value]] = sitingLink.write({ ...twin.getState(), sitingForm: { ...typed, flooded } }, twin.city);
  expect(sitingLink.read('siting', value, twin.city)).toEqual({ linked: { siting: typed } });
  const two = { candidates: { by: 'grid' }, filter: { uses: ['public', 'green'] } };
  const wider = encodeURIComponent(JSON.stringify(v.parse(SiteSelectionRequest, two)));
  expect(sitingLink.read('siting', wider, twin.city)).toHaveProperty('expected');
});

test('a proof says no more than is proven', () => {
  const say = ((key: keyof typeof sitingWords, values: Record<string, unknown> = {}) =>
    `${key} ${Object.values(values).join(' ')}`) as Parameters<typeof proofText>[0];
  const objective = { unit: 'min', value: 10, bound: 10, isProven: true, gapPct: 0 } as const;
  expect(proofText(say, { objective })).toBe('siting.proven ');
  expect(proofText(say, { objective: { ...objective, isProven: false, gapPct: 0.004 } })).toBe(
    'siting.nearlyProven 0.01',
  );
  expect(proofText(say, { objective: { ...objective, isProven: false, gapPct: 3.217 } })).toBe('siting.gap 3.22');
  const sites = { ...objective, unit: 'sites', value: 9, bound: 7, isProven: false, gapPct: 28 } as const;
  expect(proofText(say, { objective: sites })).toBe('siting.atLeast 7');
});
