import * as v from 'valibot';
import { expect, test } from 'vitest';
import { SUN_RULES } from '../../../model/questions/sun-rules.ts';
import { SunStudyRequest } from '../../../model/questions/sun-study.ts';
import { requestOf } from '../../../src/plugins/sun/controller.ts';

const SOLSTICE = SUN_RULES.find(({ id }) => id === 'solstice-1h') ?? SUN_RULES[0];

test('what the panel asks is what a case with the same choices asks, defaults and all', () => {
  const one = requestOf({ year: 2026, of: { kind: 'one', layer: 'buildings', id: 'b-1' }, planned: [] }, SOLSTICE);
  expect(one).toEqual(
    v.parse(SunStudyRequest, {
      year: 2026,
      rules: SOLSTICE,
      of: { kind: 'objects', objects: [{ layer: 'buildings', id: 'b-1' }] },
    }),
  );
  const shaded = requestOf({ year: 2026, of: { kind: 'shaded' }, planned: ['tower'] }, SUN_RULES[0]);
  expect(shaded).toEqual(
    v.parse(SunStudyRequest, {
      year: 2026,
      rules: SUN_RULES[0],
      of: { kind: 'shaded' },
      scheme: { layers: ['tower'] },
    }),
  );
});

test('a scheme brings its volumes beside planned layers, and what gives way to it goes', () => {
  const add = [
    {
      id: 'b1',
      ringM: [
        [0, 0],
        [9, 0],
        [9, 9],
      ] as [number, number][],
      baseM: 0,
      heightM: 30,
      storeys: 10,
    },
  ];
  const hide = [{ layer: 'buildings', id: 'b-2' }];
  const asked = { year: 2026, of: { kind: 'shaded' as const } };
  const volumes = { layers: [], add, hide };
  expect(requestOf({ ...asked, planned: ['tower'] }, SOLSTICE, { volumes }).scheme).toEqual({
    layers: ['tower'],
    add,
    hide,
  });
  expect(requestOf({ ...asked, planned: [] }, SOLSTICE, { volumes }).scheme).toEqual({ layers: [], add, hide });
  expect(requestOf({ ...asked, planned: [] }, SOLSTICE).scheme).toBeNull();
});
