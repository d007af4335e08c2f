import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CityInput, LayerInput } from '../../tiles/model.ts';
import { buildingLayer, ORIGIN, rectangle } from './shape/footprints.ts';

/** A city of layers on level ground. */
export function city(...layers: LayerInput[]): CityInput {
  return {
    id: 'test',
    name: { zh: '试验', en: 'Test' },
    fictional: true,
    about: { zh: '', en: '' },
    origin: ORIGIN,
    zone: 'Asia/Shanghai',
    datum: { vertical: 'test', geoidUndulationM: 0 },
    extentM: [-500, -500, 500, 500],
    home: { ...ORIGIN, heightM: 1000, headingDeg: 0, pitchDeg: -45 },
    elevation: null,
    layers,
    tour: [],
    labels: [],
    landCover: null,
    facts: {},
    files: { 'sensors.json': '{"sensors":[]}' },
  };
}

/** `count` blocks of 10 m, 20 m apart. */
export function blocks(count: number, id = 'building'): LayerInput {
  const side = Math.ceil(Math.sqrt(count));
  const buildings = Array.from({ length: count }, (_, i) => {
    const [west, south] = [(i % side) * 20, Math.floor(i / side) * 20];
    return [{ rings: [rectangle(west, south, west + 10, south + 10)], topM: 5 + (i % 7) }];
  });
  return { ...buildingLayer(buildings), id };
}

/** All files of a folder, but for what only the next bake on this machine reads. */
export function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile() && name !== '.reuse')
    .sort();
}
