import { beforeEach, describe, expect, test } from 'vitest';
import { instantOf } from '../../../src/kit/city-time.ts';
import { words } from '../../../src/kit/words.ts';
import { DaylightStrip, SunPanel } from '../../../src/plugins/sun/panels/sun.tsx';
import type { Twin } from '../../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const at = (month: number, day: number, minute: number) => instantOf(2027, month, day, minute, city.zone);

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city, at(3, 21, 12 * 60));
  await words.changeLanguage('en');
});
const panel = () => markupIn(twin, <SunPanel onClose={() => {}} />);
const chosen = () =>
  panel()
    .split('<label')
    .filter((part) => part.includes('type="radio"') && part.includes('checked'))
    .map((part) => readable(`<${part}`));

describe('the panel of the sun', () => {
  test('tells the day and hour of the city, its zone, and where the sun stands then', async () => {
    const text = readable(panel());
    expect(text).toContain('Sun and time Sun 21 Mar 12:00');
    expect(text).toContain('Asia/Shanghai UTC+8');
    // 34.3° N at the equinox: 90 − 34.3 at the sun's noon, which is 52 min after the zone's: a little east of south, a little lower.
    expect(text).toMatch(/Sun altitude 5[45]°, azimuth 15\d°/);
    await words.changeLanguage('zh');
    expect(readable(panel())).toMatch(/太阳高度角 5[45]°，方位角 15\d°/);
  });

  test('says by how much the sun is below the horizon at night', () => {
    twin.getState().showTime(at(3, 21, 0));
    expect(readable(panel())).toMatch(/Sun 5\d° below the horizon/);
  });

  test('marks a preset while the clock shows its minute, and none else', () => {
    expect(chosen()).toEqual(['Day']);
    twin.getState().showTime(at(3, 21, 12 * 60 + 7));
    expect(chosen()).toEqual([]);
    twin.getState().showTime(at(3, 21, 21 * 60));
    expect(chosen()).toEqual(['Night']);
  });

  test('has its slider at the minute of the day, its date and its rate', () => {
    twin.getState().setRate(600);
    const markup = panel();
    const [slider] = tagsOf(markup, 'input').filter((tag) => tag.includes('type="range"'));
    const [date] = tagsOf(markup, 'input').filter((tag) => tag.includes('type="date"'));
    expect([attributeOf(slider, 'value'), attributeOf(slider, 'max')]).toEqual(['720', '1439']);
    expect(attributeOf(date, 'value')).toBe('2027-03-21');
    const [day] = tagsOf(markup, 'input').filter((tag) => tag.includes('data-day'));
    expect(attributeOf(day, 'value')).toBe('21 Mar 2027');
    expect(tagsOf(markup, 'option').find((tag) => tag.includes('selected'))).toContain('value="600"');
  });
});

describe('the strip of daylight', () => {
  const parts = () => {
    const strip = markupIn(twin, <DaylightStrip />);
    return [...strip.matchAll(/left:([\d.]+)%;width:([\d.]+)%/g)].map(([, left, width]) => [
      Number(left),
      Number(width),
    ]);
  };

  test('has the day within its twilight, each half of the day at the equinox', () => {
    const [[twilightLeft, twilightWidth], [dayLeft, dayWidth]] = parts();
    expect(dayWidth).toBeGreaterThan(50);
    expect(dayWidth).toBeLessThan(51.5);
    expect(twilightLeft).toBeLessThan(dayLeft);
    expect(twilightLeft + twilightWidth).toBeGreaterThan(dayLeft + dayWidth);
  });

  test('is longer in June than in December, by four and a half hours at this latitude', () => {
    twin.getState().showTime(at(6, 21, 600));
    const [, [, june]] = parts();
    twin.getState().showTime(at(12, 21, 600));
    const [, [, december]] = parts();
    expect((june - december) * 0.24).toBeGreaterThan(4.3);
    expect((june - december) * 0.24).toBeLessThan(4.9);
  });

  test('is that of the day shown, from its first quarter of an hour to its last', () => {
    const noon = parts();
    for (const minute of [0, 1, 14, 15, 1439]) {
      twin.getState().showTime(at(3, 21, minute));
      expect(parts()).toEqual(noon);
    }
    twin.getState().showTime(at(3, 22, 0));
    expect(parts()).not.toEqual(noon);
  });
});
