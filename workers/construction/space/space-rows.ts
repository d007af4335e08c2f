import { DAY_MIN } from '../../../model/schedule/schedule.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { isGlobalId } from '../global-id.ts';
import type { SpaceGroup, SpaceReport } from './check-space.ts';
import type { Box } from './clash.ts';

/** One finding as a row of a table: rule, value, limit, interval, box, elements. */
export interface SpaceRow {
  group: number;
  rule: string;
  zh: string;
  en: string;
  kind: string;
  verdict: string;
  value: number;
  limit: number;
  unit: string;
  clause: string;
  /** Empty: always, for good. */
  from: string;
  to: string;
  west: number;
  south: number;
  bottom: number;
  east: number;
  north: number;
  top: number;
  elements: string;
  tasks: string;
  allowedBy: string;
}

const instant = (day: number): string => (Number.isFinite(day) ? isoOf(Math.round(day * DAY_MIN)) : '');
const rounded = (value: number): number => Number(value.toFixed(4));

export function spaceRows({ groups }: SpaceReport): SpaceRow[] {
  return groups.flatMap((group, at) =>
    group.findings.map((one): SpaceRow => {
      const [west, south, bottom] = one.box.min.map(rounded);
      const [east, north, top] = one.box.max.map(rounded);
      return {
        group: at + 1,
        rule: one.rule,
        zh: group.title.zh,
        en: group.title.en,
        kind: one.kind,
        verdict: group.verdict === 'unsure' ? '待核' : group.verdict,
        value: rounded(one.value),
        limit: rounded(one.limit),
        unit: group.unit,
        clause: group.clause,
        from: instant(one.fromDay),
        to: instant(one.toDay),
        west,
        south,
        bottom,
        east,
        north,
        top,
        elements: one.elements.join('; '),
        tasks: group.tasks.join('; '),
        allowedBy: one.allowed ?? '',
      };
    }),
  );
}

/** How many groups of each kind are wrong, and the days on which most of them hold at once. */
export function spaceFigures({ groups, counts }: SpaceReport) {
  const count = (verdict: SpaceGroup['verdict']) => groups.filter((group) => group.verdict === verdict);
  const kinds: Record<string, number> = {};
  for (const { kind } of count('fail')) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return {
    ...counts,
    conflicts: count('fail').length,
    unsure: count('unsure').length,
    kinds,
    allowed: count('allowed').map(({ allowed, findings }) => ({ id: allowed, contacts: findings.length })),
  };
}

/** Around all findings of a group. */
export function boxOf({ findings }: Pick<SpaceGroup, 'findings'>): Box {
  const edge = (axis: number, side: 'min' | 'max') =>
    findings.reduce(
      (best, { box }) => (side === 'min' ? Math.min(best, box.min[axis]) : Math.max(best, box.max[axis])),
      side === 'min' ? Infinity : -Infinity,
    );
  return {
    min: [edge(0, 'min'), edge(1, 'min'), edge(2, 'min')],
    max: [edge(0, 'max'), edge(1, 'max'), edge(2, 'max')],
  };
}

/** Groups that are not allowed contacts, as `writeBcf` takes them, with words for a person. */
export function bcfWords(language: 'zh' | 'en', groups: readonly SpaceGroup[]) {
  const ofGroup = new Map(groups.map((group) => [group.findings[0], group]));
  return {
    titleOf: (group: { findings: SpaceGroup['findings'] }) => {
      const groupOfFinding = ofGroup.get(group.findings[0]);
      return groupOfFinding
        ? `${groupOfFinding.title[language]}: ${groupOfFinding.names.slice(0, 3).join(', ')}`
        : group.findings[0].rule;
    },
    describe: ({ value, limit, fromDay, toDay, elements }: SpaceGroup['findings'][number]) =>
      `${rounded(value)} (${rounded(limit)}) · ${instant(fromDay)} – ${instant(toDay)} · ${elements.join(', ')}`,
    isGlobalId,
  };
}
