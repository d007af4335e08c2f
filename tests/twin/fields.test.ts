import { expect, test } from 'vitest';
import { type Field, sampleAt } from '../../model/runs/field.ts';
import { type FieldSource, openFields } from '../../src/twin/fields.ts';

const field: Field<string> = {
  id: 'toy.rain',
  kind: 'raster',
  unit: 'mm',
  timesMs: [10, 20],
  samples: ['low', 'high'],
};
const source = (sourceId: string, read: FieldSource['read'] = async () => field): FieldSource => ({
  id: 'toy.rain',
  sourceId,
  label: sourceId,
  fromMs: 10,
  toMs: 20,
  read,
});

test('a sample holds until the next, the first one also before its time; of none there is none', () => {
  expect([0, 10, 19, 20, 99].map((timeMs) => sampleAt(field, timeMs))).toEqual(['low', 'low', 'low', 'high', 'high']);
  expect(sampleAt({ ...field, timesMs: [], samples: [] }, 10)).toBeNull();
});

test('sources are those that are offered now, whoever gives them; one that is gone reads as none', async () => {
  const fields = openFields();
  let mine = [source('a'), source('b')];
  const endOffer = fields.offer('toy.rain', () => mine);
  fields.offer('toy.rain', () => [source('c')]);
  fields.offer('toy.wind', () => [source('d')]);
  expect(fields.sources('toy.rain').map(({ sourceId }) => sourceId)).toEqual(['a', 'b', 'c']);
  expect(await fields.read('toy.rain', 'b')).toBe(field);
  mine = [source('a')];
  expect(await fields.read('toy.rain', 'b')).toBeNull();
  endOffer();
  expect(fields.sources('toy.rain').map(({ sourceId }) => sourceId)).toEqual(['c']);
});

test('what is handed over goes to all who take the field, and their panels are told; a refusal tells none', async () => {
  const fields = openFields();
  const taken: string[] = [];
  const endAccept = fields.accept('toy.rain', async (sourceId) => {
    taken.push(sourceId);
    return 'gauge';
  });
  fields.accept('toy.rain', async () => null);
  expect(await fields.hand('toy.rain', 'a')).toEqual(['gauge']);
  endAccept();
  expect(await fields.hand('toy.rain', 'b')).toEqual([]);
  expect(taken).toEqual(['a']);
});
