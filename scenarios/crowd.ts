import { CrowdScenario } from '../model/questions/crowd.ts';
import { parseCase } from './faults.ts';

/** A case by its schema; the error names file, place, what was expected and what came. */
export const parseCrowdScenario = (json: unknown, file = 'case.json'): CrowdScenario =>
  parseCase(CrowdScenario, json, file);
