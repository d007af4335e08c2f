import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { FEET_M } from '../../model/geo/units.ts';
import { sharedFloats } from '../../readers/shared/growable.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { widthOfClassM } from '../infer/road-widths.ts';
import { bakeMessage } from '../messages.ts';
import type { LineGeometry } from '../model.ts';
import { roadWords } from './road-columns.ts';
import type { LayerTable } from './table.ts';

/** Lines without their heights and widths, as they leave the sifter. */
export type Lines = Pick<LineGeometry, 'featureLine' | 'lineVertex' | 'lonLatDeg'>;

/** Roads and paths known by their centre lines: draped, as wide as said. */
export function ribbonsOf(table: LayerTable, lines: Lines, rows: Uint32Array): LineGeometry {
  const { recipe } = table;
  const count = lines.lineVertex.length - 1;
  const widthM = sharedFloats(count);
  const stated = table.numbers(recipe.fields.width);
  const byClassM = classWidths(table);
  let assumed = 0;
  let byClass = 0;
  for (let i = 0; i < rows.length; i++) {
    const known = stated?.[rows[i]] ?? Number.NaN;
    const ofClassM = known > 0 ? null : byClassM(rows[i]);
    if (ofClassM !== null) byClass++;
    else if (!(known > 0)) assumed++;
    const width = known > 0 ? known : (ofClassM ?? recipe.assume.widthM ?? Number.NaN);
    for (let line = lines.featureLine[i]; line < lines.featureLine[i + 1]; line++) widthM[line] = width;
  }
  if (assumed > 0 && recipe.assume.widthM === undefined)
    throw new ReadError(bakeMessage('line-width', { file: table.raw.file, assumed }));
  if (byClass > 0) table.assumptions.push({ code: 'width-by-class', values: { count: byClass } });
  if (assumed > 0 && recipe.assume.widthM)
    table.assumptions.push({ code: 'width-stated', values: { count: assumed, widthM: recipe.assume.widthM } });
  return {
    kind: 'line',
    ...lines,
    elevationM: sharedFloats(lines.lonLatDeg.length / 2).fill(Number.NaN),
    widthM,
    boxHeightM: sharedFloats(count),
  };
}

/** The width that a road's class and lanes tell, by row; null where its class is not known. */
function classWidths(table: LayerTable): (row: number) => number | null {
  const highway = roadWords(table, 'class');
  if (!highway) return () => null;
  const lanes = roadWords(table, 'lanes');
  const oneWay = roadWords(table, 'oneWay');
  return (row) =>
    widthOfClassM(
      highway.text(row).toLowerCase(),
      Number.parseInt(lanes?.text(row) ?? '', 10),
      /^(yes|true|1|-1)$/i.test(oneWay?.text(row) ?? ''),
    );
}

const MM_OF_UNIT = { mm: 1, m: 1000, in: 25.4 } as const;
/** The Gotthard base tunnel is 9.6 m wide; no sewer is wider. */
const MAX_DIAMETER_MM = 10_000;

/**
 * Pipes: the stated diameter is taken for the outside one (walls of 5–10 % are below what the eye tells), inverts lie
 * half of it below the axis and fall evenly along the pipe. Without both inverts a third coordinate that is not zero
 * counts as the axis; without that the pipe lies at the cover that the shaper gives.
 */
export function pipesOf(table: LayerTable, lines: Lines, z: Float64Array | null, rows: Uint32Array): LineGeometry {
  const { recipe, problems } = table;
  const { fields, assume } = recipe;
  const toM = recipe.units.elevation === 'ft' ? FEET_M : 1;
  const toMm = MM_OF_UNIT[recipe.units.diameter ?? 'mm'];
  const diameter = table.numbers(fields.diameter);
  const boxWidth = table.numbers(fields.boxWidth);
  const boxHeight = table.numbers(fields.boxHeight);
  const up = table.numbers(fields.upstreamInvert);
  const down = table.numbers(fields.downstreamInvert);
  const lineCount = lines.lineVertex.length - 1;
  const widthM = sharedFloats(lineCount);
  const boxHeightM = sharedFloats(lineCount);
  const elevationM = sharedFloats(lines.lonLatDeg.length / 2).fill(Number.NaN);
  const dn = sharedFloats(rows.length);
  let assumed = 0;
  let byZ = 0;
  let atCover = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let dnMm = (diameter?.[row] ?? Number.NaN) * toMm;
    if (dnMm <= 0 || dnMm > MAX_DIAMETER_MM) {
      const got = dnMm;
      problems.report(
        'diameter-absurd',
        () => `${table.place(row)}: expected a diameter above 0 and at most ${MAX_DIAMETER_MM} mm, got ${got}`,
      );
      dnMm = Number.NaN;
    }
    const wide = boxWidth?.[row] ?? Number.NaN;
    const high = boxHeight?.[row] ?? Number.NaN;
    const isBox = wide > 0 && high > 0;
    if (isBox) dnMm = wide * 1000;
    if (Number.isNaN(dnMm)) {
      assumed++;
      dnMm = assume.diameterMm ?? Number.NaN;
    }
    dn[i] = dnMm;
    const first = lines.featureLine[i];
    const last = lines.featureLine[i + 1];
    for (let line = first; line < last; line++) {
      widthM[line] = dnMm / 1000;
      boxHeightM[line] = isBox ? high : 0;
    }
    const halfM = (isBox ? high : dnMm / 1000) / 2;
    const upM = (up?.[row] ?? Number.NaN) * toM;
    const downM = (down?.[row] ?? Number.NaN) * toM;
    const v0 = lines.lineVertex[first];
    const v1 = lines.lineVertex[last];
    const lengthM = lengthOf(lines, v0, v1);
    const known = !Number.isNaN(upM) && !Number.isNaN(downM);
    const absurd =
      known && (Math.abs(upM - downM) > lengthM + 1 || Math.min(upM, downM) < -500 || Math.max(upM, downM) > 6000);
    if (known && !absurd) slopeAlong(lines, v0, v1, upM + halfM, downM + halfM, elevationM);
    else if (z?.subarray(v0, v1).some((value) => value > 0)) {
      byZ++;
      for (let v = v0; v < v1; v++) elevationM[v] = z[v] * toM;
    } else atCover++;
    if (absurd)
      problems.report(
        'invert-absurd',
        () =>
          `${table.place(row)}: expected inverts of a pipe ${lengthM.toFixed(1)} m long, got ${upM} and ${downM}; laid at cover`,
      );
    else if ((up || down) && !known)
      problems.report(
        'invert-missing',
        () => `${table.place(row)}: expected both inverts, got ${upM}, ${downM}; laid at cover`,
      );
  }
  if (assumed > 0 && assume.diameterMm === undefined)
    throw new ReadError(bakeMessage('pipe-diameter', { file: table.raw.file, assumed, hint: diameterHint(table) }));
  if (assumed > 0 && assume.diameterMm)
    table.assumptions.push({ code: 'diameter-stated', values: { count: assumed, diameterMm: assume.diameterMm } });
  if (byZ > 0) table.assumptions.push({ code: 'depth-by-axis', values: { count: byZ } });
  if (atCover > 0) table.assumptions.push({ code: 'depth-by-cover', values: { count: atCover } });
  if (atCover > 0 && !up && !down) offerInverts(table);
  table.add(
    { name: 'dn', type: 'float32', values: dn },
    { type: 'number', unit: 'mm', label: { zh: '管径', en: 'Diameter' } },
  );
  return { kind: 'line', ...lines, elevationM, widthM, boxHeightM };
}

/** Names the properties that may hold the diameters, where the recipe names none. */
function diameterHint(table: LayerTable): { zh: string; en: string } {
  const names = table.recipe.fields.diameter === undefined ? table.numericNames(DIAMETER_NAMES) : [];
  if (names.length === 0) return { zh: '', en: '' };
  const offered = names.map((name) => `"${name}"`);
  return {
    zh: `含数值的属性有 ${offered.join('、')}，可用 --diameter-field 指明；`,
    en: `numbers stand in ${offered.join(', ')}: --diameter-field takes millimetres from one; `,
  };
}

const DIAMETER_NAMES = /dia|\bdn\b|^dn|size|width|管径|直径|口径|规格/i;

/** Inverts that the file seems to have and nobody asked for. */
function offerInverts({ raw, recipe, problems }: LayerTable): void {
  const { upstreamInvert, downstreamInvert } = recipe.fields;
  const names = raw.fields
    .filter(({ name, isNumeric }) => INVERT_NAMES.test(name) && isNumeric)
    .map(({ name }) => `"${name}"`);
  if (names.length < 2 || upstreamInvert || downstreamInvert) return;
  problems.report(
    'invert-unused',
    () =>
      `${raw.file}: expected the inverts named, got properties that may hold them (${names.join(', ')}); "upstreamInvert" and "downstreamInvert" under "fields" of a recipe take them`,
  );
}

const INVERT_NAMES = /inv|elev|(^|_)z[12]?$|底高|管底|埋深/i;

function lengthOf(lines: Lines, from: number, to: number): number {
  const { lonLatDeg } = lines;
  const [eastM, northM] = metresPerDegree(lonLatDeg[2 * from + 1]);
  let lengthM = 0;
  for (let v = from + 1; v < to; v++)
    lengthM += Math.hypot(
      (lonLatDeg[2 * v] - lonLatDeg[2 * v - 2]) * eastM,
      (lonLatDeg[2 * v + 1] - lonLatDeg[2 * v - 1]) * northM,
    );
  return lengthM;
}

/** Elevations that change evenly with the way along vertices [from, to). */
function slopeAlong(lines: Lines, from: number, to: number, startM: number, endM: number, out: Float32Array): void {
  const { lonLatDeg } = lines;
  const [eastM, northM] = metresPerDegree(lonLatDeg[2 * from + 1]);
  const step = (v: number): number =>
    Math.hypot(
      (lonLatDeg[2 * v] - lonLatDeg[2 * v - 2]) * eastM,
      (lonLatDeg[2 * v + 1] - lonLatDeg[2 * v - 1]) * northM,
    );
  let totalM = 0;
  for (let v = from + 1; v < to; v++) totalM += step(v);
  let wayM = 0;
  out[from] = startM;
  for (let v = from + 1; v < to; v++) {
    wayM += step(v);
    out[v] = startM + ((endM - startM) * wayM) / totalM;
  }
}
