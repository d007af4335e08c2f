import type { ClearanceRules } from '../../../model/pipes/clearance-rules.ts';
import type { PlanRules } from '../../../model/plans/plan-rules.ts';
import type { RuleRecords } from '../../../model/rules/rule-record.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends RulesPageSlice {}
}

/** Rules that are in files of the city and not in the program. */
interface RuleFiles {
  plans: PlanRules | null;
  clearance: ClearanceRules | null;
}

interface RulesPageSlice {
  /** Null: not read yet. */
  ruleFiles: RuleFiles | null;
  /** Store of the records: the hub, for all, or this browser, for itself. */
  ruleKeeper: 'hub' | 'page';
  /** A pack that was opened beside the city's rules; null: none. */
  rulePack: { file: string; records: RuleRecords } | null;
  /** Grows with each change of the key that signs here. */
  signerSerial: number;
  setRulesPage(part: Partial<Pick<RulesPageSlice, 'ruleFiles' | 'ruleKeeper' | 'rulePack' | 'signerSerial'>>): void;
}

export const rulesPageSlice: Slice<RulesPageSlice> = (set) => ({
  ruleFiles: null,
  ruleKeeper: 'page',
  rulePack: null,
  signerSerial: 0,
  setRulesPage: (part) => set(part),
});
