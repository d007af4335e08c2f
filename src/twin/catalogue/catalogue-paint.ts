import { classBreaks, countClasses, histogramOf } from '../../../model/city/breaks.ts';
import type { BreakMethod, Colouring, PaintRequest, Rgb, Summary } from '../../../model/city/catalogue.ts';
import { type Column, NO_VALUE } from '../../../model/city/column.ts';
import type { AttributeInfo, LayerInfo } from '../../../model/city/manifest.ts';
import { compareUtf8 } from '../../../model/text/folded-text.ts';
import { CatalogueError, type CatalogueFiles, keyOf } from './catalogue-files.ts';
import { catalogueMessage } from './messages.ts';

const OWN_COLOUR_A = 254;
const PAINTED_A = 255;
/** Painted in a colour of its own, see `Colouring.isMatter`. */
const MATTER_A = 252;

/** The spread of an attribute's values over its layer: numbers in classes, texts by how often each occurs. */
export async function summarise(
  files: CatalogueFiles,
  layerId: string,
  name: string,
  method?: BreakMethod,
): Promise<Summary> {
  const layer = files.layerOf(layerId);
  const attribute = files.attributeOf(layer, name);
  const column = asCodes(attribute, await files.columns(keyOf(layer, name)));
  if (column.type === 'string') return countCodes(column.codes, column.distinct);
  const values = knownValues(column).sort();
  const classes = classBreaks(values, method);
  return {
    kind: 'number',
    count: values.length,
    min: values[0] ?? 0,
    max: values[values.length - 1] ?? 0,
    ...classes,
    classCounts: countClasses(values, classes.breaks),
    histogram: histogramOf(values),
  };
}

/** A word of colour a gid, for the whole city at once: own colours first, then the colouring on top, then what filters and outlines hide. */
export async function paint(
  files: CatalogueFiles,
  { own = [], colouring, filters, cleared = null, dug = null }: PaintRequest,
): Promise<Uint8Array> {
  const total = files.layers.reduce((end, { gidBase, count }) => Math.max(end, gidBase + count), 0);
  const words = new Uint32Array(total).fill((OWN_COLOUR_A << 24) >>> 0);
  for (const part of colouring ? [...own, colouring] : own) {
    const layer = files.layerOf(part.layerId);
    const column = asCodes(files.attributeOf(layer, part.attribute), await files.columns(keyOf(layer, part.attribute)));
    colourRows(words.subarray(layer.gidBase, layer.gidBase + layer.count), column, part);
  }
  for (const filter of filters) {
    const layer = files.layerOf(filter.layerId);
    const column = asCodes(
      files.attributeOf(layer, filter.attribute),
      await files.columns(keyOf(layer, filter.attribute)),
    );
    hideRows(words.subarray(layer.gidBase, layer.gidBase + layer.count), column, filter);
  }
  if (cleared) for (const gid of await files.gidsIn(cleared)) words[gid] = 0;
  if (dug) for (const gid of await files.gidsIn(dug, standsOnGround)) words[gid] = 0;
  return new Uint8Array(words.buffer);
}

const standsOnGround = ({ kind, group }: LayerInfo): boolean =>
  kind === 'tree' || (kind === 'point' && group !== 'underground');

/** A copy without the rows that have no value, typed so that sorting is by number and native. */
function knownValues(column: Exclude<Column, { type: 'string' }>): Float64Array {
  const out = new Float64Array(column.values.length);
  const { values } = column;
  const isWord = column.type === 'uint32';
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isWord ? value !== NO_VALUE : !Number.isNaN(value)) out[count++] = value;
  }
  return out.subarray(0, count);
}

/** A number whose values have words (`facade` 0–4) is a code: it is counted, coloured and filtered by value. */
function asCodes({ values: words }: AttributeInfo, column: Column): Column {
  if (!words || column.type === 'string') return column;
  const distinct: string[] = [];
  const codeOf = new Map<number, number>();
  const codes = Uint32Array.from(column.values, (value) => {
    if (Number.isNaN(value) || value === NO_VALUE) return NO_VALUE;
    const known = codeOf.get(value);
    if (known !== undefined) return known;
    codeOf.set(value, distinct.length);
    return distinct.push(String(value)) - 1;
  });
  return { type: 'string', codes, distinct };
}

/** Most frequent first; equal counts by value, so that a legend keeps its order. */
function countCodes(codes: Uint32Array, distinct: string[]): Summary {
  const counts = new Uint32Array(distinct.length);
  let count = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] >= distinct.length) continue;
    counts[codes[i]]++;
    count++;
  }
  const values = distinct
    .map((value, code) => ({ value, count: counts[code] }))
    .filter((entry) => entry.count > 0)
    .sort((a, b) => b.count - a.count || compareUtf8(a.value, b.value));
  return { kind: 'code', count, values };
}

function word([r, g, b]: Rgb, alpha: number): number {
  return ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

function colourRows(words: Uint32Array, column: Column, { attribute, colours, breaks, isMatter }: Colouring): void {
  const paints = Uint32Array.from(colours, (colour) => word(colour, isMatter ? MATTER_A : PAINTED_A));
  if (column.type === 'string') {
    const classOf = new Map(breaks.map((value, i) => [String(value), i]));
    const paintOf = new Uint32Array(column.distinct.length);
    column.distinct.forEach((value, code) => {
      paintOf[code] = paints[classOf.get(value) ?? breaks.length] ?? 0;
    });
    const { codes } = column;
    for (let i = 0; i < codes.length; i++) {
      const paint = codes[i] < paintOf.length ? paintOf[codes[i]] : 0;
      if (paint !== 0) words[i] = paint;
    }
    return;
  }
  if (colours.length !== breaks.length + 1)
    throw new CatalogueError(
      catalogueMessage('colours', { attribute, expected: breaks.length + 1, got: colours.length }),
    );
  const limits = Float64Array.from(breaks, Number);
  const { values } = column;
  const isWord = column.type === 'uint32';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isWord ? value === NO_VALUE : Number.isNaN(value)) continue;
    let at = 0;
    while (at < limits.length && value >= limits[at]) at++;
    words[i] = paints[at];
  }
}

function hideRows(words: Uint32Array, column: Column, filter: PaintRequest['filters'][number]): void {
  if (column.type === 'string') {
    if (filter.kind !== 'values') throw wrongFilter(filter.attribute, 'values', filter.kind);
    const kept = new Set(filter.values);
    const keeps = Uint8Array.from(column.distinct, (value) => (kept.has(value) ? 1 : 0));
    for (let i = 0; i < words.length; i++) if (keeps[column.codes[i]] !== 1) words[i] = 0;
    return;
  }
  if (filter.kind !== 'range') throw wrongFilter(filter.attribute, 'a range', filter.kind);
  const { values } = column;
  const { min, max } = filter;
  const isWord = column.type === 'uint32';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value >= min && value <= max) || (isWord && value === NO_VALUE)) words[i] = 0;
  }
}

function wrongFilter(attribute: string, expected: string, got: string): CatalogueError {
  return new CatalogueError(catalogueMessage('filter', { attribute, expected, got }));
}
