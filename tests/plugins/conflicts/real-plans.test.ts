import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeMachine } from '../../../cli/sim/engine-machine.ts';
import type { PlanKind } from '../../../model/plans/plan-kinds.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import { PlanFile } from '../../../src/plugins/conflicts/tasks/plan-file.ts';
import { engine } from '../../../workers/plans/engine.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';

/** Plans of two Japanese authorities over the same ground; what they share was measured apart when the data were chosen. */
const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../../shared/data');
const NUMAZU = join(DATA, 'plans/plateau');
const ZONING = join(NUMAZU, 'numazu-shi-523857_urf_6668_op.gml.gz');
const LANDSLIDES = join(NUMAZU, 'numazu-shi-523857_lsld_6668_op.gml.gz');

async function planOf(path: string, kind: PlanKind) {
  const file = new PlanFile();
  const origin = { lonDeg: 138.86, latDeg: 35.1, heightM: 0 };
  const look = await file.look([{ name: path, blob: new Blob([readFileSync(path)]) }], { origin });
  const stated = { name: kind, authority: '', version: '1', status: 'approved', kind } as const;
  const { plan } = await file.make(
    { ...stated, codes: look.codes, columns: look.guess },
    { isRepairing: true, isCutting: false, isFilling: false },
  );
  return { look, plan };
}

test.skipIf(!existsSync(ZONING))(
  `zoning of Numazu against the landslide zones of its prefecture (skipped without ${ZONING})`,
  async () => {
    const zoning = await planOf(ZONING, 'farmland');
    const landslides = await planOf(LANDSLIDES, 'ecology');
    expect([zoning.look.count, landslides.look.count]).toEqual([47, 81]);
    expect(zoning.look.awayM).toBeLessThan(20_000);
    const machine = nodeMachine('plans', 0);
    const questions = engine.questions(await engine.open({ manifest: { country: 'CN' } } as CityFiles, machine));
    await questions.bring([zoning.plan, landslides.plan]);
    const request = { plans: null, rules: ['farmland-ecology'], slivers: DEFAULT_SLIVERS, isRepairing: true };
    const report = (await questions.compare(request, () => undefined)) ?? expect.fail('stopped');
    await machine.close();
    // Use districts are those with a floor area ratio.
    const districts = report.conflicts.filter(({ a }) => a.farMax !== undefined);
    const hectares = districts.reduce((sum, { areaM2 }) => sum + areaM2, 0) / 1e4;
    // The measurement has 59 pairs; the sixtieth here is of 6 m².
    expect(districts.filter(({ areaM2 }) => areaM2 > 10)).toHaveLength(59);
    expect(districts).toHaveLength(60);
    expect(hectares).toBeCloseTo(28.8, 1);
    expect(report.tallies[0].errorRatio).toBeLessThan(1e-9);
  },
);
