import { beforeEach, expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { ValuesFilter } from '../../../src/plugins/layers/panels/values-filter.tsx';
import { markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const [buildings] = city.layers;
const attribute = buildings.attributes.find(({ name }) => name === 'class') ?? expect.fail('expected classes');
const some = (amount: number) =>
  Array.from({ length: amount }, (_, i) => ({ value: `class-${i}`, count: 10 * (i + 1) }));
const filterOf = (amount: number) =>
  markupIn(pageTwin(city), <ValuesFilter layer={buildings} attribute={attribute} values={some(amount)} />);

beforeEach(() => words.changeLanguage('en'));

test('a list says how many values there are, so that one cut by its edge does not read as whole', async () => {
  expect(readable(filterOf(14))).toMatch(/^14 values class-0 10 /);
  expect(readable(filterOf(1))).toMatch(/^1 value class-0 10$/);
  await words.changeLanguage('zh');
  expect(readable(filterOf(14))).toMatch(/^共 14 个值 class-0 10 /);
});

test('a file that says more than a code can have does not fill the panel; how many are left out is said', () => {
  const markup = filterOf(300);
  expect(tagsOf(markup, 'input')).toHaveLength(256);
  expect(readable(markup)).toMatch(/^300 values .* 44 more values are not listed$/);
});
