import { describe, expect, test } from 'vitest';
import { DayInput, dayOfText, dayText, minuteOfText } from '../../src/kit/day-input.tsx';
import { words } from '../../src/kit/words.ts';
import { smallCity } from '../model/city/small-city.ts';
import { attributeOf, markupIn, tagsOf } from './rendered.tsx';
import { pageTwin } from './test-twin.ts';

describe('a field of a day', () => {
  test('is written as the page’s language writes days, whatever the browser’s', async () => {
    const shown = () => {
      const [text] = tagsOf(
        markupIn(pageTwin(smallCity().city), <DayInput id="day" value="2026-01-20" onChange={() => {}} />),
        'input',
      );
      return attributeOf(text, 'value');
    };
    await words.changeLanguage('zh');
    expect(shown()).toBe('2026-01-20');
    await words.changeLanguage('en');
    expect(shown()).toBe('20 Jan 2026');
  });

  test('takes what people of both languages type, and no day that does not exist', () => {
    const texts = ['2026-1-20', '2026/01/20', '2026年1月20日', '20260120', '20 Jan 2026', '20 january 2026'];
    expect(texts.map(dayOfText)).toEqual(texts.map(() => '2026-01-20'));
    expect(['2026-02-30', '2026-13-01', '20 Foo 2026', '01/20/2026', '2026'].map(dayOfText)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
    expect(dayText('', 'zh')).toBe('');
  });

  test('has its hours by a clock of 24', () => {
    expect(['9:05', '0905', '23：59', '24:00', '9:60', 'noon'].map(minuteOfText)).toEqual([
      545,
      545,
      1439,
      null,
      null,
      null,
    ]);
  });
});
