import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parsePlanFeatures } from '../../../model/plans/plan.ts';
import { metricsOf, parcelMetrics, parcelRing } from '../../../model/schemes/metrics.ts';
import { DEFAULT_ASSUMPTIONS, type Scheme, type SchemeParcel } from '../../../model/schemes/scheme.ts';
import { parseSchemesFile, schemesFileText } from '../../../model/schemes/scheme-file.ts';
import { areaM2, isSimpleRing } from '../../../model/schemes/site-geometry.ts';
import { PlanFile } from '../../../src/plugins/conflicts/tasks/plan-file.ts';
import { controlsOf } from '../../../src/plugins/scheme-design/planned-controls.ts';
import { writePlans } from '../../../tiles/plans/write-plans.ts';
import { generateBuildings } from '../../../workers/scheme-design/generate.ts';
import { parcelsAt, readPlannedParcels } from '../../../workers/scheme-design/planned-parcels.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** The land-use plan of a German town: 140 areas to build on, with floor-area ratios of 0.2 to 0.8. */
const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../../shared/data');
const GRASLEBEN = join(DATA, 'plans/xplanung/fnp-grasleben.xplan51.gml.gz');
const ORIGIN = { lonDeg: 11.02, latDeg: 52.3, heightM: 0 };

/** The plan as a baked city has it. */
async function townOf(folder: string): Promise<CityFiles> {
  const file = new PlanFile();
  const bytes = new Uint8Array(readFileSync(GRASLEBEN));
  const look = await file.look([{ name: 'fnp.gml.gz', blob: new Blob([bytes]) }], { origin: ORIGIN });
  const stated = { name: 'FNP', authority: '', version: '1', status: 'approved', kind: 'use-zone' } as const;
  const { plan } = await file.make(
    { ...stated, codes: look.codes, columns: { farMax: 'GFZ' } },
    { isRepairing: true, isCutting: false, isFilling: false },
  );
  const { features } = parsePlanFeatures(JSON.parse(new TextDecoder().decode(plan.bytes)), 'fnp');
  const { hash: _, count: __, file: ___, ...info } = plan.info;
  const written = writePlans([{ ...info, features }], { rules: null, crosswalk: null }, folder);
  const manifest = { ...smallCity().city, id: 'grasleben', origin: ORIGIN, ...written } as CityFiles['manifest'];
  const read = async (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  const readJson = async (path: string) => JSON.parse(new TextDecoder().decode(await read(path))) as unknown;
  return { manifest, read, readJson, findJson: readJson };
}

test.skipIf(!existsSync(GRASLEBEN))(
  `schemes on the parcels of Grasleben keep the plan’s floor-area ratios and come back from their file (skipped without ${GRASLEBEN})`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shapan-grasleben-'));
    const planned = await readPlannedParcels(await townOf(folder));
    rmSync(folder, { recursive: true, force: true });
    const limited = planned.filter(({ properties: { farMax }, ringM }) => farMax !== undefined && ringM.length <= 500);
    expect(limited.length).toBeGreaterThan(50);
    const [first] = limited;
    const [[eastM, northM]] = first.ringM;
    expect(parcelsAt(planned, eastM + 1e9, northM)).toEqual([]);
    const parcels = limited.map(({ plan, shape, properties, use, ringM }, i): SchemeParcel => {
      const { controls, assumed } = controlsOf(properties, use);
      expect(controls.far).toBe(properties.farMax);
      // A land-use plan limits the floor area, and neither coverage nor height.
      expect(assumed).not.toContain('far');
      expect(assumed).toEqual(expect.arrayContaining(['densityMaxPct', 'heightMaxM', 'greenMinPct', 'setbackM']));
      return { id: `p${i}`, name: shape, source: { plan, shape }, ...parcelRing(ringM), controls, assumed };
    });
    const buildings = parcels.flatMap((parcel) => generateBuildings(parcel).buildings);
    const scheme: Scheme = { id: 's', name: 'Grasleben', parcels, buildings };
    expect(buildings.length).toBeGreaterThan(limited.length);
    for (const { ringM } of buildings) expect(isSimpleRing(ringM)).toBe(true);
    for (const { parcel, verdicts } of parcelMetrics(scheme, DEFAULT_ASSUMPTIONS))
      for (const { metric, limit, got, isMet } of verdicts)
        if (metric === 'far' || metric === 'densityPct' || metric === 'heightM')
          expect(isMet, `${parcel.name} ${metric} ${got} of ${limit}`).toBe(true);
    const { siteM2, gfaM2, far } = metricsOf(scheme, DEFAULT_ASSUMPTIONS);
    const wholeM2 = parcels.reduce((sum, { ringM }) => sum + areaM2(ringM), 0);
    expect(siteM2).toBeCloseTo(wholeM2, 3);
    const mostM2 = parcels.reduce((sum, { ringM, controls }) => sum + areaM2(ringM) * controls.far, 0);
    expect(gfaM2).toBeLessThanOrEqual(mostM2 * (1 + 1e-6));
    expect(far).toBeGreaterThan(0.1);
    const text = schemesFileText('grasleben', ORIGIN, { schemes: [scheme], assumptions: DEFAULT_ASSUMPTIONS });
    const [again] = parseSchemesFile(JSON.parse(text), 'f', 'grasleben', ORIGIN).schemes;
    expect(metricsOf(again, DEFAULT_ASSUMPTIONS).gfaM2).toBeCloseTo(gfaM2 ?? 0, 0);
  },
  120_000,
);
