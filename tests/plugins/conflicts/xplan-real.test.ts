import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeMachine } from '../../../cli/sim/engine-machine.ts';
import { parsePlanFeatures } from '../../../model/plans/plan.ts';
import { planBytes } from '../../../model/plans/plan-text.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import { sha256 } from '../../../model/sha256.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { readXPlan } from '../../../readers/xplan/xplan.ts';
import { FAR_M } from '../../../src/kit/layer-health.tsx';
import { PlanFile } from '../../../src/plugins/conflicts/tasks/plan-file.ts';
import { engine } from '../../../workers/plans/engine.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';

/** German plans in XPlanGML; what lies in them was counted and measured apart when the data were chosen. */
const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../../shared/data');
const XPLAN = join(DATA, 'plans/xplanung');
const GRASLEBEN = join(XPLAN, 'fnp-grasleben.xplan51.gml.gz');
const WRONG_ZONE = join(XPLAN, 'fplan-bad-liebenwerda-wrong-gk-zone.xplan51.zip');
const BENT_PLAN = join(XPLAN, 'hamburg-BPlan001.xplan51.gml.gz');

test.skipIf(!existsSync(GRASLEBEN))(
  `dwellings, trade and industry of Grasleben have their use, mixed and special areas none (skipped without ${GRASLEBEN})`,
  async () => {
    const file = new PlanFile();
    const origin = { lonDeg: 11.02, latDeg: 52.3, heightM: 0 };
    await file.look([{ name: 'fnp.gml.gz', blob: new Blob([readFileSync(GRASLEBEN)]) }], { origin });
    const specific = file.codes('besondereArtDerBaulNutzung');
    // 3 of 1000, 5 of 1100, 35 of 1200, 2 of 1700, 6 of 1800; 47 of 1400, 6 of 1500, 4 of 2000 and 8 of 2100 stay open.
    expect([specific.filled, specific.known['xplanung-specific'], specific.known['mnr-2023']]).toEqual([116, 51, 0]);
    expect(specific.open['xplanung-specific']).toEqual(['1400', '1500', '2000', '2100']);
    const general = file.codes('allgArtDerBaulNutzung');
    expect([general.filled, general.known['xplanung-general']]).toEqual([140, 51]);
  },
);

const FAR_SHAPE = {
  type: 'Feature',
  id: 'far',
  properties: { kind: 'street-line' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [12, 52],
        [12.001, 52],
        [12.001, 52.001],
        [12, 52],
      ],
    ],
  },
};

async function open(name: string, bytes: Uint8Array<ArrayBuffer>, lonDeg: number, latDeg: number) {
  const file = new PlanFile();
  const look = await file.look([{ name, blob: new Blob([bytes]) }], { origin: { lonDeg, latDeg, heightM: 0 } });
  const stated = { name, authority: '', version: '1', status: 'approved', kind: 'use-zone' } as const;
  const { plan } = await file.make(
    { ...stated, codes: look.codes, columns: { farMax: 'GFZ' } },
    { isRepairing: false, isCutting: false, isFilling: false },
  );
  return { look, plan };
}

test.skipIf(!existsSync(GRASLEBEN))(
  `the land-use plan of Grasleben against nature protection drawn into it (skipped without ${GRASLEBEN})`,
  async () => {
    const { look, plan } = await open('fnp.gml.gz', new Uint8Array(readFileSync(GRASLEBEN)), 11.02, 52.3);
    expect([look.format, look.crs, look.count]).toEqual(['XPlanGML', 'EPSG:25832', 396]);
    expect([look.codes, look.guess.code]).toEqual(['xplanung-specific', 'besondereArtDerBaulNutzung']);
    expect(look.awayM).toBeLessThan(20_000);
    const { features } = JSON.parse(new TextDecoder().decode(plan.bytes));
    type Shape = { id: string; properties: { kind: string; use?: string; farMax?: number } };
    const building = features.filter(({ properties: { kind, use } }: Shape) => kind === 'parcel' && use === undefined);
    expect(building).toHaveLength(140);
    const ratios = building.flatMap(({ properties: { farMax } }: Shape) => (farMax === undefined ? [] : [farMax]));
    expect([Math.min(...ratios), Math.max(...ratios)]).toEqual([0.2, 0.8]);
    const machine = nodeMachine('plans', 0);
    const questions = engine.questions(await engine.open({ manifest: { country: 'CN' } } as CityFiles, machine));
    // Two plans or more are compared: the other is one far shape.
    const bytes = planBytes(parsePlanFeatures({ type: 'FeatureCollection', features: [FAR_SHAPE] }, 'far').features);
    const other = { info: { ...plan.info, id: 'far', hash: sha256([bytes]) }, bytes };
    await questions.bring([plan, other]);
    const request = { plans: null, rules: ['construction-ecology'], slivers: DEFAULT_SLIVERS, isRepairing: true };
    const report = (await questions.compare(request, () => undefined)) ?? expect.fail('stopped');
    await machine.close();
    const ids = new Set(building.map(({ id }: Shape) => id));
    const own = report.conflicts.filter(({ a }) => ids.has(a.shape));
    expect(own.length).toBe(139);
    expect(own.reduce((sum, { areaM2 }) => sum + areaM2, 0) / 1e4).toBeCloseTo(363, -0.5);
  },
);

/** Square metres by GDAL 3.8.4, whose chords turn by 4°, of the area whose bent sides count most. */
const BENT_M2 = { 'GML_91cc934a-6381-4dfa-873a-8649ac31de22': 1263.85 };

test.skipIf(!existsSync(BENT_PLAN))(
  `areas bounded by arcs of a plan of Hamburg cover what GDAL's do (skipped without ${BENT_PLAN})`,
  async () => {
    const wish = { geometry: 'polygon', properties: { all: true }, keepZ: false } as const;
    const source = bytesSource(new Uint8Array(readFileSync(BENT_PLAN)), 'plan.gml.gz');
    const problems = new Problems();
    const raw = await readXPlan(source, wish, problems);
    const ids = raw.fields[0].words(raw.count);
    for (const [id, areaM2] of Object.entries(BENT_M2)) {
      const row = Array.from({ length: raw.count }, (_, i) => i).find((i) => ids.text(i) === id) ?? expect.fail(id);
      const first = raw.ringVertex[raw.partRing[raw.featurePart[row]]];
      let twice = 0;
      for (let v = first; v + 1 < raw.ringVertex[raw.partRing[raw.featurePart[row]] + 1]; v++)
        twice +=
          (raw.xy[2 * v] - raw.xy[2 * first]) * (raw.xy[2 * v + 3] - raw.xy[2 * first + 1]) -
          (raw.xy[2 * v + 2] - raw.xy[2 * first]) * (raw.xy[2 * v + 1] - raw.xy[2 * first + 1]);
      expect(Math.abs(Math.abs(twice / 2) / areaM2 - 1)).toBeLessThan(0.001);
    }
    expect(problems.list().map(({ code, count }) => [code, count])).toEqual([
      ['passed-point', 258],
      ['passed-line', 164],
      ['no-place', 27],
    ]);
  },
);

test.skipIf(!existsSync(WRONG_ZONE))(
  `a plan whose header names another zone lies far from its town, and the form says so (skipped without ${WRONG_ZONE})`,
  async () => {
    const bytes = execFileSync('unzip', ['-p', WRONG_ZONE], { maxBuffer: 1 << 28 });
    const { look } = await open('xplan.gml', new Uint8Array(bytes), 13.4, 51.52);
    expect(look.crs).toBe('EPSG:31467');
    expect(look.awayM).toBeGreaterThan(FAR_M);
  },
);
