import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeLink } from '../../src/app/address.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();
const bar = { hash: '', pathname: '/', search: '' };
let changed = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  bar.hash = '';
  vi.stubGlobal('location', bar);
  vi.stubGlobal('history', {
    replaceState: (_: null, __: string, url: string) => {
      bar.hash = url.slice(url.indexOf('#'));
    },
  });
  vi.stubGlobal('window', {
    addEventListener: (_: string, listen: () => void) => {
      changed = listen;
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a link that is pasted while the page is about to write its own is followed, not overwritten', () => {
  const twin = pageTwin(city);
  writeLink(twin, () => {});
  twin.getState().speak('en');
  vi.advanceTimersByTime(400);
  bar.hash = '#lang=zh&cmp=split';
  vi.advanceTimersByTime(2000);
  expect(bar.hash).toBe('#lang=zh&cmp=split');
  changed();
  expect(twin.getState()).toMatchObject({ language: 'zh', compare: 'split' });
});

test('what the page wrote is not read again', () => {
  const twin = pageTwin(city);
  writeLink(twin, () => {});
  twin.getState().setCompare('split');
  vi.advanceTimersByTime(2000);
  expect(bar.hash).toContain('cmp=split');
  twin.getState().setCompare('off');
  changed();
  expect(twin.getState().compare).toBe('off');
});
