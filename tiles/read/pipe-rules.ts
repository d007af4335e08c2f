import { PIPE_RULES_FILE, parseClearanceRules } from '../../model/pipes/clearance-rules.ts';
import { jsonOf, readText } from './facts.ts';

/** The city's own table of clearances as a file of the baked city. */
export function pipeRulesFile(path: string | undefined): Record<string, string> {
  if (path === undefined) return {};
  const text = readText(path);
  parseClearanceRules(jsonOf(text, path), path);
  return { [PIPE_RULES_FILE]: text };
}
