import { expect, test } from 'vitest';
import type { Manifest } from '../../model/city/manifest.ts';
import { saveQuality, wantedQuality } from '../../src/app/quality.ts';
import { createTwin } from '../../src/twin/twin.ts';

const CITY = {
  id: 'town',
  home: { lonDeg: 0, latDeg: 0, heightM: 500, headingDeg: 0, pitchDeg: -40 },
  layers: [],
} as unknown as Manifest;

/** A browser that keeps texts. */
function browser(texts: Record<string, string> = {}) {
  return {
    texts,
    load: (key: string) => texts[key] ?? null,
    save(key: string, text: string) {
      texts[key] = text;
      return true;
    },
  };
}

test('the address fixes the quality before what this browser keeps', () => {
  const kept = browser({ choice: 'fine', measured: 'medium' });
  expect(wantedQuality('?city=x&quality=fast', kept)).toEqual({ choice: 'fast', first: 'fast' });
  expect(wantedQuality('?city=x&quality=best', kept)).toEqual({ choice: 'fine', first: 'fine' });
});

test('a browser that chose nothing begins where its frames led it last, a new one where what draws says', () => {
  expect(wantedQuality('', browser({ choice: '', measured: 'medium' }))).toEqual({ choice: null, first: 'medium' });
  expect(wantedQuality('', browser({ measured: '<b>' }))).toEqual({ choice: null, first: null });
});

test('what is chosen and what is measured is kept; what the address fixed is not', () => {
  const kept = browser();
  const twin = createTwin(CITY, 0);
  twin.getState().chooseQuality('fast');
  saveQuality(twin, kept);
  twin.getState().measureQuality('fine');
  expect(twin.getState().quality).toBe('fast');
  expect(kept.texts).toEqual({});
  twin.getState().chooseQuality(null);
  twin.getState().measureQuality('medium');
  expect(kept.texts).toEqual({ choice: '', measured: 'medium' });
  twin.getState().chooseQuality('fine');
  expect(twin.getState().quality).toBe('fine');
  expect(wantedQuality('', kept)).toEqual({ choice: 'fine', first: 'fine' });
});
