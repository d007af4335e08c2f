import { ConstructionCase } from '../model/questions/construction.ts';
import { WhatIf } from '../model/questions/construction-what-if.ts';
import { parseCase } from './faults.ts';

/** A case by its schema; the error names file, place, what was expected and what came. */
export const parseConstructionCase = (json: unknown, file = 'case.json'): ConstructionCase =>
  parseCase(ConstructionCase, json, file);

/** One what-if, as a form has it: to the same rules as in a case. */
export const parseWhatIf = (json: unknown, name: string): WhatIf => parseCase(WhatIf, json, name);
