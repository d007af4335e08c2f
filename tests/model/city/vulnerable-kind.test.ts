import { expect, test } from 'vitest';
import { vulnerableKindOf } from '../../../model/city/vulnerable-kind.ts';

test.each([
  ['school', '', 'school'],
  ['kindergarten', '', 'school'],
  ['A33', '中小学用地', 'school'],
  ['hospital', '', 'hospital'],
  ['clinic', '社区医院', 'hospital'],
  ['nursing_home', '', 'care'],
  ['A6', '养老院', 'care'],
  ['schooner-museum', '', null],
  ['office', '办公楼', null],
])('%s (%s) is of kind %s', (code, label, kind) => {
  expect(vulnerableKindOf(code, label)).toBe(kind);
});
