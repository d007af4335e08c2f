import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCity } from '../../tiles/check.ts';
import { bakeInto, DATA, RECIPES, readManifestOf } from './baked.ts';
import { atLeast, exactly, type ValidationCase } from './verdict.ts';

/** Least number of features each real city must keep: counted in its files (see the data's README), less what is broken there. */
const FEATURES: Record<string, number> = {
  'new-york': 113_000,
  tsinghua: 620,
  tokyo: 8_300,
  zurich: 49,
  rotterdam: 15,
  helsinki: 430,
  korea: 0,
  kamloops: 4_000,
  'north-vancouver': 1_000,
  strathcona: 2_700,
  liechtenstein: 8_900,
};

export const CASES: ValidationCase[] = readdirSync(RECIPES)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => {
    const id = name.replace('.json', '');
    return {
      name: `cities.${id}`,
      quick: false,
      missing: () => (existsSync(DATA) ? null : `no test data at ${DATA}`),
      async run() {
        const out = await mkdtemp(join(tmpdir(), `shapan-${id}-`));
        try {
          const folder = await bakeInto(out, join(RECIPES, name));
          const manifest = await readManifestOf(folder);
          const features = manifest.layers.reduce((sum, { count }) => sum + count, 0);
          const report = await checkCity(folder);
          for (const finding of report.findings.slice(0, 3))
            process.stderr.write(`${id}: ${JSON.stringify(finding)}\n`);
          return [
            atLeast(`cities.${id}.features`, features, FEATURES[id] ?? 1),
            exactly(`cities.${id}.findings`, report.total, 0),
          ];
        } finally {
          await rm(out, { recursive: true, force: true });
        }
      },
    };
  });
