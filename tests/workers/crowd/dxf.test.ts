import { describe, expect, test } from 'vitest';
import { type DxfLayers, planFromDxf } from '../../../workers/crowd/plan/dxf-plan.ts';
import { areaM2 } from '../../../workers/crowd/plan/polygon.ts';
import { box, drawnDxf, groups, polyline } from './drawn-dxf.ts';

const LAYERS: DxfLayers = { areas: ['area'], walls: ['wall'], doors: ['door'], originM: [0, 0] };
const read = (dxf: string | Uint8Array, more: Partial<DxfLayers> = {}) =>
  planFromDxf(typeof dxf === 'string' ? new TextEncoder().encode(dxf) : dxf, 'plan.dxf', { ...LAYERS, ...more });
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const insert = (block: string, layer: string, x: number, y: number, ...more: (string | number)[]) =>
  groups(0, 'INSERT', 8, layer, 2, block, 10, x, 20, y, ...more);
const line = (layer: string, x: number, y: number, toX: number, toY: number) =>
  groups(0, 'LINE', 8, layer, 10, x, 20, y, 11, toX, 21, toY);
const block = (name: string, x: number, y: number, ...entities: string[]) =>
  [groups(0, 'BLOCK', 2, name, 10, x, 20, y), ...entities, groups(0, 'ENDBLK')].join('\n');

describe('a floor plan from a DXF', () => {
  test('millimetres, an arc, a hole, and a block’s wall that a door cuts', () => {
    const hall = polyline(
      'AREA',
      [
        [0, 0],
        [10_000, 0],
        [10_000, 6_000],
        [0, 6_000],
      ],
      { bulges: { 1: 1 } },
    );
    const column = groups(0, 'CIRCLE', 8, 'Area', 10, 5_000, 20, 3_000, 40, 300);
    // Turned to the left about its base point, the partition stands at x = 2 m from y = 0 to 6 m.
    const partition = block('PARTITION', 100, 0, line('0', 100, 0, 6_100, 0), line('NOTES', 0, 0, 1, 1));
    const {
      areas: [floor, door],
      walls,
    } = read(
      drawnDxf([hall, column, insert('Partition', 'WALL', 2_000, 0, 50, 90), box('DOOR', 1_900, 2_000, 2_100, 3_000)], {
        blocks: [partition],
      }),
    );
    expect(areaM2({ ...floor, holes: [] })).toBeCloseTo(60 + (Math.PI * 9) / 2, 1);
    expect(Math.max(...floor.outer.map(([x]) => x))).toBe(13);
    expect(floor.holes).toHaveLength(1);
    expect(areaM2(floor)).toBeCloseTo(60 + (Math.PI * 9) / 2 - Math.PI * 0.09, 1);
    expect(areaM2(door)).toBeCloseTo(0.2, 9);
    expect(walls).toEqual([
      [
        [2, 0],
        [2, 2],
      ],
      [
        [2, 3],
        [2, 6],
      ],
    ]);
  });

  test('an arc keeps within 5 mm of the drawn one', () => {
    const quarter = groups(0, 'ARC', 8, 'WALL', 10, 0, 20, 0, 40, 20_000, 50, 350, 51, 80);
    const { walls } = read(drawnDxf([box('AREA', 0, 0, 9, 9), quarter]));
    expect(walls[0][0]).toEqual([expect.closeTo(20 * Math.cos(-Math.PI / 18), 3), expect.closeTo(-3.473, 3)]);
    expect(walls.at(-1)?.[1]).toEqual([expect.closeTo(3.473, 3), expect.closeTo(19.696, 3)]);
    for (const [a, b] of walls)
      expect(20 - Math.hypot((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)).toBeLessThanOrEqual(0.0052);
  });

  test('an old POLYLINE, rows of a block, a block seen from below', () => {
    const old = [
      groups(0, 'POLYLINE', 8, 'AREA', 66, 1, 70, 1),
      ...[
        [0, 0],
        [4_000, 0],
        [4_000, 3_000],
      ].map(([x, y]) => groups(0, 'VERTEX', 8, 'AREA', 10, x, 20, y)),
      groups(0, 'SEQEND'),
    ].join('\n');
    const post = block('POST', 0, 0, line('0', 0, 0, 0, 500));
    const { areas, walls } = read(
      drawnDxf([old, insert('POST', 'WALL', 1_000, 0, 70, 2, 44, 1_000), insert('POST', 'WALL', 1_000, 0, 230, -1)], {
        blocks: [post],
      }),
    );
    expect(areas).toEqual([
      {
        outer: [
          [0, 0],
          [4, 0],
          [4, 3],
        ],
        holes: [],
      },
    ]);
    expect(walls.map(([[x]]) => x)).toEqual([1, 2, -1]);
  });

  test('a ring in a ring is a hole, one in that is floor; rooms side by side are two; one drawn twice is one', () => {
    const { areas } = read(
      drawnDxf([
        box('AREA', 3_000, 3_000, 4_000, 4_000),
        box('AREA', 0, 0, 9_000, 9_000),
        box('AREA', 2_000, 2_000, 6_000, 6_000),
        box('AREA', 9_000, 0, 12_000, 9_000),
        box('AREA', 9_000, 0, 12_000, 9_000),
      ]),
    );
    expect(areas.map(areaM2)).toEqual([81 - 16, 27, 1]);
  });

  test('the unit is that of the header, or the one that is named; none is not guessed', () => {
    const inches = groups(9, '$INSUNITS', 70, 1);
    const unitless = drawnDxf([box('AREA', 0, 0, 10, 10)], { header: groups(9, '$INSUNITS', 70, 0) });
    expect(read(drawnDxf([box('AREA', 0, 0, 100, 100)], { header: inches })).areas[0].outer[2]).toEqual([2.54, 2.54]);
    expect(read(unitless, { unit: 'ft' }).areas[0].outer[2]).toEqual([3.048, 3.048]);
    expect(() => read(unitless)).toThrow(
      'plan.dxf: line 12: expected $INSUNITS of 1 (in), 2 (ft), 4 (mm), 5 (cm) or 6 (m), or the floor’s `dxf.unit` in the case, got 0 (no unit)',
    );
    expect(() => read(drawnDxf([], { header: groups(9, '$X', 70, 4) }))).toThrow(/dxf.unit.*got none/);
  });

  test('Chinese layers: UTF-8, the code page of older files, escapes; a bound drawing’s own names', () => {
    const layers = { areas: ['区域'], walls: ['墙'] };
    const old = drawnDxf([box('\xc7\xf8\xd3\xf2', 0, 0, 9_000, 9_000), line('\\U+5899', 0, 0, 1_000, 0)], {
      header: groups(9, '$DWGCODEPAGE', 3, 'ANSI_936', 9, '$INSUNITS', 70, 4),
    }).replace('AC1021', 'AC1015');
    const wall = [
      [
        [0, 0],
        [1, 0],
      ],
    ];
    expect(read(latin1(old), layers).walls).toEqual(wall);
    const bound = drawnDxf([box('house$0$区域', 0, 0, 9_000, 9_000), line('house|墙', 0, 0, 1_000, 0)]);
    expect(read(bound, layers).walls).toEqual(wall);
  });

  test('what of its layers is not read is told; words, other layers and paper are not', () => {
    const { unread } = read(
      drawnDxf([
        box('AREA', 0, 0, 9, 9),
        groups(0, 'SPLINE', 8, 'WALL', 70, 8),
        groups(0, 'SPLINE', 8, 'WALL', 70, 8),
        groups(0, 'TEXT', 8, 'WALL', 1, 'brick'),
        groups(0, 'HATCH', 8, 'PATTERN'),
        groups(0, 'SPLINE', 8, 'WALL', 67, 1),
      ]),
    );
    expect([...unread]).toEqual([['SPLINE', 2]]);
  });
});

describe('a DXF that cannot be a plan is refused with file and line', () => {
  const floor = box('AREA', 0, 0, 9_000, 9_000);
  const whole = drawnDxf([floor]);

  test.each([
    [
      'an open area',
      drawnDxf([
        polyline(
          'AREA',
          [
            [0, 0],
            [9, 0],
            [9, 9],
          ],
          { isClosed: false },
        ),
      ]),
      'plan.dxf: line 19: expected a closed line of three corners or more on layer "AREA", got an open one of 3',
    ],
    [
      'no area',
      drawnDxf([line('墙', 0, 0, 1, 1)]),
      'plan.dxf: expected closed lines on a layer of area, got none; its layers: 墙',
    ],
    ['a word for a number', whole.replace('\n9000', '\nnine'), 'plan.dxf: line 32: expected a number, got "nine"'],
    ['a line too many', `9\n${whole}`, /^plan.dxf: line 3: expected a group code, got "SECTION"$/],
    [
      'a file that was cut',
      whole.slice(0, -40),
      /^plan.dxf: line \d+: expected 0 and EOF as the last group, got the end/,
    ],
    [
      'rings that cross',
      drawnDxf([
        polyline('AREA', [
          [0, 0],
          [9_000, 0],
          [9_000, 9_000],
          [6_000, 9_000],
          [6_000, 3_000],
          [3_000, 3_000],
          [3_000, 9_000],
          [0, 9_000],
        ]),
        box('AREA', 1_000, 1_000, 5_000, 4_000),
      ]),
      /^plan.dxf: line \d+: expected a ring that lies within that of line 19 or beside it, got one that crosses it at \[5,4\]$/,
    ],
    ['a block that is not there', drawnDxf([insert('B', 'WALL', 0, 0)]), /expected a block of this drawing, got "B"$/],
    ['a place far away', drawnDxf([box('AREA', 4e8, 3e9, 4.1e8, 3.1e9)]), /expected places within 10000 m of 0, 0/],
    ['a DWG', 'AC1032\0\0', 'plan.dxf: expected a DXF, got a DWG: save it as DXF'],
    ['a binary one', 'AutoCAD Binary DXF\r\n\x1a\0', /^plan.dxf: expected a DXF of text, got a binary one/],
  ])('%s', (_, dxf, message) => expect(() => read(dxf)).toThrow(message));

  test('too large: in bytes, in a block of blocks, in rows and columns, in corners of an arc', () => {
    expect(() => read(new Uint8Array((32 << 20) + 1))).toThrow(
      'plan.dxf: expected at most 33554432 bytes, got 33554433',
    );
    const self = block('SELF', 0, 0, insert('SELF', '0', 0, 0));
    expect(() => read(drawnDxf([insert('SELF', 'WALL', 0, 0)], { blocks: [self] }))).toThrow(
      /^plan.dxf: line \d+: expected blocks at most 8 deep, got "SELF" in them$/,
    );
    const many = insert('DOT', 'WALL', 0, 0, 70, 30_000, 71, 30_000);
    expect(() => read(drawnDxf([many], { blocks: [block('DOT', 0, 0)] }))).toThrow(
      /expected at most 500000 entities, blocks opened, got more$/,
    );
    const vast = groups(0, 'CIRCLE', 8, 'WALL', 10, 0, 20, 0, 40, 1e20);
    expect(() => read(drawnDxf([vast]))).toThrow(/expected at most 200000 corners, blocks opened, got more$/);
  });

  test('a place far away is moved by what becomes 0, 0', () => {
    const far = drawnDxf([box('AREA', 4e8, 3e9, 4e8 + 9_000, 3e9 + 9_000)]);
    expect(read(far, { originM: [400_000, 3_000_000] }).areas[0].outer[2]).toEqual([9, 9]);
  });
});
