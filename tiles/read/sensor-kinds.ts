import { readFileSync } from 'node:fs';
import { parseSensorKinds, SENSOR_KINDS_FILE } from '../../model/sensors/sensor-kind.ts';
import { jsonFault } from '../../model/text/json-fault.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { bakeMessage } from '../messages.ts';

/**
 * The city's own sensor kinds as a file of the baked city. A recipe names them, since baking anew makes the city's folder anew: what is
 * laid there by hand lasts until then.
 */
export function sensorKindsFile(path: string | undefined): Record<string, string> {
  if (path === undefined) return {};
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(bakeMessage('kinds-unreadable', { path, reason }));
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ReadError(bakeMessage('recipe-json', { path, reason: jsonFault(error) }));
  }
  parseSensorKinds(json, path);
  return { [SENSOR_KINDS_FILE]: text };
}
