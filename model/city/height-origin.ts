import type { Text } from '../text/text.ts';

/** Column of a building layer that says where its heights are from; only layers that have heights which nobody measured have it. */
export const HEIGHT_ORIGIN = 'heightFrom';

/** Its values, in the order in which the baker tries them. */
export const HEIGHT_ORIGINS = {
  stated: { zh: '数据给出', en: 'stated' },
  roof: { zh: '屋面减地面标高', en: 'roof less ground' },
  storeys: { zh: '按层数推算', en: 'reckoned from storeys' },
  assumed: { zh: '假定', en: 'assumed' },
} as const satisfies Record<string, Text>;

/** Tells where a height is from. */
export type HeightOrigin = keyof typeof HEIGHT_ORIGINS;

/** Origins of heights that nobody measured. */
export const UNMEASURED = ['storeys', 'assumed'] as const satisfies readonly HeightOrigin[];
/** One of them. */
export type UnmeasuredHeight = (typeof UNMEASURED)[number];

/** The origin of a height that nobody measured, by its column; null: it was measured, or the layer says nothing. */
export const unmeasuredHeight = (value: unknown): UnmeasuredHeight | null =>
  UNMEASURED.find((origin) => origin === value) ?? null;

/** Codes of assumptions of a layer that say of how many buildings a height is assumed. */
const ASSUMPTIONS = ['height-by-storeys', 'height-of-outbuildings', 'height-stated'];

/** How many heights of a layer nobody measured, by what its baker noted. */
export const unmeasuredCount = (
  assumptions: readonly { code: string; values: Readonly<Record<string, string | number>> }[],
): number =>
  assumptions.reduce((sum, { code, values }) => sum + (ASSUMPTIONS.includes(code) ? Number(values.count ?? 0) : 0), 0);
