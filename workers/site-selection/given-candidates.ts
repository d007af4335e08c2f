import type { CandidatesUsed } from '../../model/city/given-data.ts';
import { isAreaLayer, openAreas } from '../../model/city/layer-areas.ts';
import type { CityFiles } from '../shared/engine.ts';
import { roleLayers } from '../shared/role-rows.ts';
import type { SitePlace } from './site-place.ts';

/** Places of the layers that have the role of candidates, in the order of layers and rows, without those on less ground than is asked for. */
export async function givenCandidates(
  files: CityFiles,
  minGroundM2: number,
): Promise<{ places: SitePlace[]; used: CandidatesUsed }> {
  const layers = await roleLayers(files, 'candidates');
  const places: SitePlace[] = [];
  let small = 0;
  for (const { layer, rows } of layers) {
    const areas = minGroundM2 > 0 && isAreaLayer(layer) ? await openAreas(layer, (path) => files.read(path)) : null;
    for (const { row, id, name, atM, number } of rows) {
      const groundM2 = number('areaM2') ?? areas?.areaM2(row) ?? null;
      if (groundM2 !== null && groundM2 < minGroundM2) small++;
      else places.push({ id, name, atM, capacity: number('capacity'), cost: number('cost') });
    }
  }
  return { places, used: { labels: layers.map(({ layer }) => layer.label), places: places.length, small } };
}
