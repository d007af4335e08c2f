import { describe, expect, test } from 'vitest';
import type { Point } from '../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import type { CrossedPipe } from '../../../model/tables/terrain-analysis.ts';
import { facesGlb } from '../../../src/plugins/terrain-analysis/scene/globe/section-faces.ts';
import { openingOf, sightOfOpening } from '../../../src/plugins/terrain-analysis/section-opening.ts';
import type { TerrainResult } from '../../../workers/terrain-analysis/engine-types.ts';

const PIPE: CrossedPipe = {
  layer: 'pipe-storm',
  id: 'YS-1',
  distanceM: 50,
  elevationM: 92,
  widthM: 1,
  heightM: 1,
  coverM: 7.5,
};

/** 200 m to the east over level ground at 100 m, a house of 12 m between 40 and 60 m. */
const sectionOf = (lineM: [number, number][], pipes: CrossedPipe[] = []): TerrainResult => ({
  hash: '',
  kind: 'profile',
  request: { kind: 'profile', lineM },
  lengthM: 200,
  section: {
    distanceM: [0, 40, 60, 200],
    groundM: [100, 100, 100, 100],
    footM: [null, null, null, null],
    topM: [null, 112, 112, null],
  },
  buildings: [],
  pipes,
});
const EAST: [number, number][] = [
  [0, 0],
  [200, 0],
];
const middle = (ring: readonly Point[], axis: 0 | 1) => ring.reduce((sum, at) => sum + at[axis], 0) / ring.length;

describe('an open section', () => {
  test('takes away what lies on the side that was asked for, in a ring that runs anticlockwise', () => {
    const left = openingOf(sectionOf(EAST), 'left');
    const right = openingOf(sectionOf(EAST), 'right');
    if (!left || !right) throw new Error('expected both sides to open');
    expect(middle(left.pit.ringM, 1)).toBeGreaterThan(0);
    expect(middle(right.pit.ringM, 1)).toBeLessThan(0);
    for (const { pit, reachM } of [left, right]) {
      expect(signedAreaM2(pit.ringM)).toBeCloseTo(200 * (reachM + 0.5), 6);
      expect(reachM).toBe(100);
    }
    expect(openingOf(sectionOf(EAST), 'none')).toBeNull();
    expect(openingOf(null, 'left')).toBeNull();
  });

  test('goes down below the deepest pipe, and as far before the line as one needs to see its floor', () => {
    expect(openingOf(sectionOf(EAST), 'left')?.pit.depthM).toBe(6);
    const deep = openingOf(sectionOf(EAST, [{ ...PIPE, elevationM: 72.5 }]), 'left');
    expect(deep?.pit.depthM).toBe(30);
    expect(deep?.reachM).toBe(100);
    const short = { ...sectionOf(EAST, [{ ...PIPE, elevationM: 72.5 }]), lengthM: 80 };
    expect(openingOf(short, 'left')?.reachM).toBe(75);
    expect(openingOf(sectionOf(EAST, [{ ...PIPE, elevationM: 20 }]), 'left')?.pit.depthM).toBe(40);
  });

  test('a bent line opens, one that turns back on itself has no sides', () => {
    const bent: [number, number][] = [
      [0, 0],
      [100, 15],
      [200, 0],
    ];
    expect(openingOf(sectionOf(bent), 'left')).not.toBeNull();
    const crooked: [number, number][] = [
      [0, 0],
      [150, 0],
      [150, 20],
      [20, -20],
    ];
    expect(openingOf(sectionOf(crooked), 'left')).toBeNull();
  });

  test('is looked at from the side that is taken away', () => {
    expect(sightOfOpening(EAST, 'left')).toMatchObject({ atM: [100, 0], headingDeg: 180 });
    expect(sightOfOpening(EAST, 'right').headingDeg).toBe(0);
  });
});

test('a face stands where a house is cut, from under the ground to its roof, and nowhere else', () => {
  const faces = openingOf(sectionOf(EAST), 'left')?.faces;
  if (!faces) throw new Error('expected faces');
  const glb = facesGlb(faces, [5, 5, 6, 6]);
  if (!glb) throw new Error('expected a mesh');
  const jsonBytes = new DataView(glb.buffer).getUint32(12, true);
  const { accessors, nodes } = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + jsonBytes)));
  const [position] = accessors;
  expect(position.count).toBe(4);
  const [eastM, upM] = nodes[0].translation;
  expect([eastM + position.min[0], eastM + position.max[0]]).toEqual([40, 60]);
  expect(upM + position.min[1]).toBeCloseTo(5 - 0.4, 5);
  expect(upM + position.max[1]).toBeCloseTo(18, 5);
  const skyway = facesGlb({ ...faces, openM: [null, 8, 8, null] }, [5, 5, 6, 6]);
  if (!skyway) throw new Error('expected a mesh');
  const ofSkyway = JSON.parse(
    new TextDecoder().decode(skyway.subarray(20, 20 + new DataView(skyway.buffer).getUint32(12, true))),
  );
  expect(ofSkyway.nodes[0].translation[1] + ofSkyway.accessors[0].min[1]).toBeCloseTo(5 + 8, 5);
  expect(
    facesGlb({ atM: faces.atM, riseM: [null, null, null, null], openM: [null, null, null, null] }, [0, 0, 0, 0]),
  ).toBeNull();
});
