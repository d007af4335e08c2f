import type { Description } from '../../../model/city/catalogue.ts';
import type { AttributeInfo, LayerInfo } from '../../../model/city/manifest.ts';

/** The column of a plan's layer that says how high one may build in an area. */
export const isHeightLimit = ({ name, unit }: AttributeInfo): boolean => name === 'limit' && unit === 'm';

/** The height of a building by its own data; null: it is no building, or has none. */
export function buildingHeightM({ values }: Description, { kind }: LayerInfo): number | null {
  const heightM = values.find(({ name }) => name === 'height')?.value;
  return kind === 'building' && typeof heightM === 'number' ? heightM : null;
}

/** By how much a building is higher than the strictest of the areas in which its middle lies allows; null: it is not, or none says. */
export function overLimitM(
  description: Description,
  layer: LayerInfo,
  areas: readonly Description[],
  plans: readonly LayerInfo[],
): number | null {
  const heightM = buildingHeightM(description, layer);
  if (heightM === null) return null;
  const limitsM = areas.flatMap((area) => {
    const hasLimit = plans.find(({ id }) => id === area.layerId)?.attributes.some(isHeightLimit);
    const limitM = area.values.find(({ name }) => name === 'limit')?.value;
    return hasLimit && typeof limitM === 'number' && limitM > 0 ? [limitM] : [];
  });
  const overM = heightM - Math.min(...limitsM);
  return overM > 0 ? overM : null;
}

/** Returns the areas at an object's middle that are not the object itself; null: a plan's area alone is no ground without a plan. */
export function otherAreas(
  { gid }: Description,
  { group }: LayerInfo,
  areas: readonly Description[],
): readonly Description[] | null {
  const others = areas.filter((area) => area.gid !== gid);
  return group === 'plan' && others.length === 0 ? null : others;
}
