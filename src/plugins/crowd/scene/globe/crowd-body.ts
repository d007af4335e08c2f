import type { GlbMesh } from '../../../../view/globe/layers/glb.ts';

/** Which part of a body a vertex moves with; `rest` is torso and head, wheels are those of a wheelchair. */
export const PARTS = { rest: 0, leftLeg: 1, rightLeg: 2, leftArm: 3, rightArm: 4, wheel: 5 } as const;
type FormSection = (typeof PARTS)[keyof typeof PARTS];
/** `row` of a vertex is its body times this, and its part. */
export const PARTS_A_BODY = 8;

/** Joints of a body of 1.7 m. */
export const HIP_M = 0.84;
/** Height about which arms swing, of a person of 1.7 m. */
export const SHOULDER_M = 1.38;

/** A limb is a tube of rings about an upright axis: forward and sideward half axes at a height. */
interface Tube {
  part: FormSection;
  /** Offset of the axis to the left. */
  leftM: number;
  rings: readonly (readonly [upM: number, forwardM: number, sidewardM: number])[];
}

/** Half axes as of an adult in a coat (Fruin 1971: body ellipse of 0.46 × 0.61 m holds arms and elbow room). */
const leg = (part: FormSection, leftM: number): Tube => ({
  part,
  leftM,
  rings: [
    [0, 0.11, 0.05],
    [0.08, 0.06, 0.05],
    [0.45, 0.06, 0.06],
    [HIP_M, 0.09, 0.09],
  ],
});
const arm = (part: FormSection, leftM: number): Tube => ({
  part,
  leftM,
  rings: [
    [0.78, 0.035, 0.03],
    [1.08, 0.04, 0.04],
    [SHOULDER_M, 0.055, 0.05],
  ],
});
const TUBES: readonly Tube[] = [
  leg(PARTS.leftLeg, 0.1),
  leg(PARTS.rightLeg, -0.1),
  arm(PARTS.leftArm, 0.245),
  arm(PARTS.rightArm, -0.245),
  {
    part: PARTS.rest,
    leftM: 0,
    rings: [
      [0.78, 0.1, 0.17],
      [1.1, 0.1, 0.15],
      [1.36, 0.12, 0.21],
      [1.44, 0.06, 0.07],
      [1.5, 0.08, 0.065],
      [1.6, 0.1, 0.08],
      [1.69, 0.05, 0.045],
    ],
  },
];
const WHEEL = { radiusM: 0.3, leftM: 0.3, forwardM: -0.02, sides: 10 };

/**
 * Returns the mesh of so many bodies, all at the corner and facing east: forward is x, up y, the right hand z. The shader puts each in its
 * place, turns it, and swings its limbs.
 */
export function bodies(
  count: number,
  sides: number,
): Pick<GlbMesh, 'row' | 'index'> & { positionM: Float32Array; normal: Float32Array } {
  const positionM: number[] = [];
  const normal: number[] = [];
  const part: number[] = [];
  const index: number[] = [];
  const vertex = (at: readonly number[], facing: readonly number[], own: FormSection): number => {
    positionM.push(...at);
    const long = Math.hypot(...facing) || 1;
    normal.push(...facing.map((each) => each / long));
    return part.push(own) - 1;
  };
  for (const { part: own, leftM, rings } of TUBES) {
    const first = part.length;
    for (const [k, [upM, forwardM, sidewardM]] of rings.entries()) {
      const below = rings[Math.max(0, k - 1)];
      const above = rings[Math.min(rings.length - 1, k + 1)];
      const slope = (below[1] - above[1] + below[2] - above[2]) / 2 / Math.max(0.01, above[0] - below[0]);
      for (let side = 0; side < sides; side++) {
        const turn = (2 * Math.PI * side) / sides;
        const c = Math.cos(turn);
        const s = Math.sin(turn);
        vertex([forwardM * c, upM, sidewardM * s - leftM], [c / forwardM, slope / forwardM, s / sidewardM], own);
      }
    }
    for (let k = 0; k + 1 < rings.length; k++)
      for (let side = 0; side < sides; side++) {
        const a = first + k * sides + side;
        const b = first + k * sides + ((side + 1) % sides);
        index.push(a, b, b + sides, a, b + sides, a + sides);
      }
    const top = rings[rings.length - 1];
    const tip = vertex([0, top[0] + 0.01, -leftM], [0, 1, 0], own);
    for (let side = 0; side < sides; side++) index.push(tip - sides + side, tip - sides + ((side + 1) % sides), tip);
  }
  for (const leftM of [WHEEL.leftM, -WHEEL.leftM]) {
    const hub = vertex([WHEEL.forwardM, WHEEL.radiusM, -leftM], [0, 0, -leftM], PARTS.wheel);
    for (let side = 0; side < WHEEL.sides; side++) {
      const turn = (2 * Math.PI * side) / WHEEL.sides;
      const at = [WHEEL.forwardM + WHEEL.radiusM * Math.cos(turn), WHEEL.radiusM * (1 + Math.sin(turn)), -leftM];
      vertex(at, [0, 0, -leftM], PARTS.wheel);
      index.push(hub, hub + 1 + side, hub + 1 + ((side + 1) % WHEEL.sides));
    }
  }
  return copies(count, { positionM, normal, part, index });
}

function copies(
  count: number,
  one: { positionM: number[]; normal: number[]; part: number[]; index: number[] },
): ReturnType<typeof bodies> {
  const vertices = one.part.length;
  const positionM = new Float32Array(3 * vertices * count);
  const normal = new Float32Array(3 * vertices * count);
  const row = new Float32Array(vertices * count);
  const index = new Uint32Array(one.index.length * count);
  for (let slot = 0; slot < count; slot++) {
    positionM.set(one.positionM, 3 * vertices * slot);
    normal.set(one.normal, 3 * vertices * slot);
    row.set(
      one.part.map((part) => PARTS_A_BODY * slot + part),
      vertices * slot,
    );
    index.set(
      one.index.map((at) => at + vertices * slot),
      one.index.length * slot,
    );
  }
  return { positionM, normal, row, index };
}
