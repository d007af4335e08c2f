import { expect } from 'vitest';
import { nodeMachine } from '../../../cli/sim/engine-machine.ts';
import type { PlanFeature, PlanProperties } from '../../../model/plans/plan.ts';
import { planBytes } from '../../../model/plans/plan-text.ts';
import { sha256 } from '../../../model/sha256.ts';
import { engine } from '../../../workers/plans/engine.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';

/** About 1 m at the equator, where the plane's meridian runs. */
const M_DEG = 1 / 111_000;
export const HOME = { kind: 'parcel', code: '0701' } as const;

function shape(id: string, [west, south, east, north]: readonly number[], properties: PlanProperties): PlanFeature {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ].map(([x, y]) => [x * M_DEG, y * M_DEG]);
  return { type: 'Feature', id, properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** Homes on farmland and within a river's range; a use that only the crosswalk tells from homes; a planned house 2 m from a water pipe. */
const HOMES = [
  shape('homes', [0, 0, 100, 100], HOME),
  shape('more', [200, 0, 300, 100], HOME),
  shape('house', [400, 0, 420, 20], { kind: 'planned-building' }),
];
const LINES = [
  shape('field', [50, 0, 150, 100], { kind: 'farmland' }),
  shape('river', [0, 50, 100, 150], { kind: 'river' }),
  shape('shops', [200, 0, 300, 100], { kind: 'parcel', code: 'B1' }),
  shape('pipe', [422, 0, 423, 20], { kind: 'pipe', system: 'water' }),
];

const emptyCity = (): CityFiles => ({
  manifest: { id: 'town', country: 'CN', layers: [], facts: {} } as unknown as CityFiles['manifest'],
  read: async (path) => expect.fail(path),
  readJson: async (path) => expect.fail(path),
  findJson: async () => null,
});

/** The engine with both plans, and what ends it. */
export async function openTownPlans() {
  const machine = nodeMachine('plans', 0);
  const site = await engine.open(emptyCity(), machine);
  const questions = engine.questions(site);
  const opened = [HOMES, LINES].map((features, i) => {
    const bytes = planBytes(features);
    const text = { zh: '', en: '' };
    const info = {
      ...{ id: `own-${i}`, authority: text, name: text, version: '1', status: 'draft' as const },
      codes: i === 0 ? ('mnr-2023' as const) : ('gb50137-2011' as const),
      source: { name: text, licence: '', crs: 'EPSG:4326' },
      ...{ file: `plans/own-${i}.geojson`, hash: sha256([bytes]), count: features.length },
    };
    return { info, bytes };
  });
  await questions.bring(opened);
  return { site, questions, opened, close: () => machine.close() };
}
