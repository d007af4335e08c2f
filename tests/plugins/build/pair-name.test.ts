import { expect, test } from 'vitest';
import { pairName } from '../../../src/plugins/build/pair-name.ts';
import { pairTagLayer } from '../../../src/plugins/build/scene/pair-tags.ts';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

test('the two that meet are A and B on an English page, 甲 and 乙 on a Chinese one, also when the language changes', () => {
  const twin = pageTwin(smallCity().city);
  const { setReview, speak } = twin.getState();
  setReview({ pairTags: ['el-1', 'el-2'].map((id, i) => ({ at: [0, 0, i], text: pairName(i, id) })) });
  const shown = () => pairTagLayer.of(twin.getState(), testApp(twin));
  speak('en');
  expect(shown()?.map(({ text }) => text)).toEqual(['A el-1', 'B el-2']);
  expect(shown()).toBe(shown());
  speak('zh');
  expect(shown()?.map(({ text }) => text)).toEqual(['甲 el-1', '乙 el-2']);
});
