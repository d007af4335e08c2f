import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { depthCurve, type Section, type Wetted, wetted } from '../../../../workers/flood/drains/sections.ts';

const PIPE: Section = { shape: 'circular', diameterM: 2 };
const BOX: Section = { shape: 'closed', widthM: 3, heightM: 2 };
const DITCH: Section = { shape: 'open', heightM: 2, bottomM: 1, left: 1, right: 2 };

function at(section: Section, depthM: number): Wetted {
  const out = { areaM2: 0, topM: 0, perimeterM: 0 };
  wetted(section, depthM, out);
  return out;
}

describe('what is wet of a section', () => {
  test('of a pipe half full is half of its circle', () => {
    expect(at(PIPE, 1).areaM2).toBeCloseTo(Math.PI / 2, 12);
    expect(at(PIPE, 1).perimeterM).toBeCloseTo(Math.PI, 12);
    expect(at(PIPE, 1).topM).toBeCloseTo(2, 12);
  });

  test('of a full pipe is all of it, without a surface', () => {
    expect(at(PIPE, 2).areaM2).toBeCloseTo(Math.PI, 12);
    expect(at(PIPE, 2).perimeterM).toBeCloseTo(2 * Math.PI, 12);
    expect(at(PIPE, 2).topM).toBeCloseTo(0, 12);
  });

  test('of a box has no lid before it is nearly full, and all four sides when it is', () => {
    expect(at(BOX, 1)).toEqual({ areaM2: 3, topM: 3, perimeterM: 5 });
    expect(at(BOX, 2)).toMatchObject({ areaM2: 6 });
    expect(at(BOX, 2).perimeterM).toBeCloseTo(10, 9);
  });

  test('of a ditch leans outward on both sides', () => {
    const { areaM2, topM, perimeterM } = at(DITCH, 2);
    expect(topM).toBe(7);
    expect(areaM2).toBe(8);
    expect(perimeterM).toBeCloseTo(1 + 2 * Math.SQRT2 + 2 * Math.sqrt(5), 12);
  });

  test.each([PIPE, BOX, DITCH])('is nothing below the invert and no more above the crown: $shape', (section) => {
    expect(at(section, -1).areaM2).toBeCloseTo(0, 12);
    expect(at(section, 99)).toEqual(at(section, 2));
  });
});

describe('the depth of a flow', () => {
  const conveyance = (section: Section, depthM: number) => {
    const { areaM2, perimeterM } = at(section, depthM);
    return areaM2 * (areaM2 / perimeterM) ** (2 / 3);
  };

  test.each([PIPE, BOX, DITCH])(
    'comes back from its conveyance, below where a section carries most: $shape',
    (section) => {
      const depthOf = depthCurve(section, 'conveyance');
      fc.assert(
        fc.property(fc.double({ min: 0.001, max: 1.8, noNaN: true }), (depthM) => {
          expect(Math.abs(depthOf(conveyance(section, depthM)) - depthM)).toBeLessThan(2e-4 * 2);
        }),
      );
    },
  );

  test('that a pipe never carries is where it carries most: at 94 % of its height', () => {
    expect(depthCurve(PIPE, 'conveyance')(1e6) / 2).toBeCloseTo(0.938, 2);
  });

  test('is critical in a box where the square of the discharge is g b² h³', () => {
    const depthM = 0.7;
    // √(A³/T) of a rectangle is b·h^1.5.
    expect(depthCurve(BOX, 'critical')(3 * depthM ** 1.5)).toBeCloseTo(depthM, 3);
  });

  test('of no flow is none', () => {
    expect(depthCurve(DITCH, 'critical')(0)).toBe(0);
  });
});
