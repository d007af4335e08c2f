import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '../../model/city/manifest.ts';
import { type CitySensor, parseCitySensors } from '../../model/sensors/sensors.ts';

/** The city whose feed a bench plays: everything of the demo city, with more sensors. */
export interface CrowdedCity {
  /** Of baked cities; this one is the only one in it. */
  cities: string;
  /** One datastream each, in the order in which the hub numbers them. */
  things: readonly CitySensor[];
}

const CITY = 'chengchuan';
const SENSORS = 'sensors.json';
/** Copies of a sensor stand so far from it on a spiral: on the ground around it, none on another. */
const APART_M = 9;
const GOLDEN_RAD = Math.PI * (3 - Math.sqrt(5));

/**
 * Lays the baked demo city once more into `folder`, by links, with `count` sensors: those of the demo again and again, kinds, units and
 * set points as they are, each with its first datastream, all of one cadence. Copies stand around their originals; `within`, metres of the
 * city's middle, draws all of them together to a disc of that radius.
 */
export function layCrowdedCity(
  baked: string,
  folder: string,
  { count, cadenceS, withinM }: { count: number; cadenceS: number; withinM?: number },
): CrowdedCity {
  const from = join(baked, CITY);
  const to = join(folder, CITY);
  const manifest = JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8'));
  const layer = parseManifest(manifest, 'manifest.json').layers.find(({ id }) => id === 'sensors');
  if (!layer) throw new Error(`${from}: expected a layer of sensors`);
  const originals = parseCitySensors(JSON.parse(readFileSync(join(from, SENSORS), 'utf8')), SENSORS);
  const bytes = readFileSync(join(from, layer.places));
  const known = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const places = new Float32Array(4 * count);
  const things = Array.from({ length: count }, (_, i): CitySensor => {
    const source = i % originals.length;
    const round = Math.floor(i / originals.length);
    const original = originals[source];
    const at = placeOf(original.at, i, round, count, withinM);
    places.set([...at, known[4 * source + 2], known[4 * source + 3]], 4 * i);
    const id = `${original.id}-${round}`;
    return {
      ...original,
      id,
      name: { zh: `${original.name.zh} ${round + 1}`, en: `${original.name.en} ${round + 1}` },
      at: [places[4 * i], places[4 * i + 1]],
      datastreams: original.datastreams.slice(0, 1).map((stream) => ({ ...stream, id: `${id}/1`, cadenceS })),
    };
  });
  copyBut(from, to, [SENSORS, 'manifest.json', layer.places]);
  writeFileSync(join(to, SENSORS), JSON.stringify({ things }));
  writeFileSync(join(to, layer.places), places);
  writeFileSync(join(to, 'manifest.json'), JSON.stringify(manifest));
  return { cities: folder, things };
}

function placeOf(
  [eastM, northM]: readonly [number, number],
  i: number,
  round: number,
  count: number,
  withinM: number | undefined,
): [number, number] {
  const radiusM = withinM === undefined ? APART_M * Math.sqrt(round) : withinM * Math.sqrt((i + 0.5) / count);
  const angleRad = GOLDEN_RAD * (withinM === undefined ? round : i);
  const middle = withinM === undefined ? [eastM, northM] : [0, 0];
  return [middle[0] + radiusM * Math.cos(angleRad), middle[1] + radiusM * Math.sin(angleRad)];
}

/** Copies all of a folder but the named files and their compressed twins; folders on the way to these are made. */
function copyBut(from: string, to: string, without: readonly string[]): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const below = without.flatMap((path) => (path.startsWith(`${name}/`) ? [path.slice(name.length + 1)] : []));
    if (below.length > 0) copyBut(join(from, name), join(to, name), below);
    else if (!without.includes(name.replace(/\.(gz|br)$/, '')))
      cpSync(join(from, name), join(to, name), { recursive: true });
  }
}
