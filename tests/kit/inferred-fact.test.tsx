import { expect, test } from 'vitest';
import type { FactOrigin } from '../../model/city/facts.ts';
import { InferredFact } from '../../src/kit/inferred-fact.tsx';
import { words } from '../../src/kit/words.ts';
import { smallCity } from '../model/city/small-city.ts';
import { markupIn, readable } from './rendered.tsx';
import { pageTwin } from './test-twin.ts';

const { city } = smallCity();
const GUESSED: FactOrigin = {
  state: 'inferred',
  code: 'prisms-of-buildings',
  values: { prisms: 198, guessed: 120, modelled: 0 },
};

const noteOf = async (origin: FactOrigin | null, language: 'zh' | 'en') => {
  await words.changeLanguage(language);
  const twin = pageTwin({ ...city, facts: origin ? { prisms: origin } : {} }, 0);
  return readable(markupIn(twin, <InferredFact fact="prisms" />));
};

test('a result says by which rule what it rests on was inferred, in the reader’s language', async () => {
  expect(await noteOf(GUESSED, 'en')).toContain('heights of 120 buildings are assumed');
  expect(await noteOf(GUESSED, 'zh')).toMatch(/推断.*其中 120 栋的高度为假定/);
});

test('nothing is said of what was given or is absent', async () => {
  expect(await noteOf({ state: 'given' }, 'en')).toBe('');
  expect(await noteOf(null, 'en')).toBe('');
});
