import { codeOfName } from '../../model/geo/crs-codes.ts';
import type { Dxf, Entity } from './dxf.ts';

/** x' = a·x + c·y + e, y' = b·x + d·y + f: from a drawing's units to the coordinates of its system. */
interface DrawingPlace {
  frame: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
  crs: string;
}

/** Group 90 of what AutoCAD 2010 and later write; the layout of 2009 has other groups. */
const MIN_VERSION = 2;
/** Group 70: 1 a local grid, 2 one that is the system's own. Degrees (3) have no plane to draw in. */
const PLANE_KINDS = [1, 2];
/** Units of an axis of the system in metres, by the names of Autodesk's dictionary. */
const AXIS_UNIT_M: Readonly<Record<string, number>> = {
  METER: 1,
  METRE: 1,
  FOOT: 0.3048,
  'US SURVEY FOOT': 1200 / 3937,
  'FOOT US': 1200 / 3937,
  'FOOT SURVEY US': 1200 / 3937,
};

/**
 * Where a drawing lies on Earth by its AcDbGeoData (Autodesk, DXF reference): the design point (10, 20) lies at the reference point
 * (11, 21), the direction of north in the drawing is (12, 22), and a unit of the drawing has as many metres as group 40 says. `null` where it
 * has none; a text says why it has one that is of no use. Of the packages that were tried none reads it.
 */
export async function placeOfDrawing(dxf: Dxf): Promise<DrawingPlace | { reason: string } | null> {
  const { geoData } = dxf;
  if (!geoData) return null;
  const number = (code: number, otherwise?: number) => dxf.number(geoData, code, otherwise);
  const version = number(90, 0);
  const kind = number(70, 0);
  if (version < MIN_VERSION) return { reason: `version ${version}` };
  if (!PLANE_KINDS.includes(kind)) return { reason: `coordinates of kind ${kind}` };
  const text = dictionaryOf(dxf, geoData);
  const crs = await systemOf(text);
  if (crs === null) return { reason: `the system "${/<Name>([^<]*)/.exec(text)?.[1] ?? ''}"` };
  const unit = /<Axis uom="([^"]*)"/.exec(text)?.[1] ?? 'METER';
  const axisM = AXIS_UNIT_M[unit.toUpperCase().replace(/[_-]/g, ' ')];
  if (axisM === undefined) return { reason: `axes in "${unit}"` };
  const scale = number(40) / axisM;
  const turnRad = Math.atan2(number(12, 0), number(22, 1));
  const cos = scale * Math.cos(turnRad);
  const sin = scale * Math.sin(turnRad);
  const x = number(10);
  const y = number(20);
  if (!(scale > 0)) return { reason: `a unit of ${number(40)} m` };
  return { crs, frame: [cos, sin, -sin, cos, number(11) - cos * x + sin * y, number(21) - sin * x - cos * y] };
}

/** The dictionary of the system: an XML text that is cut over groups 303, the last piece in 301; `^J` stands for a line's end. */
function dictionaryOf(dxf: Dxf, geoData: Entity): string {
  return dxf.texts(geoData, [303, 301]).join('').replaceAll('^J', '\n');
}

/** By the code of EPSG that the dictionary has beside the system, else by its name. */
async function systemOf(text: string): Promise<string | null> {
  const alias = /<Alias id="(\d+)" type="CoordinateSystem">\s*<ObjectId>[^<]*<\/ObjectId>\s*<Namespace>EPSG/.exec(text);
  if (alias) return `EPSG:${alias[1]}`;
  const named = /<(?:Name|Description)>([^<]+)/.exec(text)?.[1];
  const code = named === undefined ? null : await codeOfName(named);
  return code === null ? null : `EPSG:${code}`;
}
