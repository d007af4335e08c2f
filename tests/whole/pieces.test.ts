import { expect, test } from 'vitest';
import { closingLine, exitCodeOf, type PieceRecord, parseRecords, piecesOf, statesOf } from './pieces.ts';

const PIECES = piecesOf(['flood'], ['twin']);
const names = (pieces: readonly { name: string }[]) => pieces.map(({ name }) => name);

function record(piece: string, tree: string, passed: boolean): PieceRecord {
  return { piece, commit: 'c', tree, passed, seconds: 1, date: '2026-01-01T00:00:00.000Z' };
}

test('every subject of validation and every browser file is a piece of its own', () => {
  expect(names(PIECES)).toEqual(['check', 'unit', 'unit-long', 'validate/flood', 'build', 'e2e/twin']);
});

test('the last record on the same files counts; what ran on others is to do', () => {
  const records = [
    record('check', 'now', true),
    record('unit', 'now', false),
    record('unit', 'now', true),
    record('build', 'now', true),
    record('build', 'now', false),
    record('e2e/twin', 'before', true),
  ];
  const states = statesOf(PIECES, records, 'now');
  expect(names(states.passed)).toEqual(['check', 'unit']);
  expect(names(states.failed)).toEqual(['build']);
  expect(names(states.todo)).toEqual(['unit-long', 'validate/flood', 'e2e/twin']);
  expect(closingLine(states)).toBe('2 passed, 1 failed, 3 to do');
});

test('a record that was cut off in the middle of a line is read without it', () => {
  const kept = record('check', 'now', true);
  expect(parseRecords(`${JSON.stringify(kept)}\n{"piece":"unit","tr`)).toEqual([kept]);
});

test('the exit code tells all passed from failed and from to do', () => {
  const [piece] = PIECES;
  expect(exitCodeOf({ passed: [piece], failed: [], todo: [] })).toBe(0);
  expect(exitCodeOf({ passed: [], failed: [piece], todo: [piece] })).toBe(1);
  expect(exitCodeOf({ passed: [], failed: [], todo: [piece] })).toBe(2);
});
