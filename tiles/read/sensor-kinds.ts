import { parseSensorKinds, SENSOR_KINDS_FILE } from '../../model/sensors/sensor-kind.ts';
import { jsonOf, readText } from './facts.ts';

/**
 * The city's own sensor kinds as a file of the baked city. A recipe names them, since baking anew makes the city's folder anew: what is
 * laid there by hand lasts until then.
 */
export function sensorKindsFile(path: string | undefined): Record<string, string> {
  if (path === undefined) return {};
  const text = readText(path);
  parseSensorKinds(jsonOf(text, path), path);
  return { [SENSOR_KINDS_FILE]: text };
}
