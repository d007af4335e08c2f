import type { OverLimit } from '../../../model/city/catalogue.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import type { CatalogueFiles } from './catalogue-files.ts';

/** Buildings that are looked at between two pauses, in which other requests are answered. */
const AT_ONCE = 64;

/**
 * Buildings that are higher than an area of a plan allows that holds their middle, the most first. Those below the lowest limit of all
 * are not looked at, which leaves some thousands of a city's buildings.
 */
export async function findOverLimits(files: CatalogueFiles): Promise<OverLimit[]> {
  const plans = files.layers.filter(hasHeightLimit);
  if (plans.length === 0) return [];
  const limits = new Map(
    await Promise.all(plans.map(async (plan) => [plan.id, await numbers(files, plan, 'limit')] as const)),
  );
  const lowestM = Math.min(...[...limits.values()].flatMap((values) => [lowestOf(values)]));
  const found: OverLimit[] = [];
  for (const layer of files.layers.filter(isBuilding)) {
    const [heightsM, at] = await Promise.all([numbers(files, layer, 'height'), files.places(layer.id)]);
    const rows = Array.from({ length: layer.count }, (_, row) => row).filter((row) => heightsM[row] > lowestM);
    for (let first = 0; first < rows.length; first += AT_ONCE) {
      const part = rows.slice(first, first + AT_ONCE).map(async (row) => {
        const place = { eastM: at[4 * row], northM: at[4 * row + 1] };
        const over = await strictest(files, plans, limits, place, heightsM[row]);
        return over && { ...over, gid: layer.gidBase + row, heightM: heightsM[row] };
      });
      found.push(...(await Promise.all(part)).filter((one) => one !== null));
    }
  }
  return found.sort((a, b) => b.heightM - b.limitM - (a.heightM - a.limitM));
}

/** The area with the lowest limit that the height passes; null: none does. */
async function strictest(
  files: CatalogueFiles,
  plans: readonly LayerInfo[],
  limits: ReadonlyMap<string, Float64Array>,
  place: { eastM: number; northM: number },
  heightM: number,
): Promise<Pick<OverLimit, 'planGid' | 'limitM'> | null> {
  let least: Pick<OverLimit, 'planGid' | 'limitM'> | null = null;
  for (const plan of plans) {
    for (const gid of await files.areasIn(plan.id, plan.tileset.replace(/.*\//, ''), place)) {
      const limitM = limits.get(plan.id)?.[gid - plan.gidBase] ?? Number.NaN;
      if (limitM < heightM && (least === null || limitM < least.limitM)) least = { planGid: gid, limitM };
    }
  }
  return least;
}

function hasHeightLimit({ group, kind, count, attributes }: LayerInfo): boolean {
  return group === 'plan' && kind === 'area' && count > 0 && attributes.some(isHeightLimit);
}

const isHeightLimit = ({ name, unit }: LayerInfo['attributes'][number]) => name === 'limit' && unit === 'm';

function isBuilding({ kind, count, attributes }: LayerInfo): boolean {
  return kind === 'building' && count > 0 && attributes.some(({ name, unit }) => name === 'height' && unit === 'm');
}

/** A column of numbers; nought and what is not there are no limit. */
async function numbers(files: CatalogueFiles, layer: LayerInfo, name: string): Promise<Float64Array> {
  const column = await files.columns(`${layer.id}/${name}`);
  if (column.type === 'string') return new Float64Array(layer.count).fill(Number.NaN);
  return Float64Array.from(column.values, (value) => (value > 0 ? value : Number.NaN));
}

function lowestOf(values: Float64Array): number {
  return values.reduce((least, value) => (value < least ? value : least), Number.POSITIVE_INFINITY);
}
