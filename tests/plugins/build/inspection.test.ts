import { expect, test } from 'vitest';
import { inspectionOf } from '../../../src/plugins/build/inspection.ts';

const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
const column = { ifcClass: 'IfcColumn', inspectedIso: null };

test('before its task has ended an element is not inspected, and one of no rule never', () => {
  expect(inspectionOf(column, day('2028-03-31'), day('2028-03-01'))).toMatchObject({ kind: 'unbuilt' });
  expect(inspectionOf({ ...column, ifcClass: 'IfcRailing' }, day('2028-03-31'), day('2028-03-01'))).toBeNull();
  expect(inspectionOf(column, null, day('2028-03-01'))).toBeNull();
});

test.each([
  // Three months after 30 November is the last day of February.
  [column, '2027-11-30', '2028-01-15', '2028-02-29', false],
  [column, '2027-11-30', '2028-03-01', '2028-02-29', true],
  [{ ...column, inspectedIso: '2028-12-15' }, '2027-11-30', '2029-01-01', '2029-06-15', false],
  [{ ...column, inspectedIso: '2030-01-10' }, '2027-11-30', '2031-02-01', '2031-01-10', true],
  [{ ...column, ifcClass: 'IfcCurtainWall' }, '2027-11-30', '2028-06-01', '2028-11-30', false],
  [{ ifcClass: 'IfcCurtainWall', inspectedIso: '2028-12-01' }, '2027-11-30', '2029-06-01', '2033-12-01', false],
] as const)('%o finished on %s is seen on %s as due on %s', (element, finish, now, due, isOverdue) => {
  expect(inspectionOf(element, day(finish), day(now))).toMatchObject({ kind: 'due', dueMs: day(due), isOverdue });
});

test('a record without a task counts, one of the future or in no date does not', () => {
  const facade = { ifcClass: 'IfcCurtainWall', inspectedIso: '2026-05-01' };
  expect(inspectionOf(facade, null, day('2026-06-01'))).toMatchObject({
    ...{ last: { from: 'record', timeMs: day('2026-05-01') }, dueMs: day('2027-05-01') },
  });
  expect(inspectionOf({ ...facade, inspectedIso: 'soon' }, null, day('2026-06-01'))).toBeNull();
  expect(inspectionOf(facade, null, day('2026-04-01'))).toBeNull();
});
