/** 优 良 中 差, from the best to the worst. */
export const GRADES = ['excellent', 'good', 'fair', 'poor'] as const;

/** What each grade is worth, in points. */
const GRADE_POINTS = [95, 80, 65, 40] as const;

/** The grades of what was judged. */
export interface FuzzyScore {
  /** Membership of each grade. */
  grades: number[];
  /** The grade of the greatest membership; of equal ones the better. */
  grade: (typeof GRADES)[number];
  /** Mean of the points by membership. */
  points: number;
}

/**
 * 模糊综合评价: memberships R [criterion][grade] joined by weights. `weighted-mean` is M(·,+); `max-min` is M(∧,∨), which throws most of
 * the data away and may disagree.
 */
export function fuzzyScore(
  weights: readonly number[],
  memberships: readonly (readonly number[])[],
  variant: 'weighted-mean' | 'max-min' = 'weighted-mean',
): FuzzyScore {
  const grades = GRADES.map((_, g) =>
    variant === 'weighted-mean'
      ? weights.reduce((sum, w, c) => sum + w * memberships[c][g], 0)
      : Math.max(...weights.map((w, c) => Math.min(w, memberships[c][g]))),
  );
  const sum = grades.reduce((all, one) => all + one, 0);
  return {
    grades,
    grade: GRADES[grades.indexOf(Math.max(...grades))],
    points: grades.reduce((all, one, g) => all + one * GRADE_POINTS[g], 0) / sum,
  };
}

/** Membership of each grade, in straight lines between the points at which a figure is that grade whole; the points rise or fall. */
export function membershipOf(value: number, points: readonly number[]): number[] {
  const isRising = points[points.length - 1] > points[0];
  const along = (a: number, b: number) => (isRising ? a <= b : a >= b);
  const next = points.findIndex((point) => along(value, point));
  return points.map((_, i) => {
    if (next === -1) return i === points.length - 1 ? 1 : 0;
    if (next === 0) return i === 0 ? 1 : 0;
    const share = (value - points[next - 1]) / (points[next] - points[next - 1]);
    if (i === next) return share;
    return i === next - 1 ? 1 - share : 0;
  });
}
