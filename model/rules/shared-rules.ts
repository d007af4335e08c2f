import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { parseRuleRecord, type RuleRecord } from './rule-record.ts';

const Revision = v.object({
  record: v.unknown(),
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  who: v.string(),
  atMs: v.number(),
  withdrawn: v.nullable(v.object({ who: v.string(), atMs: v.number() })),
});
const List = v.object({ rules: v.array(Revision) });

/** A rule that the hub keeps for all, in its newest revision. */
export interface SharedRule {
  record: RuleRecord;
  /** From 1; each that is shared under the rule's key is one more. */
  revision: number;
  who: string;
  atMs: number;
  /** Withdrawal: the person and the time; null: it is in force. */
  withdrawn: { who: string; atMs: number } | null;
}

/** Reads the hub's list; an error names the field that is wrong. */
export const parseSharedRules = (json: unknown, file: string): SharedRule[] =>
  parseAs(List, json, file).rules.map(({ record, ...rest }) => ({ record: parseRuleRecord(record, file), ...rest }));

/** Reads one of them. */
export const parseSharedRule = (json: unknown, file: string): SharedRule => {
  const { record, ...rest } = parseAs(Revision, json, file);
  return { record: parseRuleRecord(record, file), ...rest };
};
