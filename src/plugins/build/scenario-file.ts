import type { ConstructionCase } from '../../../model/questions/construction.ts';
import type { WhatIf } from '../../../model/questions/construction-what-if.ts';
import { parseConstructionCase } from '../../../scenarios/construction.ts';

/**
 * The what-ifs of an open plan as a case that `shapan sim construction` plays beside the schedule: the plan's own case with these in
 * it, or, where it has none, one that holds nothing else.
 */
export function scenarioFile(
  theCase: ConstructionCase | null,
  plan: { file: string; name: string },
  scenarios: readonly WhatIf[],
): string {
  const alone = { id: 'what-ifs', title: { zh: plan.name, en: plan.name }, schedule: plan.file };
  const written = { format: 1, kind: 'construction', ...(theCase ?? alone), scenarios };
  return `${JSON.stringify(written, null, 1)}\n`;
}

/** What-ifs of a case; ScenarioError names the file, the place, what was expected and what came. */
export function scenariosOfFile(json: unknown, file: string): readonly WhatIf[] {
  return parseConstructionCase(json, file).scenarios ?? [];
}

/** Those of the file come in place of those under the same id, the others after them. */
export function mergedScenarios(before: readonly WhatIf[], opened: readonly WhatIf[]): WhatIf[] {
  const byId = new Map([...before, ...opened].map((one) => [one.id, one]));
  return [...byId.values()];
}
