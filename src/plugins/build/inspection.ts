import type { Text } from '../../../model/city/manifest.ts';

/** After this many months of use, and then again and again: the last entry goes on. */
interface Every {
  /** Up to this age, months. */
  untilMonths: number;
  everyMonths: number;
}

interface InspectionRule {
  id: string;
  what: Text;
  classes: RegExp;
  every: readonly Every[];
  /** Where the interval stands written; none of these texts could be read in its edition here, so each is told as to be checked. */
  source: string;
}

/** What a finished building's elements are looked at for, and how often. */
const RULES: readonly InspectionRule[] = [
  {
    id: 'settlement',
    what: { zh: '沉降与裂缝观测', en: 'Settlement and cracks' },
    classes: /^Ifc(Column|Footing|Pile|Slab|Wall)$/,
    every: [
      { untilMonths: 12, everyMonths: 3 },
      { untilMonths: 24, everyMonths: 6 },
      { untilMonths: Infinity, everyMonths: 12 },
    ],
    source: 'JGJ 8-2016 §7.1',
  },
  {
    id: 'facade',
    what: { zh: '幕墙全面检查', en: 'Curtain wall, whole' },
    classes: /^Ifc(CurtainWall|Plate)$/,
    every: [
      { untilMonths: 12, everyMonths: 12 },
      { untilMonths: Infinity, everyMonths: 60 },
    ],
    source: 'JGJ 102-2003 §12.2.2',
  },
  {
    id: 'lift',
    what: { zh: '电梯定期检验', en: 'Lift, by the inspectorate' },
    classes: /^IfcTransportElement$/,
    every: [{ untilMonths: Infinity, everyMonths: 12 }],
    source: 'TSG T7001-2023',
  },
];

/** When an element was looked at last and must be next. */
type Inspection =
  /** Its task has not ended by then: inspections count from the day it does. */
  | { kind: 'unbuilt'; rule: InspectionRule; finishMs: number }
  | {
      kind: 'due';
      rule: InspectionRule;
      dueMs: number;
      isOverdue: boolean;
      /** `record`: what the model states; `finish`: never since it was finished. */
      last: { from: 'record' | 'finish'; timeMs: number };
      everyMonths: number;
    };

/**
 * By the rule of its class, from the last inspection that the model states (IFC's `Pset_Condition.AssessmentDate`, or `inspected`), else from
 * the end of the task that builds it. Null where no rule knows the class, or nothing says when it came into use.
 */
export function inspectionOf(
  { ifcClass, inspectedIso }: { ifcClass: string; inspectedIso: string | null },
  finishMs: number | null,
  nowMs: number,
): Inspection | null {
  const rule = RULES.find(({ classes }) => classes.test(ifcClass));
  if (!rule) return null;
  const statedMs = inspectedIso === null ? Number.NaN : Date.parse(inspectedIso);
  const recordMs = Number.isFinite(statedMs) && statedMs <= nowMs ? statedMs : null;
  if (recordMs === null && finishMs === null) return null;
  if (recordMs === null && finishMs !== null && finishMs > nowMs) return { kind: 'unbuilt', rule, finishMs };
  const lastMs = recordMs ?? finishMs ?? nowMs;
  const inUseSinceMs = Math.min(lastMs, finishMs ?? lastMs);
  const age = rule.every.find(({ untilMonths }) => lastMs < monthsAfter(inUseSinceMs, untilMonths));
  const { everyMonths } = age ?? rule.every[rule.every.length - 1];
  const dueMs = monthsAfter(lastMs, everyMonths);
  const last = { from: recordMs === null ? 'finish' : 'record', timeMs: lastMs } as const;
  return { kind: 'due', rule, dueMs, isOverdue: dueMs < nowMs, last, everyMonths };
}

/** The same day of a later month, or that month's last. */
function monthsAfter(timeMs: number, months: number): number {
  if (!Number.isFinite(months)) return Infinity;
  const from = new Date(timeMs);
  const to = new Date(timeMs);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return to.getTime();
}

/** What of an element's values tells its last inspection. */
export const INSPECTED = ['Pset_Condition.AssessmentDate', 'inspected'] as const;
