import * as v from 'valibot';
import { expect, test } from 'vitest';
import { SUN_RULES } from '../../../model/scenarios/sun-rules.ts';
import { SunStudyRequest } from '../../../model/scenarios/sun-study.ts';
import { requestOf } from '../../../src/plugins/sun/open.ts';

test('what the panel asks is what a case with the same choices asks, defaults and all', () => {
  const one = requestOf({
    year: 2026,
    rule: 'solstice-1h',
    of: { kind: 'one', layer: 'buildings', id: 'b-1' },
    planned: [],
  });
  expect(one).toEqual(
    v.parse(SunStudyRequest, {
      year: 2026,
      rules: SUN_RULES.find(({ id }) => id === 'solstice-1h'),
      of: { kind: 'objects', objects: [{ layer: 'buildings', id: 'b-1' }] },
    }),
  );
  const shaded = requestOf({ year: 2026, rule: 'great-cold-2h', of: { kind: 'shaded' }, planned: ['tower'] });
  expect(shaded).toEqual(
    v.parse(SunStudyRequest, {
      year: 2026,
      rules: SUN_RULES[0],
      of: { kind: 'shaded' },
      scheme: { layers: ['tower'] },
    }),
  );
});
