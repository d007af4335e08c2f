import { beforeEach, describe, expect, test } from 'vitest';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { words } from '../../../src/kit/words.ts';
import { MEASURE_PICKER } from '../../../src/plugins/measure/measure-picker.ts';
import { MeasurePanel, Readings } from '../../../src/plugins/measure/panels/measure.tsx';
import type { RulerKind, RulerMeasurement } from '../../../src/twin/pick.ts';
import { markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const point = (eastM: number, elevationM = 400, on: SurfacePoint['on'] = 'ground'): SurfacePoint => ({
  lonLat: { lonDeg: 108, latDeg: 34, heightM: elevationM },
  enu: [eastM, 0, 0],
  elevationM,
  on,
});
const FACTS: RulerMeasurement = { flatM: 30, alongM: 50, riseM: -40, areaM2: 12_500 };

beforeEach(async () => {
  await words.changeLanguage('en');
});

function said(
  ruler: RulerKind,
  points: SurfacePoint[],
  facts: RulerMeasurement | null = FACTS,
): Record<string, string> {
  const markup = markupIn(pageTwin(smallCity().city), <Readings pick={{ ruler, points }} facts={facts} />);
  const rows = [...markup.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)];
  return Object.fromEntries(rows.map(([, name, value]) => [name, value.replace(/<[^>]*>/g, '')]));
}

describe('what a ruler says', () => {
  test('of a distance: level, along the ground, how much the last point is higher, and how high it lies', () => {
    expect(said('distance', [point(0, 440), point(30, 400)])).toEqual({
      'Horizontal distance': '30.00\u2009m',
      'Distance along the ground': '50.00\u2009m',
      'Height difference, last to first point': '−40.00\u2009m',
      'Elevation of last point': '400.00\u2009m',
    });
  });

  test('of points that are not on the ground is straight through the air', () => {
    expect(said('distance', [point(0), point(30, 440, 'object')])).toHaveProperty('3-D distance', '50.00\u2009m');
  });

  test('of an area: the area and its edge, from three points on', () => {
    expect(said('area', [point(0), point(1), point(2)])).toEqual({
      'Horizontal area': '1.25\u2009ha',
      Perimeter: '30.00\u2009m',
    });
    expect(said('area', [point(0), point(1)])['Horizontal area']).toBe('—');
  });

  test('of a height begins with the difference', () => {
    expect(Object.keys(said('height', [point(0), point(1)]))[0]).toBe('Height difference, last to first point');
  });

  test('of one point is its elevation alone', () => {
    expect(Object.values(said('distance', [point(0, 401.5)]))).toEqual(['—', '—', '—', '401.50\u2009m']);
  });

  test('of ground that is not sampled yet is unknown; of two points at one place it is nought', () => {
    const pair = [point(0), point(0)];
    expect(said('distance', pair, { ...FACTS, alongM: null })['Distance along the ground']).toBe('—');
    expect(said('distance', pair, { ...FACTS, flatM: 0, alongM: 0 })['Distance along the ground']).toBe('0.00\u2009m');
  });

  test('is in the language of the page', async () => {
    await words.changeLanguage('zh');
    expect(Object.keys(said('area', [point(0), point(1), point(2)]))).toEqual(['水平面积', '周长']);
  });
});

describe('the panel of the ruler', () => {
  const panel = (ruler: RulerKind, points: number, done = false) => {
    const twin = pageTwin(smallCity().city);
    twin.getState().startPicking(MEASURE_PICKER, MEASURE_PICKER, ruler);
    for (let i = 0; i < points; i++) twin.getState().addPickPoint(point(i));
    if (done) twin.getState().finishPicking();
    return markupIn(twin, <MeasurePanel onClose={() => {}} />);
  };
  const isOff = (markup: string, word: string) =>
    markup
      .split('<button')
      .find((part) => readable(`<${part}`).includes(word))
      ?.includes('disabled') ?? null;

  test('says how to begin, each kind by itself', () => {
    expect(readable(panel('distance', 0))).toContain('Click points on the map; double-click to finish.');
    expect(readable(panel('height', 0))).toContain('Click the lower point, then the upper one');
    expect(readable(panel('distance', 1))).not.toContain('double-click to finish.');
  });

  test('can finish a distance from two points on and an area from three; a height finishes by itself', () => {
    expect([1, 2].map((points) => isOff(panel('distance', points), 'Finish'))).toEqual([true, false]);
    expect([2, 3].map((points) => isOff(panel('area', points), 'Finish'))).toEqual([true, false]);
    expect(isOff(panel('height', 1), 'Finish')).toBeNull();
    expect(readable(panel('height', 2))).toContain('Measure again');
  });

  test('has no cross and nothing to undo once it is done', () => {
    expect(panel('distance', 2)).toContain('class="pick-cross"');
    const done = panel('distance', 2, true);
    expect(done).not.toContain('class="pick-cross"');
    expect(isOff(done, 'Undo last point')).toBeNull();
    expect(isOff(panel('distance', 0), 'Undo last point')).toBe(true);
  });

  test('is not there while somebody else picks', () => {
    const twin = pageTwin(smallCity().city);
    twin.getState().startDigging();
    expect(tagsOf(markupIn(twin, <MeasurePanel onClose={() => {}} />), 'section')).toEqual([]);
  });
});
