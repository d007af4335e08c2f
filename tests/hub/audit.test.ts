import { expect, test } from 'vitest';
import { type AuditRow, nextRow, rowsOfLines, verifyChain } from '../../hub/audit/audit-chain.ts';

function chain(count: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let i = 0; i < count; i++)
    rows.push(
      nextRow(
        {
          atMs: 1_784_376_000_000 + i,
          who: '值班长',
          role: 'dispatcher',
          what: 'alarm.acknowledge',
          of: `a${i}`,
          detail: { n: i },
        },
        rows.at(-1) ?? null,
      ),
    );
  return rows;
}

const text = (rows: readonly AuditRow[]) => rows.map((row) => JSON.stringify(row)).join('\n');

test('a chain that nobody touched is whole, and its head is that of its last row', () => {
  const rows = chain(20);
  expect(verifyChain(rowsOfLines(text(rows)))).toEqual({ kind: 'whole', rows: 20, head: rows[19].hash });
  expect(verifyChain([])).toMatchObject({ kind: 'whole', rows: 0 });
});

test('every single edited byte of an export is found', () => {
  const whole = text(chain(3));
  let found = 0;
  for (let at = 0; at < whole.length; at++) {
    const other = whole[at] === 'x' ? 'y' : 'x';
    const edited = whole.slice(0, at) + other + whole.slice(at + 1);
    try {
      if (verifyChain(rowsOfLines(edited)).kind === 'broken') found++;
    } catch {
      found++;
    }
  }
  expect(found).toBe(whole.length);
});

test('a row that is dropped, moved, or put in between is found where it is', () => {
  const rows = chain(6);
  expect(verifyChain(rows.toSpliced(2, 1))).toMatchObject({ kind: 'broken', seq: 3 });
  expect(verifyChain([rows[0], rows[2], rows[1], ...rows.slice(3)])).toMatchObject({ kind: 'broken', seq: 2 });
  expect(verifyChain(rows.toSpliced(3, 0, nextRow({ ...rows[3], who: 'x' }, rows[2])))).toMatchObject({
    kind: 'broken',
    seq: 5,
  });
});

test('keys of a detail count in no order: a database gives them back in its own', () => {
  const row = nextRow(
    { atMs: 1, who: 'a', role: 'auditor', what: 'w', of: 'o', detail: { b: [{ d: 1, c: 2 }], a: null } },
    null,
  );
  expect(verifyChain([{ ...row, detail: { a: null, b: [{ c: 2, d: 1 }] } }])).toMatchObject({ kind: 'whole' });
});
