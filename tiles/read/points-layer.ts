import { createHash } from 'node:crypto';
import type { Crs } from '../../model/geo/crs.ts';
import { heightUnitM } from '../../model/geo/height-unit.ts';
import { isSameLength } from '../../model/geo/units.ts';
import { lasMessage } from '../../readers/las/messages.ts';
import type { PointCloud } from '../../readers/las/point-cloud.ts';
import { crsOf } from '../../readers/shared/crs.ts';
import { AREA_LIMITS } from '../../readers/shared/limits.ts';
import { Problems, ReadError } from '../../readers/shared/problems.ts';
import { usableCrs } from '../../readers/shared/wkt-crs.ts';
import type { TilesetInput } from '../model.ts';
import type { TilesetRecipe } from '../recipe.ts';
import { enuMillimetres, extentOfCloud, groundUnitM, lonLatOf } from '../tilesets/point-places.ts';
import { pointFactsOf, writePoints } from '../tilesets/write-points.ts';
import { nodeFileSource } from './node-file.ts';
import { reportPlaceDoubts } from './place-doubts.ts';

type PointsInput = Pick<
  TilesetInput,
  'shape' | 'source' | 'problems' | 'assumptions' | 'boundsDeg' | 'lowestM' | 'points' | 'write'
>;

/** A cloud as a layer of tiles: read whole, placed, and made tiles of when the city's frame is known. */
export async function readPointsLayer(recipe: TilesetRecipe, undulationM: number): Promise<PointsInput> {
  const { readLas } = await import('../../readers/las/read-las.ts');
  const source = nodeFileSource(recipe.file);
  const cloud = await readLas(source);
  const problems = new Problems();
  const crs = await crsOf(await systemOf(cloud, recipe.crs, problems), source.name);
  if (recipe.crs === undefined) refuseOtherUnit(cloud, crs);
  if (cloud.withheld > 0)
    problems.report(
      'points-withheld',
      () => `${source.name}: expected points that count, got some that are marked as withheld; they are left out`,
      cloud.withheld,
    );
  const { least, most } = extentOfCloud(cloud);
  const unitM = groundUnitM(crs, least[0], least[1], source.name);
  const acrossM = Math.hypot(most[0] - least[0], most[1] - least[1]) * unitM;
  if (!(acrossM <= 2 * AREA_LIMITS.cityM))
    throw new ReadError(
      lasMessage('far', {
        file: source.name,
        most: (2 * AREA_LIMITS.cityM) / 1000,
        got: Math.round(acrossM / 1000),
        crs: crs.name,
      }),
    );
  const stated = cloud.heightUnitM;
  const heights = { unitM: stated ?? heightUnitM(crs, unitM), undulationM };
  const corners = [least[0], most[0]].flatMap((x) => [least[1], most[1]].map((y) => lonLatOf(crs, x, y, source.name)));
  reportPlaceDoubts(crs, source.name, Float64Array.from(corners.flat()), problems);
  const facts = pointFactsOf(cloud);
  return {
    shape: 'points',
    source: { ...recipe.source, crs: crs.name, inputHash: createHash('blake2b512').update(cloud.xyz).digest('hex') },
    problems: problems.list(),
    assumptions: [
      ...(stated === null && heights.unitM !== 1
        ? [{ code: 'points-height-unit' as const, values: { unitM: heights.unitM } }]
        : []),
      ...(facts.colouredBy === 'rgb' ? [] : [{ code: `points-by-${facts.colouredBy}` as const, values: {} }]),
    ],
    boundsDeg: [
      Math.min(...corners.map(([lonDeg]) => lonDeg)),
      Math.min(...corners.map(([, latDeg]) => latDeg)),
      Math.max(...corners.map(([lonDeg]) => lonDeg)),
      Math.max(...corners.map(([, latDeg]) => latDeg)),
    ],
    lowestM: least[2] * heights.unitM + undulationM,
    points: facts,
    write: async (folder, { origin }) =>
      writePoints(cloud, enuMillimetres(cloud, crs, { ...origin }, heights), facts.colouredBy, folder, { ...origin }),
  };
}

async function systemOf(cloud: PointCloud, wanted: string | undefined, problems: Problems): Promise<string> {
  const found = wanted ?? (await usableCrs(cloud.crs.code, cloud.crs.text, cloud.file, problems));
  if (found === null) throw new ReadError(lasMessage('crs', { file: cloud.file }));
  return found;
}

/** Keys that name a system in one unit and state another. */
function refuseOtherUnit({ file, planeUnitM }: PointCloud, { name, geographic, unitM: ownM = 1 }: Crs): void {
  if (planeUnitM !== null && !geographic && !isSameLength(planeUnitM, ownM))
    throw new ReadError(lasMessage('plane-unit', { file, crs: name, ownM, unitM: planeUnitM }));
}
