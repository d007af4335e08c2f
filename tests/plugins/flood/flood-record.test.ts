import { expect, test } from 'vitest';
import { runRecord } from '../../../src/plugins/flood/flood-record.ts';
import type { FloodRunFacts } from '../../../src/plugins/flood/slice.ts';

const run = {
  name: 'Storm of 100 years',
  form: { cellM: 4 },
  origin: null,
  startMs: Date.UTC(2026, 6, 18, 4),
  status: { kind: 'done' },
  notes: [],
} as unknown as FloodRunFacts;

test('a finished run says in its file what anybody who plays it again must come to', () => {
  const end = { hash: 'abc123', steps: 7200 } as unknown as Parameters<typeof runRecord>[2];
  expect(JSON.parse(runRecord('chengchuan', run, end))).toEqual({
    format: 1,
    kind: 'flood-run',
    isSimulated: true,
    city: 'chengchuan',
    name: 'Storm of 100 years',
    origin: null,
    form: { cellM: 4 },
    notes: [],
    start: '2026-07-18T04:00:00.000Z',
    status: 'done',
    resultHash: 'abc123',
    steps: 7200,
  });
});

test('a run that has not ended claims no hash', () => {
  const written = JSON.parse(runRecord('chengchuan', { ...run, status: { kind: 'running' } } as FloodRunFacts, null));
  expect(written.status).toBe('running');
  expect(written).not.toHaveProperty('resultHash');
});
