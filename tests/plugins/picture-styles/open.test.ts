import { expect, test } from 'vitest';
import type { Manifest } from '../../../model/city/manifest.ts';
import { SHIPPED_STYLES } from '../../../scenarios/picture-styles.ts';
import { freeId, openStyles, ownOf } from '../../../src/plugins/picture-styles/controller.ts';
import { createTwin } from '../../../src/twin/twin.ts';

const CITY = {
  id: 'town',
  home: { lonDeg: 0, latDeg: 0, heightM: 500, headingDeg: 0, pitchDeg: -40 },
  layers: [],
} as unknown as Manifest;

const OWN = { ...SHIPPED_STYLES[1], id: 'own-1' };

function opened(texts: Record<string, string>, keeps = true) {
  const reported: unknown[] = [];
  const twin = createTwin(CITY, 0);
  const store = {
    load: (key: string) => texts[key] ?? null,
    save(key: string, text: string) {
      if (keeps) texts[key] = text;
      return keeps;
    },
  };
  const controller = openStyles({ twin, report: (_, reason) => void reported.push(reason) }, store);
  return { twin, controller, reported };
}

test('this browser keeps own styles, one of an id, until they are removed', () => {
  const texts = {};
  const { controller } = opened(texts);
  controller.keep(OWN);
  controller.keep({ ...OWN, facade: 0.5 });
  expect(opened(texts).twin.getState().ownStyles).toEqual([{ ...OWN, facade: 0.5 }]);
  controller.forget('own-1');
  expect(opened(texts).twin.getState().ownStyles).toEqual([]);
});

test('a kept style that is broken is told and does not take the others with it', () => {
  const { twin, reported } = opened({ own: JSON.stringify([{ ...OWN, facade: 'much' }, OWN]) });
  expect(twin.getState().ownStyles).toEqual([OWN]);
  expect(reported).toHaveLength(1);
  expect(opened({ own: '{' }).reported).toHaveLength(1);
});

test('a browser that keeps nothing says so', () => {
  const { controller, twin } = opened({}, false);
  expect(() => controller.keep(OWN)).toThrow('does not save data');
  expect(twin.getState().ownStyles).toEqual([OWN]);
});

test('a file cannot take the name that links give a shipped style', () => {
  expect(ownOf({ ...OWN, id: 'paper' }, [OWN]).id).toBe('own-2');
  expect(ownOf({ ...OWN, id: 'mine' }, []).id).toBe('mine');
  expect(freeId([])).toBe('own-1');
});
