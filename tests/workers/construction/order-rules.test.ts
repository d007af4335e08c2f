import { describe, expect, test } from 'vitest';
import type { Body, BodyMesh } from '../../../workers/construction/space/clash.ts';
import { beforeErrors, levelErrors } from '../../../workers/construction/space/order-rules.ts';

interface Sketch {
  id: string;
  group: string;
  /** West, south, low, east, north, high. */
  box: [number, number, number, number, number, number];
  fromDay?: number;
}

/** Bodies that are as large as their boxes: two corners say it. */
function site(sketches: readonly Sketch[]): { bodies: Body[]; mesh: BodyMesh } {
  const bodies = sketches.map(({ id, group, fromDay = 0 }) => ({
    id,
    name: id,
    ifcClass: 'IfcMember',
    group,
    fromDay,
    toDay: Number.POSITIVE_INFINITY,
  }));
  return {
    bodies,
    mesh: {
      firstIndex: Uint32Array.from(sketches, (_, i) => 3 * i),
      positionM: Float64Array.from(sketches.flatMap(({ box }) => box)),
      index: Uint32Array.from(sketches.flatMap((_, i) => [2 * i, 2 * i + 1, 2 * i])),
    },
  };
}

const STRUT: Sketch = { id: 'strut', group: 'struts', box: [0, 4, -3, 20, 5, -2] };
const dig = (id: string, lowM: number, fromDay: number, eastM = 0): Sketch => ({
  id,
  group: 'digs',
  box: [eastM, 0, lowM, eastM + 10, 10, 0],
  fromDay,
});
const BEFORE = { id: 'struts-first', a: { groups: ['struts'] }, b: { groups: ['digs'] }, deeperM: 1 };

describe('a strut that must stand before one digs deeper', () => {
  const errors = (sketches: Sketch[], builtDay: number[]) => {
    const { bodies, mesh } = site(sketches);
    return beforeErrors(BEFORE, bodies, builtDay, mesh);
  };

  test('is late by the days between the dig and when it stands', () => {
    const [finding] = errors([STRUT, dig('deep', -6, 10)], [14, 0]);
    expect(finding).toMatchObject({ kind: 'sequence', value: 4, fromDay: 10, toDay: 14, elements: ['deep', 'strut'] });
  });

  test('is in time when it stands on the day on which one digs', () => {
    expect(errors([STRUT, dig('deep', -6, 14)], [14, 0])).toEqual([]);
  });

  test('is not asked for by a dig that goes hardly deeper than its middle', () => {
    expect(errors([STRUT, dig('shallow', -3.5, 0)], [14, 0])).toEqual([]);
    expect(errors([STRUT, dig('deeper', -3.6, 0)], [14, 0])).toHaveLength(1);
  });

  test('is not asked for by a dig beside it', () => {
    expect(errors([STRUT, dig('elsewhere', -6, 0, 30)], [14, 0])).toEqual([]);
  });

  test('that never stands is late for good, once for each dig', () => {
    const findings = errors([STRUT, dig('a', -6, 0), dig('b', -6, 3)], [Number.POSITIVE_INFINITY, 0, 0]);
    expect(findings.map(({ elements, value }) => [elements[0], value])).toEqual([
      ['a', Number.POSITIVE_INFINITY],
      ['b', Number.POSITIVE_INFINITY],
    ]);
  });
});

describe('a level that an edge must keep', () => {
  const { bodies, mesh } = site([STRUT, dig('deep', -6, 0)]);
  const errors = (rule: object) => levelErrors({ id: 'levels', of: {}, edge: 'top', ...rule }, bodies, mesh);

  test('is measured at its top, its middle or its bottom', () => {
    const measured = (edge: string) =>
      errors({ edge, atLeastM: 100, of: { groups: ['struts'] } }).map(({ value }) => value);
    expect(['top', 'middle', 'bottom'].map(measured)).toEqual([[-2], [-2.5], [-3]]);
  });

  test('may lie at its limits, and says which of them it passes', () => {
    expect(errors({ edge: 'bottom', atLeastM: -6, atMostM: -3 })).toEqual([]);
    const findings = errors({ edge: 'bottom', atLeastM: -5, atMostM: -4 });
    expect(findings.map(({ elements, limit }) => [elements[0], limit])).toEqual([
      ['strut', -4],
      ['deep', -5],
    ]);
  });
});
