import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { bake, inFreshFolder, median } from './first-bakes.ts';
import { DISTRICT, type Edited, NONE, SPREAD, writeGeneratedCity } from './generated-city.ts';
import type { Report } from './parts.ts';

const RUNS = 3;

/**
 * What a bake costs after 1 % of the houses of a generated city were surveyed anew, beside a bake of all of it: houses of one district,
 * and the same number all over the city, where every tile has some. Beside them what it costs where nothing was edited: of the very files
 * that were baked, and of copies in another folder, which are read anew. Whole and edited bakes take turns; medians.
 */
export async function benchRebake(folder: string, report: Report): Promise<void> {
  const before = writeGeneratedCity(join(folder, 'before'), NONE);
  const whole: number[] = [];
  const ratios = { district: [] as number[], spread: [] as number[], copied: [] as number[], same: [] as number[] };
  const edits: Partial<Record<keyof typeof ratios, Edited>> = { district: DISTRICT, spread: SPREAD, copied: NONE };
  for (const [name, edited] of Object.entries(edits)) writeGeneratedCity(join(folder, name), edited);
  let features = 0;
  for (let run = 0; run < RUNS; run++) {
    const out = join(folder, `out-${run}`);
    const first = await bakeAlone(before, out);
    features = first.features;
    whole.push(first.cpuS);
    for (const name of Object.keys(ratios) as (keyof typeof ratios)[]) {
      const { cpuS } = await inFreshFolder(folder, async (again) => {
        // With their times, by which the next bake knows its files.
        cpSync(out, again, { recursive: true, preserveTimestamps: true });
        return await bakeAlone(name === 'same' ? before : join(folder, name, 'recipe.json'), again);
      });
      ratios[name].push(cpuS / first.cpuS);
    }
  }
  report({ name: 'tiles.generated.buildingsPerCpuS', value: features / median(whole), unit: '1/s' });
  report({ name: 'tiles.rebake1pct.costRatio', value: median(ratios.district), unit: '1' });
  report({ name: 'tiles.rebake1pctSpread.costRatio', value: median(ratios.spread), unit: '1' });
  report({ name: 'tiles.rebakeSame.costRatio', value: median(ratios.same), unit: '1' });
  report({ name: 'tiles.rebakeCopied.costRatio', value: median(ratios.copied), unit: '1' });
}

const bakeAlone = async (recipe: string, out: string) =>
  await bake([recipe, '--threads', '1'], out, { nodeFlags: ['--single-threaded'] });
