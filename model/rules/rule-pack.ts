import * as v from 'valibot';
import { GridError, parseAs } from '../city/grid.ts';
import type { Text } from '../text/text.ts';
import { numberFields, type RuleNumbers } from './numbers.ts';
import { parseRuleRecord, type RuleRecord, type RuleRecords, ruleKey, ruleMessage } from './rule-record.ts';

const MAX_RECORDS = 500;

/** A file of rules with their releases, for another browser, another city, another office. */
const PackSchema = v.strictObject({
  format: v.literal(1),
  kind: v.literal('shapan-rule-pack'),
  city: v.string(),
  records: v.pipe(v.array(v.unknown()), v.maxLength(MAX_RECORDS)),
});

/** The file of records, in the order of their keys: the same rules are the same bytes. */
export function packText(city: string, records: RuleRecords): string {
  const inOrder = Object.keys(records)
    .sort()
    .map((key) => records[key]);
  return `${JSON.stringify({ format: 1, kind: 'shapan-rule-pack', city, records: inOrder }, null, 1)}\n`;
}

/** Reads a pack; an error names the record and the field that is wrong. */
export function parseRulePack(json: unknown, file: string): { city: string; records: RuleRecords } {
  if (typeof json !== 'object' || json === null || !('kind' in json) || json.kind !== 'shapan-rule-pack')
    throw new GridError(ruleMessage('pack-kind', { file }));
  const pack = parseAs(PackSchema, json, file);
  const records: Record<string, RuleRecord> = {};
  for (const one of pack.records) {
    const record = parseRuleRecord(one, file);
    const key = ruleKey(record);
    if (Object.hasOwn(records, key)) throw new GridError(ruleMessage('twice', { file, rule: key }));
    records[key] = record;
  }
  return { city: pack.city, records };
}

/** A number that two packs have otherwise; null: that pack has none. */
interface NumberDifference {
  rule: string;
  label: Text;
  name: Text;
  unit: string;
  here: string | null;
  there: string | null;
}

/** Which numbers of which rules two packs have otherwise, and which rules only one of them has. */
export function packDifferences(here: RuleRecords, there: RuleRecords): NumberDifference[] {
  const keys = [...new Set([...Object.keys(here), ...Object.keys(there)])].sort();
  return keys.flatMap((key) => {
    const one = here[key];
    const other = there[key];
    const { label } = one ?? other;
    const row = (name: Text, unit: string, a: string | null, b: string | null) => ({
      rule: key,
      label,
      name,
      unit,
      here: a,
      there: b,
    });
    if (!one || !other) return [row(WHOLE, '', one ? EVERY : null, other ? EVERY : null)];
    const numbers = leavesOf(one.numbers);
    const others = leavesOf(other.numbers);
    const facts = new Map(
      [...numberFields(one.subject, one.numbers, null), ...numberFields(other.subject, other.numbers, null)].map(
        (field) => [field.path.join('.'), field],
      ),
    );
    return [...new Set([...facts.keys(), ...numbers.keys(), ...others.keys()])].flatMap((path) => {
      const a = numbers.get(path) ?? null;
      const b = others.get(path) ?? null;
      if (a === b) return [];
      const field = facts.get(path);
      return [row(field?.label ?? { zh: path, en: path }, field?.unit ?? '', a, b)];
    });
  });
}

const WHOLE: Text = { zh: '整条规则', en: 'the rule' };
const EVERY = '✓';

/** All that is no object, by its path. */
function leavesOf(numbers: RuleNumbers): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (json: unknown, path: string): void => {
    if (typeof json !== 'object' || json === null) {
      leaves.set(path, String(json));
      return;
    }
    for (const [name, value] of Object.entries(json)) walk(value, path === '' ? name : `${path}.${name}`);
  };
  walk(numbers, '');
  return leaves;
}
