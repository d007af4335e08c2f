import { GridError } from '../city/grid.ts';
import { caseMessage } from '../text/case-messages.ts';
import { jsonFault } from '../text/json-fault.ts';
import { parseOwnCrosswalk } from './crosswalk.ts';
import type { PlanBasis } from './plan-basis.ts';
import { parseOwnRules } from './plan-rules.ts';

/** More than any rules or crosswalk need. */
export const MAX_BASIS_BYTES = 1 << 20;

/** Which of the two a file holds. */
export type BasisPart = keyof PlanBasis;

/** The shipped basis with one part from the text of a file. Errors name the file, the rule or row, and the field. */
export function readBasisFile(part: BasisPart, text: string, file: string, shipped: PlanBasis): PlanBasis {
  const json = jsonOf(text, file);
  return part === 'rules'
    ? { ...shipped, rules: parseOwnRules(json, file, shipped.rules) }
    : { ...shipped, crosswalk: parseOwnCrosswalk(json, file, shipped.crosswalk) };
}

/** Before its text is taken into memory. */
export function refuseLarge(bytes: number, file: string): void {
  if (bytes > MAX_BASIS_BYTES)
    throw new GridError(caseMessage('file-large', { file, most: MAX_BASIS_BYTES, got: bytes }));
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GridError(caseMessage('not-json', { file, reason: jsonFault(error, text) }));
  }
}
