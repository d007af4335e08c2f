import type { EnuSphere, Surroundings, VulnerablePlace } from '../../../model/city/catalogue.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import {
  USE_ATTRIBUTES,
  VULNERABLE_KINDS,
  type VulnerableKind,
  vulnerableKindOf,
} from '../../../model/city/vulnerable-kind.ts';
import { type CatalogueFiles, keyOf } from './catalogue-files.ts';

/** A point that lies so near to a building of its kind is the same place in another layer. */
const SAME_PLACE_M = 50;

/** Counts what lies within a radius of a place, by the middles of things in the plane. */
export async function surroundingsOf(
  files: CatalogueFiles,
  { eastM, northM }: Pick<EnuSphere, 'eastM' | 'northM'>,
  radiusM: number,
): Promise<Surroundings> {
  const found: Surroundings = { buildings: 0, dwellings: null, residents: null, vulnerable: [], known: [] };
  const known = new Set<VulnerableKind>();
  for (const layer of files.layers.filter(isCountedLayer)) {
    const at = await files.places(layer.id);
    const near: { row: number; distanceM: number }[] = [];
    for (let row = 0; row < layer.count; row++) {
      const distanceM = Math.hypot(at[4 * row] - eastM, at[4 * row + 1] - northM);
      if (distanceM <= radiusM) near.push({ row, distanceM });
    }
    if (layer.kind === 'building') {
      found.buildings += near.length;
      for (const name of ['dwellings', 'residents'] as const) {
        const sum = await sumOf(files, layer, name, near);
        if (sum !== null) found[name] = (found[name] ?? 0) + sum;
      }
    }
    found.vulnerable.push(...(await vulnerableIn(files, layer, near, known)));
  }
  const buildings = found.vulnerable.filter(({ isBuilding }) => isBuilding);
  const isCounted = (one: VulnerablePlace) =>
    one.isBuilding || !buildings.some((other) => other.kind === one.kind && isSamePlace(one, other));
  found.vulnerable = found.vulnerable.filter(isCounted).sort((a, b) => a.distanceM - b.distanceM);
  found.known = VULNERABLE_KINDS.filter((kind) => known.has(kind));
  return found;
}

const isCountedLayer = ({ kind, state, count }: LayerInfo): boolean =>
  ['building', 'point'].includes(kind) && state === 'existing' && count > 0;

const isSamePlace = (a: VulnerablePlace, b: VulnerablePlace): boolean =>
  Math.hypot(a.place.eastM - b.place.eastM, a.place.northM - b.place.northM) <= SAME_PLACE_M;

/** Sum over the rows that state a number; null: the layer has no such attribute. */
async function sumOf(
  files: CatalogueFiles,
  layer: LayerInfo,
  name: string,
  rows: readonly { row: number }[],
): Promise<number | null> {
  if (!layer.attributes.some((attribute) => attribute.name === name)) return null;
  const values = await Promise.all(rows.map(({ row }) => files.valueIn(layer, name, row)));
  return values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0);
}

async function vulnerableIn(
  files: CatalogueFiles,
  layer: LayerInfo,
  near: readonly { row: number; distanceM: number }[],
  known: Set<VulnerableKind>,
): Promise<VulnerablePlace[]> {
  const uses = layer.attributes.filter(({ name, type }) => type === 'code' && USE_ATTRIBUTES.has(name.toLowerCase()));
  const places: VulnerablePlace[] = [];
  const seen = new Set<number>();
  for (const { name, values } of uses) {
    const column = await files.columns(keyOf(layer, name));
    if (column.type !== 'string') continue;
    const kinds = column.distinct.map((code) => vulnerableKindOf(code, values?.[code]?.zh));
    for (const kind of kinds) if (kind) known.add(kind);
    for (const { row, distanceM } of near) {
      const kind = kinds[column.codes[row]];
      if (!kind || seen.has(row)) continue;
      seen.add(row);
      const [id, place, zh, en] = await Promise.all([
        files.idAt(layer, row),
        files.placeAt(layer, row),
        files.valueIn(layer, 'name', row),
        files.valueIn(layer, 'nameEn', row),
      ]);
      const title = typeof zh === 'string' ? zh : id;
      places.push({
        gid: layer.gidBase + row,
        layerId: layer.id,
        id,
        name: { zh: title, en: typeof en === 'string' ? en : title },
        kind,
        isBuilding: layer.kind === 'building',
        distanceM,
        place,
      });
    }
  }
  return places;
}
