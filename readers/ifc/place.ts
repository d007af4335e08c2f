import type { CityFrame, ModelPlace, PlaceDoubt } from '../../model/city/model-place.ts';
import { crsOf, epsgOf } from '../../model/geo/crs.ts';
import { ecefFromEnuMatrix, ecefFromLonLat, enuFromEcef, lonLatFromEcef } from '../../model/geo/enu.ts';
import type { BuildingModel } from './building-model.ts';

/** A place that the file's statements lead to, with what is doubtful about them. */
export interface ProposedPlace {
  place: ModelPlace;
  doubts: PlaceDoubt[];
  /** Its system was named by the person, not by the file. */
  isAssumed: boolean;
}

/** A project's zero lies on or beside its site; coordinates beyond this hold an offset of their own. */
const FAR_M = 10_000;
/** No map has numbers above this in metres: 40 million are eastings with a zone before them. */
const MAX_MAP_M = 1e8;

type Placeable = Pick<BuildingModel, 'georeference' | 'lengthUnitM' | 'mesh'>;

/**
 * By the map conversion, else by the site's latitude, longitude and true north, else the coordinates are taken for those of `wanted`;
 * null where there is none of the three. Usual mistakes are put right and told as doubts: coordinates that hold the map's offset already,
 * an offset in another unit than it says, and a model far from its own zero although a site is stated.
 */
export function proposePlace({ georeference, lengthUnitM, mesh }: Placeable, wanted?: string): ProposedPlace | null {
  const { map, site, trueNorthRad } = georeference;
  const crs = map?.crs || wanted;
  const middle = middleOf(mesh.positionM);
  if (map && crs)
    return { ...placeOfMap(map, crs, lengthUnitM, middle, lowestOf(mesh.positionM)), isAssumed: map.crs === '' };
  if (site) {
    const isFar = !isNear(...middle);
    const { lonDeg, latDeg, elevationM } = site;
    return {
      place: {
        kind: 'point',
        lonDeg,
        latDeg,
        elevationM,
        rotationRad: -trueNorthRad || 0,
        anchorM: isFar ? middle : [0, 0],
      },
      doubts: isFar ? [{ code: 'far-from-zero', stated: [0, 0, 0], taken: [...middle, 0] }] : [],
      isAssumed: false,
    };
  }
  if (!wanted) return null;
  const place = { kind: 'map', crs: wanted, eastM: 0, northM: 0, elevationM: 0, rotationRad: 0, scale: 1 } as const;
  return { place, doubts: [], isAssumed: true };
}

type StatedMap = NonNullable<BuildingModel['georeference']['map']>;

function placeOfMap(
  map: StatedMap,
  crs: string,
  lengthUnitM: number,
  [x, y]: [number, number],
  lowestM: number,
): Pick<ProposedPlace, 'place' | 'doubts'> {
  const mapOffset: [number, number, number] = [map.eastings, map.northings, map.orthogonalHeight];
  const { mapUnitM, scale, doubt } = scaleOf(map, crs, lengthUnitM);
  const stated = mapOffset.map((v) => v * mapUnitM) as typeof mapOffset;
  let [eastM, northM, elevationM] = stated;
  const doubts: PlaceDoubt[] = doubt ? [doubt] : [];
  if (mapUnitM < 1 && isNear(eastM, northM) && !isNear(map.eastings, map.northings)) {
    [eastM, northM, elevationM] = mapOffset;
    doubts.push({ code: 'offset-in-metres', stated, taken: mapOffset });
  } else if (Math.max(Math.abs(eastM), Math.abs(northM)) > MAX_MAP_M) {
    [eastM, northM, elevationM] = [eastM / 1000, northM / 1000, elevationM / 1000];
    doubts.push({ code: 'offset-in-millimetres', stated, taken: [eastM, northM, elevationM] });
  }
  const { rotationRad } = map;
  if (!isNear(x, y) && Math.hypot(x - eastM, y - northM) < FAR_M && !isNear(eastM, northM)) {
    // A model that holds the map's offset holds its height too, where its foot lies nearer to that than to 0.
    const heldM = Math.abs(lowestM - elevationM) < Math.abs(lowestM) ? 0 : elevationM;
    // It is turned and scaled about the offset that it holds.
    const cos = scale * Math.cos(rotationRad);
    const sin = scale * Math.sin(rotationRad);
    const taken: typeof stated = [eastM - (cos * eastM - sin * northM), northM - (sin * eastM + cos * northM), heldM];
    doubts.push({ code: 'double-offset', stated: [eastM, northM, elevationM], taken });
    [eastM, northM, elevationM] = taken;
  }
  return { place: { kind: 'map', crs, eastM, northM, elevationM, rotationRad, scale }, doubts };
}

/** A projection stretches by less at a place that it is used for; Mercator's of the web by its latitude. */
const MAX_STRETCH = 0.1;
const MAX_WEB_STRETCH = 12;
const WEB_MERCATOR = 3857;

/**
 * The model's scale in the map, and the map's unit. The stated scale is meant from the project's unit to the map's (IFC 4.3), so a model in
 * millimetres has 0.001; where a projection's scale is meant as well, 0.001 × 0.9996. Many programs write the projection's alone. A model is in
 * metres here already, so that the units are taken out of it. What fits neither is not believed.
 */
function scaleOf(
  { mapUnitM, scale, factors }: StatedMap,
  crs: string,
  lengthUnitM: number,
): { mapUnitM: number; scale: number; doubt: PlaceDoubt | null } {
  const isOfMap = (value: number): boolean =>
    value > 1 - MAX_STRETCH && value < (epsgOf(crs) === WEB_MERCATOR ? MAX_WEB_STRETCH : 1 + MAX_STRETCH);
  const [ownX, ownY, ownZ] = factors;
  const isEven = isOfMap(ownX) && Math.abs(ownX - ownY) < EVEN && Math.abs(ownZ - 1) < EVEN;
  const unitM = mapUnitM ?? lengthUnitM;
  const readings: [mapUnitM: number, scale: number][] = [
    [unitM, ((scale ?? lengthUnitM / unitM) * unitM) / lengthUnitM],
    [unitM, scale ?? 1],
    ...(mapUnitM === null ? [[1, (scale ?? 1) / lengthUnitM] as [number, number]] : []),
  ];
  const meant = readings.find(([, value]) => isOfMap(value * ownX));
  if (meant && isEven) return { mapUnitM: meant[0], scale: meant[1] * ownX, doubt: null };
  return { mapUnitM: unitM, scale: 1, doubt: { code: 'scale', stated: [(scale ?? 1) * ownX], taken: [1] } };
}

/** Scales of the axes that differ by less are one. */
const EVEN = 1e-6;

/** Returns the lowest of all heights. */
const lowestOf = (positionM: Float64Array): number => {
  let lowest = Infinity;
  for (let i = 2; i < positionM.length; i += 3) lowest = Math.min(lowest, positionM[i]);
  return lowest;
};

const isNear = (x: number, y: number): boolean => Math.hypot(x, y) < FAR_M;

/** Returns the middle of the bounding box, in plan. */
export function middleOf(positionM: Float64Array): [xM: number, yM: number] {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < positionM.length; i += 3) {
    west = Math.min(west, positionM[i]);
    east = Math.max(east, positionM[i]);
    south = Math.min(south, positionM[i + 1]);
    north = Math.max(north, positionM[i + 1]);
  }
  return [(west + east) / 2, (south + north) / 2];
}

/** Points of a model (x, y, z a point) one by one through the map's own formulas; `lonLatDeg` and `elevationM` take the answers. */
export async function placePoints(
  positionM: Float64Array,
  place: ModelPlace,
  where: string,
  lonLatDeg: Float64Array,
  elevationM: Float32Array | Float64Array,
): Promise<void> {
  const count = positionM.length / 3;
  for (let v = 0; v < count; v++) elevationM[v] = place.elevationM + positionM[3 * v + 2];
  const scale = place.kind === 'map' ? place.scale : 1;
  const cos = Math.cos(place.rotationRad) * scale;
  const sin = Math.sin(place.rotationRad) * scale;
  if (place.kind === 'map') {
    for (let v = 0; v < count; v++) {
      const px = positionM[3 * v];
      const py = positionM[3 * v + 1];
      lonLatDeg[2 * v] = place.eastM + cos * px - sin * py;
      lonLatDeg[2 * v + 1] = place.northM + sin * px + cos * py;
    }
    const crs = await crsOf(place.crs, where);
    const unitM = crs.unitM ?? 1;
    if (unitM !== 1) for (let i = 0; i < 2 * count; i++) lonLatDeg[i] /= unitM;
    crs.toLonLat(lonLatDeg, 0, count);
    return;
  }
  const m = ecefFromEnuMatrix({ lonDeg: place.lonDeg, latDeg: place.latDeg, heightM: 0 });
  for (let v = 0; v < count; v++) {
    const px = positionM[3 * v] - place.anchorM[0];
    const py = positionM[3 * v + 1] - place.anchorM[1];
    const e = cos * px - sin * py;
    const n = sin * px + cos * py;
    const at = lonLatFromEcef([m[0] * e + m[4] * n + m[12], m[1] * e + m[5] * n + m[13], m[2] * e + m[6] * n + m[14]]);
    lonLatDeg[2 * v] = at.lonDeg;
    lonLatDeg[2 * v + 1] = at.latDeg;
  }
}

/** Distance between the points by which the map's formulas are read: its scale and its turn there. */
const ARM_M = 100;

/**
 * Column-major 4 × 4: the model's metres → the city's ENU metres. The model stays rigid, as a building is: it is laid through the map's
 * place, turn and scale at the middle of its plan. Against `placePoints` a point r from there is off by the curvature, r² / 2R: 2 cm at
 * 500 m. Throws CrsError for a system that is not known.
 */
export async function enuFromModel(
  place: ModelPlace,
  [x, y]: readonly [number, number],
  { origin, geoidUndulationM }: CityFrame,
  where: string,
): Promise<number[]> {
  const arms = Float64Array.of(x, y, 0, x + ARM_M, y, 0, x, y + ARM_M, 0, x, y, ARM_M);
  const lonLatDeg = new Float64Array(8);
  const elevationM = new Float64Array(4);
  await placePoints(arms, place, where, lonLatDeg, elevationM);
  const [at, east, north, up] = [0, 1, 2, 3].map((i) =>
    enuFromEcef(
      origin,
      ecefFromLonLat({
        lonDeg: lonLatDeg[2 * i],
        latDeg: lonLatDeg[2 * i + 1],
        heightM: elevationM[i] + geoidUndulationM,
      }),
    ),
  );
  const axis = (end: readonly number[]) => end.map((v, k) => (v - at[k]) / ARM_M);
  const [ax, ay, az] = [east, north, up].map(axis);
  return [...ax, 0, ...ay, 0, ...az, 0, ...at.map((v, k) => v - ax[k] * x - ay[k] * y), 1];
}
