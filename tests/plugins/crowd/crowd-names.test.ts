import { expect, test } from 'vitest';
import { nameOf } from '../../../src/plugins/crowd/crowd-names.ts';

const label = (en: string) => ({ zh: en, en });
const english = ((text: { en: string }) => text.en) as Parameters<typeof nameOf>[2];

test('a way out goes by its label, one without a label by its id', () => {
  const all = [{ id: 'G01', label: label('North gate') }, { id: 'edge-3' }];
  expect(all.map((one) => nameOf(one, all, english))).toEqual(['North gate', 'edge-3']);
});

test('two with the same label are told apart by their ids', () => {
  const all = [
    { id: 'M1', label: label('Platform') },
    { id: 'M2', label: label('Platform') },
    { id: 'M3', label: label('Hall') },
  ];
  expect(all.map((one) => nameOf(one, all, english))).toEqual(['Platform M1', 'Platform M2', 'Hall']);
});
