/** A unit as it is drawn: where it is, then the rest of its way, metres east and north. */
export interface ShownUnit {
  id: string;
  /** Empty: another unit at the same place bears the label of both. */
  label: string;
  line: readonly (readonly [eastM: number, northM: number])[];
}

/** Units that are so near to each other stand at one place. */
const SAME_PLACE_M = 30;

/** Merges the labels of units at one place into that of the first: a station with six engines out has one label, not six over each other. */
export function withMergedLabels(
  units: readonly ShownUnit[],
  merged: (label: string, count: number) => string,
): ShownUnit[] {
  const groups: ShownUnit[][] = [];
  const isNear = ({ line: [a] }: ShownUnit, { line: [b] }: ShownUnit) =>
    Math.hypot(a[0] - b[0], a[1] - b[1]) <= SAME_PLACE_M;
  for (const unit of units) {
    const group = groups.find(([first]) => isNear(first, unit));
    if (group) group.push(unit);
    else groups.push([unit]);
  }
  const labels = new Map(
    groups.map((group) => [group[0], group.length > 1 ? merged(group[0].label, group.length) : group[0].label]),
  );
  return units.map((unit) => ({ ...unit, label: labels.get(unit) ?? '' }));
}
