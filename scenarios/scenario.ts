import { FloodScenario } from '../model/questions/flood.ts';
import { floodFault } from '../model/questions/flood-faults.ts';
import { caseMessage } from '../model/text/case-messages.ts';
import { parseCase, ScenarioError } from './faults.ts';

/** The JSON of a file that a person chose; ScenarioError says what it is instead. */
export function readJson(text: string, file: string, mostCharacters = Infinity): unknown {
  if (text.length > mostCharacters)
    throw new ScenarioError(caseMessage('file-long', { file, most: mostCharacters, got: text.length }));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(
      caseMessage('not-json', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

/** A scenario by its schema; the error names file, place, what was expected and what came. */
export function parseScenario(json: unknown, file = 'scenario.json'): FloodScenario {
  const scenario = parseCase(FloodScenario, json, file);
  const fault = floodFault(scenario, file);
  if (fault) throw new ScenarioError(fault);
  return scenario;
}
