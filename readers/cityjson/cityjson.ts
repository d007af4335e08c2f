import { statedHeightUnitM } from '../../model/geo/height-unit.ts';
import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { crsOf } from '../shared/crs.ts';
import { CoordinateExtent } from '../shared/model-space.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { RawSurfaces } from '../shared/raw-features.ts';
import { openCityJson } from './city-objects.ts';
import { CitySurfaces } from './city-surfaces.ts';
import { cityJsonMessage } from './messages.ts';

/**
 * A layer of surfaces. One feature a root object: its own surfaces and those of its parts, each at its highest LoD. Of `wish` it takes
 * `objectTypes`, `crs` and `assumedCrs`.
 */
export async function readCityJson(
  source: ByteSource,
  wish: Pick<ReadOptions, 'objectTypes' | 'crs' | 'assumedCrs' | 'encoding'>,
  problems: Problems,
): Promise<RawSurfaces> {
  const city = await openCityJson(source, { encoding: wish.encoding, problems });
  const { file } = city;
  const stated = wish.crs ?? city.referenceSystem ?? undefined;
  const system = stated ?? wish.assumedCrs;
  if (!system) {
    const extent = new CoordinateExtent();
    for (const { xy } of city.parts()) extent.take(xy);
    extent.refuseModelSpace(file, null);
    throw new ReadError(cityJsonMessage('no-crs', { file }));
  }
  const unitM = statedHeightUnitM(system) ?? statedHeightUnitM(city.referenceSystem ?? '');
  const reader = new CitySurfaces(file, await crsOf(system, file), unitM, wish.objectTypes, problems);
  for (const part of city.parts()) reader.take(part);
  return { ...reader.finish(wish.crs !== undefined), crsAssumed: stated === undefined };
}
