import { describe, expect, test } from 'vitest';
import type { Point } from '../../../model/geo/plane/point.ts';
import { crowdNoteText } from '../../../model/scenarios/crowd-note.ts';
import { polygonsFromWkt } from '../../../readers/wkt/wkt.ts';
import { problemsOf } from '../../../workers/crowd/check.ts';
import { planFromGeoJson } from '../../../workers/crowd/plan/drawn-plan.ts';
import { planFromDxf } from '../../../workers/crowd/plan/dxf-plan.ts';
import { faultsOf } from '../../../workers/crowd/plan/plan-faults.ts';
import { buildSpace } from '../../../workers/crowd/plan/space.ts';
import { caseOf, crossing, floorOf, room, spaceOf, walkers } from '../../validation/crowd-rooms.ts';
import { box, drawnDxf, polyline } from './drawn-dxf.ts';

const bowTie: Point[] = [
  [0, 0],
  [10, 10],
  [10, 0],
  [0, 10],
];
const said = (areas: Parameters<typeof faultsOf>[0]) =>
  faultsOf(areas, 'hall').map((note) => crowdNoteText(note, 'en'));

describe('what of a plan cannot be meant as it is drawn is named', () => {
  test('an outline that crosses itself, and where', () =>
    expect(said([room(0, 0, 4, 4), { outer: bowTie, holes: [] }])).toEqual([
      'hall: the outline of area 2 crosses itself at [5, 5]; walked on by the even–odd rule',
    ]));
  test('a hole beside its outline', () =>
    expect(said([{ outer: room(0, 0, 4, 4).outer, holes: [room(5, 5, 6, 6).outer, room(1, 1, 2, 2).outer] }])).toEqual([
      'hall: holes of area 1 outside its outline: 1; by the even–odd rule they are walked on',
    ]));
  test('not a sound plan, nor one whose corners touch', () => {
    const pinched: Point[] = [
      [0, 0],
      [4, 0],
      [2, 2],
      [4, 4],
      [0, 4],
      [2, 2],
    ];
    expect(said([room(0, 0, 4, 4), { outer: pinched, holes: [] }])).toEqual([]);
  });
  test('rings that do not end where they begin', () => {
    let openRings = 0;
    polygonsFromWkt('POLYGON ((0 0, 4 0, 4 4, 0 4))', 'hall.wkt', () => openRings++);
    polygonsFromWkt('POLYGON ((0 0, 4 0, 4 4, 0 0))', 'hall.wkt', () => openRings++);
    expect(openRings).toBe(1);
    const coordinates = [room(0, 0, 4, 4).outer];
    expect(planFromGeoJson({ type: 'Polygon', coordinates }, 'hall.json').openRings).toBe(1);
  });
  test('one polyline without length in a DXF, which does not block the others', () => {
    const drawing = drawnDxf([box('AREA', 0, 0, 4000, 4000), polyline('AREA', [[1, 1]])]);
    const layers = { areas: ['area'], walls: [], doors: [], originM: [0, 0] as Point };
    const { areas, unread } = planFromDxf(new TextEncoder().encode(drawing), 'plan.dxf', layers);
    expect(areas).toHaveLength(1);
    expect([...unread]).toEqual([['LWPOLYLINE (1 point)', 1]]);
  });
});

test('a width that reads as the least one is wide enough, and a line beside the floor is named by its exit', () => {
  const space = (from: Point, to: Point) =>
    spaceOf([floorOf([room(0, 0, 9, 9)])], { exits: [crossing('out', from, to)] });
  const of = (widthM: number) =>
    problemsOf(caseOf(space([9, 4.5], [9, 4.5 + widthM]), [walkers(1, room(1, 1, 8, 8))])).map(({ code }) => code);
  expect(of(0.3999999)).toEqual([]);
  expect(of(0.399)).toEqual(['too-narrow']);
  expect(() => buildSpace(space([20, 4], [20, 5]))).toThrow(/^exits\.out: a line from 20, 4 to 20, 5 on floor/);
});
