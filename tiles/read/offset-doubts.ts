import { bd09, gcj02 } from '../../model/geo/chinese-offsets.ts';
import type { Conversion } from '../../model/geo/conversion.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { houseWalls } from '../infer/house-walls.ts';
import type { LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';

/**
 * Numbers of vertices of a road layer by which it is judged whether it runs through houses: the most that are looked at, and the least,
 * below which nothing is concluded.
 */
const MAX_VERTICES = 4000;
const MIN_VERTICES = 50;
/** Share of roads' vertices in houses from which a layer is doubted: gates and tunnels of a town that fits stay far below it. */
const DOUBTFUL_SHARE = 0.05;
/** A system explains the misfit if it leaves less than this of it. */
const EXPLAINED = 0.25;

/**
 * China's public maps (GCJ-02) and Baidu's (BD-09) lie 300 to 1,200 m off WGS 84 and do not say so. Where the roads of one file run through
 * the houses of another, and no longer do when one of the two is taken for such a map, that file's layer is told; nothing is moved.
 */
export function reportOffsets(layers: readonly LayerInput[], ground: Ground): void {
  const houses = layers.filter(({ kind, features }) => kind === 'building' && features.geometry.kind !== 'point');
  const roads = layers.filter(({ kind, group }) => group === 'road' && kind === 'area');
  for (const house of houses)
    for (const road of roads) if (house.source.inputHash !== road.source.inputHash) comparePair(house, road, ground);
}

function comparePair(house: LayerInput, road: LayerInput, ground: Ground): void {
  const places = verticesOf(road, boxOf(house));
  if (places.length < 2 * MIN_VERTICES) return;
  const { isBuilt } = houseWalls([house], ground);
  const shareBuilt = (lonLatDeg: Float64Array): number => {
    let built = 0;
    for (let i = 0; i < lonLatDeg.length; i += 2)
      if (isBuilt(planeOf(ground.origin, lonLatDeg[i], lonLatDeg[i + 1]))) built++;
    return built / (lonLatDeg.length / 2);
  };
  const asRead = shareBuilt(places);
  if (asRead < DOUBTFUL_SHARE) return;
  const explained = [gcj02(), bd09()]
    .flatMap((crs) => [
      { crs, layer: house, share: shareBuilt(moved(places, crs, false)) },
      { crs, layer: road, share: shareBuilt(moved(places, crs, true)) },
    ])
    .sort((a, b) => a.share - b.share);
  const [{ crs, layer, share }] = explained;
  if (share > EXPLAINED * asRead) return;
  const other = layer === house ? road : house;
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  layer.problems.push({
    code: 'crs-offset',
    count: layer.features.count,
    example: `${layer.id}: expected roads outside of houses, got ${percent(asRead)} of the roads' vertices within houses beside ${other.id}; taken for ${crs.name} ${percent(share)}: --crs ${crs.name} says so`,
  });
}

const planeOf = (origin: LonLat, lonDeg: number, latDeg: number): [number, number] => {
  const [east, north] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
  return [east, north];
};

/** Houses stay where they are read: roads beside houses of another system lie where that system has them. */
function moved(lonLatDeg: Float64Array, crs: Conversion, isOfRoads: boolean): Float64Array {
  const out = Float64Array.from(lonLatDeg);
  if (isOfRoads) crs.toLonLat(out, 0, out.length / 2);
  else
    for (let i = 0; i < out.length; i += 2) {
      const [lonDeg, latDeg] = crs.fromLonLat(out[i], out[i + 1]);
      out[i] = lonDeg;
      out[i + 1] = latDeg;
    }
  return out;
}

type Box = [westDeg: number, southDeg: number, eastDeg: number, northDeg: number];

function boxOf({ features }: LayerInput): Box {
  const { lonLatDeg } = features.geometry;
  const box: Box = [180, 90, -180, -90];
  for (let i = 0; i < lonLatDeg.length; i += 2) {
    box[0] = Math.min(box[0], lonLatDeg[i]);
    box[1] = Math.min(box[1], lonLatDeg[i + 1]);
    box[2] = Math.max(box[2], lonLatDeg[i]);
    box[3] = Math.max(box[3], lonLatDeg[i + 1]);
  }
  return box;
}

/** Vertices of a layer in a box, evenly taken. */
function verticesOf({ features }: LayerInput, [west, south, east, north]: Box): Float64Array {
  const { lonLatDeg } = features.geometry;
  const within: number[] = [];
  for (let i = 0; i < lonLatDeg.length; i += 2)
    if (lonLatDeg[i] >= west && lonLatDeg[i] <= east && lonLatDeg[i + 1] >= south && lonLatDeg[i + 1] <= north)
      within.push(i);
  const step = Math.max(1, Math.ceil(within.length / MAX_VERTICES));
  return Float64Array.from(
    within.filter((_, nth) => nth % step === 0).flatMap((i) => [lonLatDeg[i], lonLatDeg[i + 1]]),
  );
}
