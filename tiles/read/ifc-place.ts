import { ecefFromEnuMatrix, lonLatFromEcef } from '../../src/geo/enu.ts';
import type { IfcModel } from '../../workers/construction/ifc/ifc-model.ts';
import { type Crs, crsOf } from './crs.ts';
import { type Problems, ReadError } from './problems.ts';

/** Where a model's vertices lie. */
export interface PlacedModel {
  lonLatDeg: Float64Array;
  elevationM: Float32Array;
  /** As the manifest names it. */
  crs: string;
  /** Named by the command, not by the file. */
  assumed: boolean;
}

/** A project's zero lies on or beside its site; coordinates beyond this hold an offset of their own. */
const FAR_M = 10_000;
/** No map has numbers above this in metres: 40 million are eastings with a zone before them. */
const MOST_MAP_M = 1e8;

/**
 * By the map conversion, else by the site's latitude, longitude and true north, else the coordinates are taken for those of `wanted`.
 * Two usual mistakes are put right and told: coordinates that hold the map's offset already, and an offset in another unit than it says.
 */
export async function placeModel(
  { georeference, mesh }: IfcModel,
  file: string,
  wanted: string | undefined,
  problems: Problems,
): Promise<PlacedModel> {
  const { map, site, trueNorthRad } = georeference;
  const named = map?.crs || wanted;
  if (map && named) return placeOnMap(mesh.positionM, map, await crsOf(named, file), map.crs === '', file, problems);
  if (site) return { ...placeAtSite(mesh.positionM, site, trueNorthRad), crs: 'EPSG:4326', assumed: false };
  if (!wanted)
    throw new ReadError(
      `${file}: expected a place (IfcMapConversion, or IfcSite's latitude and longitude), got none; --crs EPSG:… takes its coordinates for those of a map`,
    );
  const none = { crs: '', mapUnitM: 1, eastings: 0, northings: 0, orthogonalHeight: 0, rotationRad: 0, scale: 1 };
  return placeOnMap(mesh.positionM, none, await crsOf(wanted, file), true, file, problems);
}

function placeOnMap(
  positionM: Float64Array,
  map: NonNullable<IfcModel['georeference']['map']>,
  crs: Crs,
  assumed: boolean,
  file: string,
  problems: Problems,
): PlacedModel {
  let [eastM, northM, upM] = [map.eastings, map.northings, map.orthogonalHeight].map((v) => v * map.mapUnitM);
  const told = () => `${file}: IfcMapConversion ${map.eastings}, ${map.northings}`;
  if (map.mapUnitM < 1 && isNear(eastM, northM) && !isNear(map.eastings, map.northings)) {
    [eastM, northM, upM] = [map.eastings, map.northings, map.orthogonalHeight];
    problems.report('ifc-offset-in-metres', told);
  } else if (Math.max(Math.abs(eastM), Math.abs(northM)) > MOST_MAP_M) {
    [eastM, northM, upM] = [eastM / 1000, northM / 1000, upM / 1000];
    problems.report('ifc-offset-in-millimetres', told);
  }
  const [x, y] = middleOf(positionM);
  if (!isNear(x, y) && Math.hypot(x - eastM, y - northM) < FAR_M && !isNear(eastM, northM)) {
    [eastM, northM] = [0, 0];
    problems.report('ifc-double-offset', told);
  }
  const count = positionM.length / 3;
  const lonLatDeg = new Float64Array(new SharedArrayBuffer(16 * count));
  const elevationM = new Float32Array(new SharedArrayBuffer(4 * count));
  const [cos, sin] = [Math.cos(map.rotationRad) * map.scale, Math.sin(map.rotationRad) * map.scale];
  for (let v = 0; v < count; v++) {
    const [px, py, pz] = [positionM[3 * v], positionM[3 * v + 1], positionM[3 * v + 2]];
    lonLatDeg[2 * v] = eastM + cos * px - sin * py;
    lonLatDeg[2 * v + 1] = northM + sin * px + cos * py;
    elevationM[v] = upM + pz;
  }
  crs.toLonLat(lonLatDeg, 0, count);
  return { lonLatDeg, elevationM, crs: crs.name, assumed };
}

const isNear = (x: number, y: number): boolean => Math.hypot(x, y) < FAR_M;

/** Of the bounding box, in plan. */
function middleOf(positionM: Float64Array): [number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positionM.length; i += 3) {
    west = Math.min(west, positionM[i]);
    east = Math.max(east, positionM[i]);
    south = Math.min(south, positionM[i + 1]);
    north = Math.max(north, positionM[i + 1]);
  }
  return [(west + east) / 2, (south + north) / 2];
}

/** The model's zero at the site, its axes turned by true north; heights above the site's own elevation. */
function placeAtSite(
  positionM: Float64Array,
  site: NonNullable<IfcModel['georeference']['site']>,
  trueNorthRad: number,
): Pick<PlacedModel, 'lonLatDeg' | 'elevationM'> {
  const count = positionM.length / 3;
  const lonLatDeg = new Float64Array(new SharedArrayBuffer(16 * count));
  const elevationM = new Float32Array(new SharedArrayBuffer(4 * count));
  const m = ecefFromEnuMatrix({ lonDeg: site.lonDeg, latDeg: site.latDeg, heightM: 0 });
  const [cos, sin] = [Math.cos(trueNorthRad), Math.sin(trueNorthRad)];
  for (let v = 0; v < count; v++) {
    const [px, py] = [positionM[3 * v], positionM[3 * v + 1]];
    const [e, n] = [cos * px + sin * py, cos * py - sin * px];
    const place = lonLatFromEcef([
      m[0] * e + m[4] * n + m[12],
      m[1] * e + m[5] * n + m[13],
      m[2] * e + m[6] * n + m[14],
    ]);
    lonLatDeg[2 * v] = place.lonDeg;
    lonLatDeg[2 * v + 1] = place.latDeg;
    elevationM[v] = site.elevationM + positionM[3 * v + 2];
  }
  return { lonLatDeg, elevationM };
}
