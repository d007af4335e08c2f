import { countryOf } from '../../model/city/country.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import type { SunRules } from '../../model/questions/sun-rules.ts';
import { sunRulesOf } from '../../model/rules/city-rules.ts';
import type { RuleRecords } from '../../model/rules/rule-record.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends CityRulesSlice {}
}

interface CityRulesSlice {
  /** Numbers and releases of the city's rules beside those of the program; the plug-in of rules keeps them. */
  ruleRecords: RuleRecords;
  setRuleRecords(records: RuleRecords): void;
}

export const cityRulesSlice: Slice<CityRulesSlice> = (set) => ({
  ruleRecords: {},
  setRuleRecords: (ruleRecords) => set({ ruleRecords }),
});

/** Computed once for each set of records. */
const SUN = new WeakMap<RuleRecords, { city: string; rules: readonly SunRules[] }>();

/** The rules of sunlight by which a city can be studied; the first is the one it begins with. */
export function sunRulesIn(city: Manifest, { ruleRecords }: Pick<CityRulesSlice, 'ruleRecords'>): readonly SunRules[] {
  const known = SUN.get(ruleRecords);
  if (known?.city === city.id) return known.rules;
  const rules = sunRulesOf(countryOf(city), ruleRecords);
  SUN.set(ruleRecords, { city: city.id, rules });
  return rules;
}

/** The rule of an id, or the one that the city begins with. */
export function sunRuleIn(city: Manifest, state: Pick<CityRulesSlice, 'ruleRecords'>, id: string): SunRules {
  const rules = sunRulesIn(city, state);
  return rules.find((rule) => rule.id === id) ?? rules[0];
}
