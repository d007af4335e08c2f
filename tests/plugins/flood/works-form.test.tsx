import { beforeEach, describe, expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { FloodWorksForm } from '../../../src/plugins/flood/panels/works-form.tsx';
import { defaultFloodForm, FLOOD_ENGINE, type FloodForm, type FloodSite } from '../../../src/plugins/flood/slice.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const breach = (id: string, chainageM: number) => ({
  id,
  label: { zh: `溃口${id}`, en: `Breach ${id}` },
  at: [0, 0] as [number, number],
  chainageM,
  beginH: 20,
  returnYears: 100,
});
const site: FloodSite = {
  area: { westM: -4000, southM: -3000, eastM: 4000, northM: 3000 },
  cellM: 4,
  stormYears: [20, 100],
  riverYears: [100],
  riverPeakH: 18,
  riverEndH: 48,
  hasDrains: true,
  supplies: ['ss-2'],
  breaches: [breach('a', 2350), breach('b', 2999.6)],
  gauges: [],
};

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(smallCity().city, 0);
  twin.getState().takeFloodSite(site);
  await words.changeLanguage('en');
});
const shown = (part: Partial<FloodForm> = {}, of: FloodSite = site) =>
  markupIn(twin, <FloodWorksForm form={{ ...defaultFloodForm(site), breaches: [], ...part }} site={of} />);
const numbers = (markup: string) =>
  tagsOf(markup, 'input')
    .filter((tag) => tag.includes('type="number"'))
    .map((tag) => ['value', 'min', 'max'].map((name) => Number(attributeOf(tag, name))));

describe('levees that give way', () => {
  test('are offered by name and by how far along the river they lie', () => {
    const text = readable(shown());
    expect(text).toContain('Breach a K2+350');
    expect(text).toContain('Breach b K3+000');
  });

  test('that were taken are offered no more, and begin at an hour of the run', () => {
    const markup = shown({ breaches: [{ kind: 'planned', id: 'a', beginH: 1.5 }], endH: 12 });
    expect(readable(markup).split('Breach a')).toHaveLength(2);
    expect(numbers(markup)).toEqual([[1.5, 0, 12]]);
  });

  test('that somebody placed have a width too, within what a levee can lose', () => {
    const placed = {
      kind: 'placed' as const,
      id: 'placed-3',
      at: [0, 0] as [number, number],
      beginH: 0.5,
      growH: 1,
      widthM: 60,
    };
    const [, width] = numbers(shown({ breaches: [placed], endH: 6 }));
    expect(width).toEqual([60, 5, 500]);
  });

  test('that a run has seen give way stay so in its branch', async () => {
    twin.getState().addRun(FLOOD_ENGINE, {
      id: 'flood-1',
      name: 'A',
      form: { ...defaultFloodForm(site), breaches: [{ kind: 'planned', id: 'a', beginH: 0.25 }] },
      origin: null,
      status: { kind: 'done' },
      startMs: 0,
      endS: 3600,
      timesS: [0, 1800, 3600],
      hash: null,
      notes: [],
    });
    twin.getState().branchFlood({ id: 'flood-1', timeS: 1800 });
    const form = twin.getState().floodForm ?? expect.fail('expected a form');
    const markup = markupIn(twin, <FloodWorksForm form={form} site={site} />);
    const row = markup.split('class="part-row"')[1].split('class="actions"')[0];
    expect(tagsOf(row, 'button')).toEqual([]);
    expect(readable(row)).toContain('T+0:15');
  });
});

describe('walls', () => {
  const wall = (fromH: number) => ({
    id: 'wall-2',
    line: [
      [0, 0],
      [30, 40],
      [30, 140],
    ] as [number, number][],
    heightM: 1.2,
    fromH,
  });

  test('are called by their number and length, and stand from an hour on', () => {
    const markup = shown({ walls: [wall(0.5)], endH: 6 });
    expect(readable(markup)).toMatch(/2.*150/);
    expect(numbers(markup)).toEqual([
      [1.2, 0.1, 5],
      [0.5, 0, 6],
    ]);
  });

  test('stand from a minute on, which is written with three decimals at most', () => {
    const [, [hour]] = numbers(shown({ walls: [wall(1 / 3)] }));
    expect(hour).toBe(0.333);
  });
});

describe('drains', () => {
  test('are asked for only where the city has some, and their inlets only while they are in the run', () => {
    const ranges = (markup: string) => tagsOf(markup, 'input').filter((tag) => tag.includes('type="range"'));
    expect(ranges(shown({ drains: true, blockedInletsRatio: 0.35 })).map((tag) => attributeOf(tag, 'value'))).toEqual([
      '35',
    ]);
    expect(ranges(shown({ drains: false }))).toEqual([]);
    expect(tagsOf(shown({ drains: false }), 'input').some((tag) => tag.includes('role="switch"'))).toBe(true);
    const dry = shown({ drains: true }, { ...site, hasDrains: false });
    expect(tagsOf(dry, 'input').some((tag) => tag.includes('role="switch"'))).toBe(false);
  });
});
