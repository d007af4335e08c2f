import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanInput } from '../../tiles/model.ts';
import { writePlans } from '../../tiles/plans/write-plans.ts';

/** A baked city that has plans and nothing else. */
export function writePlanCity(folder: string, plans: readonly PlanInput[]): void {
  mkdirSync(join(folder, 'plans'), { recursive: true });
  const manifest = {
    format: 1,
    id: 'plans-only',
    name: { zh: '规划', en: 'Plans' },
    fictional: true,
    about: { zh: '', en: '' },
    origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 0 },
    zone: 'Asia/Shanghai',
    datum: { vertical: 'none', geoidUndulationM: 0 },
    extentM: [-4000, -3000, 4000, 3000],
    home: { lonDeg: 108.75, latDeg: 34.3, heightM: 1000, headingDeg: 0, pitchDeg: -45 },
    terrain: null,
    ground: null,
    layers: [],
    grids: null,
    ...writePlans(plans, { rules: null, crosswalk: null }, folder),
    tour: [],
    labels: [],
    bakedBy: 'a test',
    inputHash: '',
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}
