import { type Crosswalk, type CrosswalkRow, crosswalkStamp, rowId } from '../../../model/plans/crosswalk.ts';
import { LAND_USE_CLASSES, type LandUseClass } from '../../../model/plans/land-use.ts';
import { type PlanBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import { type EditionStamp, ownEdition } from '../../../model/plans/plan-edition.ts';
import {
  type PlanRule,
  type PlanRules,
  type PlanSeverity,
  rulesStamp,
  sliversOf,
} from '../../../model/plans/plan-rules.ts';
import type { BasisPart } from '../../../model/plans/read-basis-file.ts';
import { isSameSlivers, type SliverPolicy } from '../../../model/plans/slivers.ts';
import { jsonHash } from '../../../model/text/json-hash.ts';
import type { Text } from '../../../model/text/text.ts';

/** What a planner changes of a rule. */
const RULE_FIELDS = ['isOff', 'severity', 'distanceM', 'clearanceM'] as const;
/** One of them. */
export type RuleField = (typeof RULE_FIELDS)[number];

/** An edition that a result or a file went by: other content needs another. */
export type UsedEdition = Pick<EditionStamp, 'edition' | 'hash'>;

/** How a rule stands to the shipped one of its id. */
export interface RuleChange {
  /** Null: none of the shipped rules has its id. */
  shipped: PlanRule | null;
  fields: readonly RuleField[];
  /** What no field of the panel shows, as a file may change it: sides, relation, title, clause. */
  isOtherwise: boolean;
}

/** Nothing of it differs. */
export const isUnchanged = ({ shipped, fields, isOtherwise }: RuleChange): boolean =>
  shipped !== null && fields.length === 0 && !isOtherwise;

/** What differs between a rule and the shipped one. */
export function changeOf(rule: PlanRule, shipped: PlanRules): RuleChange {
  const of = shipped.rules.find(({ id }) => id === rule.id) ?? null;
  if (!of) return { shipped: null, fields: [], isOtherwise: false };
  const fields = RULE_FIELDS.filter((field) => rule[field] !== of[field]);
  return { shipped: of, fields, isOtherwise: jsonHash(restOf(rule)) !== jsonHash(restOf(of)) };
}

const restOf = ({ isOff: _, severity: __, distanceM: ___, clearanceM: ____, ...rest }: PlanRule) => rest;

/** Shipped rules that an own set does not have. */
export const missingRules = (own: PlanRules, shipped: PlanRules): PlanRule[] =>
  shipped.rules.filter(({ id }) => !own.rules.some((rule) => rule.id === id));

/** The own set with another part; the shipped one where it says the same again. */
function withPart(
  own: PlanRules,
  part: Pick<PlanRules, 'rules'> | Pick<PlanRules, 'slivers'>,
  shipped: PlanRules,
  used: readonly UsedEdition[],
): PlanRules {
  const next = { ...own, ...part };
  const isShipped =
    isSameSlivers(sliversOf(next), sliversOf(shipped)) && jsonHash(next.rules) === jsonHash(shipped.rules);
  return isShipped ? shipped : restated(next, shipped, used, rulesStamp);
}

/** With another policy of slivers; where it is the shipped one, as that has it. */
export function withSlivers(
  own: PlanRules,
  slivers: SliverPolicy,
  shipped: PlanRules,
  used: readonly UsedEdition[],
): PlanRules {
  const { slivers: _, ...rest } = own;
  if (!isSameSlivers(slivers, sliversOf(shipped))) return withPart(rest, { slivers }, shipped, used);
  return withPart(rest, shipped.slivers ? { slivers: shipped.slivers } : { rules: rest.rules }, shipped, used);
}

/** With a part of one rule changed. */
export const withRule = (
  own: PlanRules,
  rule: PlanRule,
  part: Partial<Pick<PlanRule, RuleField>>,
  shipped: PlanRules,
  used: readonly UsedEdition[],
): PlanRules =>
  withPart(own, { rules: own.rules.map((one) => (one === rule ? { ...one, ...part } : one)) }, shipped, used);

/** With one rule as it was shipped. */
export const withShippedRule = (own: PlanRules, id: string, shipped: PlanRules, used: readonly UsedEdition[]) => {
  const of = shipped.rules.find((rule) => rule.id === id);
  return of ? withPart(own, { rules: own.rules.map((rule) => (rule.id === id ? of : rule)) }, shipped, used) : own;
};

/** The own crosswalk with other rows; the shipped one where they are those again. */
export function withRows(own: Crosswalk, rows: CrosswalkRow[], shipped: Crosswalk, used: readonly UsedEdition[]) {
  return jsonHash(rows) === jsonHash(shipped.rows)
    ? shipped
    : restated({ ...own, rows }, shipped, used, crosswalkStamp);
}

/** The shipped row of a code; null: it has none. */
export const shippedRow = (row: CrosswalkRow, shipped: Crosswalk): CrosswalkRow | null =>
  shipped.rows.find((one) => rowId(one) === rowId(row)) ?? null;

/** Shipped codes that an own crosswalk does not have. */
export const missingRows = (own: Crosswalk, shipped: Crosswalk): CrosswalkRow[] => {
  const known = new Set(own.rows.map(rowId));
  return shipped.rows.filter((row) => !known.has(rowId(row)));
};

/** By system, then by code, as the shipped one is. */
export const inCodeOrder = (rows: readonly CrosswalkRow[], shipped: Crosswalk): CrosswalkRow[] => {
  const systems = [...new Set(shipped.rows.map(({ system }) => system))];
  const placeOf = ({ system }: CrosswalkRow) => systems.indexOf(system);
  return [...rows].sort((one, other) => placeOf(one) - placeOf(other) || (one.code < other.code ? -1 : 1));
};

/** One difference between an own basis and the shipped one, for a report; null: it is not there. */
export interface BasisChange {
  /** A rule by its title, or a code; of the policy of slivers there is one. */
  what: Text | string | null;
  field: RuleField | 'rule' | 'class' | keyof SliverPolicy;
  /** A word's key (`on`, `off`, a severity), metres, or the name of a class. */
  shipped: 'on' | 'off' | PlanSeverity | 'there' | number | Text | null;
  own: BasisChange['shipped'];
}

/** All differences, rules first. */
export function changesOf(own: PlanBasis, shipped: PlanBasis): BasisChange[] {
  return [
    ...sliverChanges(sliversOf(own.rules), sliversOf(shipped.rules)),
    ...own.rules.rules.flatMap((rule) => ruleChanges(rule, shipped.rules)),
    ...missingRules(own.rules, shipped.rules).map(
      ({ title }): BasisChange => ({
        what: title,
        field: 'rule',
        shipped: 'there',
        own: null,
      }),
    ),
    ...own.crosswalk.rows.flatMap((row): BasisChange[] => {
      const was = shippedRow(row, shipped.crosswalk)?.class ?? null;
      return was === row.class ? [] : [classChange(row, was, row.class)];
    }),
    ...missingRows(own.crosswalk, shipped.crosswalk).map((row) => classChange(row, row.class, null)),
  ];
}

function ruleChanges(rule: PlanRule, rules: PlanRules): BasisChange[] {
  const { shipped, fields, isOtherwise } = changeOf(rule, rules);
  const what = rule.title;
  if (!shipped) return [{ what, field: 'rule', shipped: null, own: 'there' }];
  const fieldOf = (of: PlanRule, field: RuleField) => (field === 'isOff' ? (of.isOff ? 'off' : 'on') : of[field]);
  return [
    ...fields.map(
      (field): BasisChange => ({ what, field, shipped: fieldOf(shipped, field), own: fieldOf(rule, field) }),
    ),
    ...(isOtherwise ? [{ what, field: 'rule', shipped: 'there', own: 'there' } as const] : []),
  ];
}

const sliverChanges = (own: SliverPolicy, shipped: SliverPolicy): BasisChange[] =>
  (['minAreaM2', 'minWidthM'] as const)
    .filter((field) => own[field] !== shipped[field])
    .map((field) => ({ what: null, field, shipped: shipped[field], own: own[field] }));

const classChange = (row: CrosswalkRow, was: LandUseClass | null, is: LandUseClass | null): BasisChange => ({
  what: rowId(row),
  field: 'class',
  shipped: was && LAND_USE_CLASSES[was],
  own: is && LAND_USE_CLASSES[is],
});

const OWN_EDITION = / \+ own \d+$/;

/** Editions that content is looked up among: one hash each. */
const MAX_REMEMBERED = 20;

/** Content that differs from the shipped one: under a name and an edition that no other content goes by, its own where it was used before. */
function restated<T extends PlanRules | Crosswalk>(
  next: T,
  shipped: T,
  used: readonly UsedEdition[],
  stampOf: (set: T) => EditionStamp,
): T {
  const { name, edition, hash } = stampOf(shipped);
  const isNamed = next.name.zh !== name.zh || next.name.en !== name.en;
  const own: T = {
    ...next,
    name: isNamed ? next.name : { zh: `${name.zh} · 自定`, en: `${name.en} · own` },
    basedOn: { edition, hash },
  };
  const again = used
    .slice(-MAX_REMEMBERED)
    .findLast((one) => stampOf({ ...own, edition: one.edition }).hash === one.hash);
  if (again) return { ...own, edition: again.edition };
  if (own.edition !== edition && mayGoBy(stampOf(own), used)) return own;
  const root = own.edition.replace(OWN_EDITION, '');
  return {
    ...own,
    edition: ownEdition(
      root,
      used.map((one) => one.edition),
    ),
  };
}

/** With another name: content that was used under the old one needs another edition too. */
export function withName(
  part: BasisPart,
  { now, shipped }: { now: PlanBasis; shipped: PlanBasis },
  line: string,
  used: readonly UsedEdition[],
): Partial<PlanBasis> {
  const name = { zh: line, en: line };
  return part === 'rules'
    ? { rules: restated({ ...now.rules, name }, shipped.rules, used, rulesStamp) }
    : { crosswalk: restated({ ...now.crosswalk, name }, shipped.crosswalk, used, crosswalkStamp) };
}

/** What was changed here under editions that nothing else went by: others share theirs meanwhile. */
export function besideOthers(
  now: PlanBasis,
  shipped: PlanBasis,
  used: Record<BasisPart, readonly UsedEdition[]>,
): PlanBasis {
  const { rules, crosswalk } = now;
  return {
    rules: rules === shipped.rules ? rules : restated(rules, shipped.rules, used.rules, rulesStamp),
    crosswalk:
      crosswalk === shipped.crosswalk
        ? crosswalk
        : restated(crosswalk, shipped.crosswalk, used.crosswalk, crosswalkStamp),
  };
}

/** Whether an own set may be cited by another edition: nothing else goes by it. */
export function mayBeCited(
  part: BasisPart,
  { now, shipped }: { now: PlanBasis; shipped: PlanBasis },
  edition: string,
  used: readonly UsedEdition[],
): boolean {
  if (edition === '' || edition === shipped[part].edition) return false;
  return mayGoBy(stampsOf({ ...now, [part]: { ...now[part], edition } })[part], used);
}

/** Whether nothing else went by its edition. */
const mayGoBy = ({ edition, hash }: UsedEdition, used: readonly UsedEdition[]): boolean =>
  used.every((one) => one.edition !== edition || one.hash === hash);
