import type { RoadLevel } from '../../model/tables/traffic.ts';

/** Levels that have a mark; beyond the last mark is F. */
const MARKED_LEVELS = ['A', 'B', 'C', 'D', 'E'] as const;

/** Seconds of control delay up to which each level but the last goes; the same marks stand in the Highway Capacity Manual and CJJ/T 141 (textbook, 待核). */
const DELAY_MARKS_S = { signal: [10, 20, 35, 55, 80], sign: [10, 15, 25, 35, 50] } as const;
/** Volume / capacity up to which each level of a road between junctions goes (own marks after the Highway Capacity Manual's for multilane roads, 待核). */
const RATIO_MARKS = [0.3, 0.5, 0.7, 0.85, 1] as const;

const levelBy = (value: number, marks: readonly number[]): RoadLevel => {
  const at = marks.findIndex((mark) => value <= mark);
  return at < 0 ? 'F' : MARKED_LEVELS[at];
};

/** Returns the level of a movement at a junction; where more comes than fits it is F, however short the wait. */
export const junctionLevel = (delayS: number, ratio: number, by: keyof typeof DELAY_MARKS_S): RoadLevel =>
  ratio > 1 ? 'F' : levelBy(delayS, DELAY_MARKS_S[by]);

/** Returns the level of a road by volume / capacity. */
export const roadLevel = (ratio: number): RoadLevel => levelBy(ratio, RATIO_MARKS);
