import { histogramOf, MAX_CLASSES } from '../../model/city/breaks.ts';
import { parseDistricts } from '../../model/city/districts.ts';
import { isAreaLayer, openAreas } from '../../model/city/layer-areas.ts';
import { isTilesetKind, type LayerInfo } from '../../model/city/manifest.ts';
import { rasterAt } from '../../model/city/raster.ts';
import { defaultsOf } from '../../model/questions/question.ts';
import { NO_CLASS, ThemeRequest } from '../../model/questions/thematic-maps.ts';
import { sha256 } from '../../model/sha256.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import { CitySolids, readCityGround } from '../shared/city-solids.ts';
import type { CityFiles, Pause } from '../shared/engine.ts';
import { breaksOf, classify, fitRatioOf, meanOf } from './classify.ts';
import { openColumns, readTable, type ThingColumns } from './columns.ts';
import {
  MAX_NAMED,
  type NamedUnit,
  type ThemeClass,
  type ThemeEngineTypes,
  type ThemeFacts,
  type ThemeResult,
} from './engine-types.ts';
import { themeMessage } from './messages.ts';
import { themeTables } from './theme-tables.ts';
import { districtUnits, gridUnits, type Units } from './units.ts';
import { numberSteps, wordsOf } from './values.ts';

/** A city with its layers, those that a person brought too. */
class ThemeSite extends CitySolids {
  readonly facts: ThemeFacts;
  /** Units of the last map; null: there is none. */
  units: Units | null = null;
  private readonly brought = new Map<string, LayerInfo>();
  private readonly held = new Map<string, Uint8Array<ArrayBuffer>>();

  constructor(files: CityFiles, ground: CitySolids['ground'], facts: ThemeFacts) {
    super(files, null, ground);
    this.facts = facts;
  }

  bring(layer: LayerInfo, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): void {
    this.brought.set(layer.id, layer);
    for (const [path, bytes] of files) this.held.set(path, bytes);
  }

  layerOf(id: string): LayerInfo {
    const found = this.brought.get(id) ?? this.files.manifest.layers.find((layer) => layer.id === id);
    if (!found || isTilesetKind(found.kind)) throw new MessageError(themeMessage('unknown-layer', { layer: id }));
    return found;
  }

  readonly read = async (path: string): Promise<Uint8Array> => this.held.get(path) ?? (await this.files.read(path));
}

/** Thematic maps: values of things, cells, areas and districts in classes. */
export const engine = defineAnalysis({
  id: 'thematic-maps',
  question: ThemeRequest,
  async open(files) {
    const json = files.manifest.facts?.population ? await files.findJson('population.json') : null;
    const hasDistricts = json !== null && parseDistricts(json).length > 0;
    return new ThemeSite(files, await readCityGround(files), { hasDistricts });
  },
  facts: ({ facts }) => facts,
  analyse,
  tables: (result, { units }) => (units ? themeTables(result, units) : {}),
  figures: ({ times, breaks, legend, missing, spread, things, join }) => ({
    times,
    breaks,
    legend,
    missing,
    spread: spread && { min: spread.min, max: spread.max, mean: spread.mean, fitRatio: spread.fitRatio },
    things,
    join,
  }),
  more: (site): OwnQuestions<ThemeEngineTypes> => ({
    readTable: async (bytes, file) => readTable(bytes, file),
    bring: async (layer, files) => site.bring(layer, files),
  }),
});

async function analyse(site: ThemeSite, request: ThemeRequest, pause: Pause): Promise<ThemeResult | null> {
  const layer = site.layerOf(request.layer);
  const columns = await openColumns(layer, site.read, request);
  if (await pause(0.3)) return null;
  const units = await unitsOf(site, request, columns);
  const unitOf = unitsOfRows(request, columns, units);
  if (await pause(0.5)) return null;
  const shown = request.measure.by === 'words' ? inWords : inNumbers;
  const values = shown(request, columns, units, unitOf);
  if (await pause(0.8)) return null;
  const places = placesOf(site, units);
  const { unit } = request;
  const content = {
    layer: unit.by === 'things' ? layer.id : unit.by === 'areas' ? unit.layer : null,
    ...values,
    join: columns.join,
    unit: request.measure.by === 'number' ? columns.unitOf(request.measure.column) : '1',
  };
  const result: ThemeResult = {
    request,
    ...content,
    ...places,
    sheet: sheetOf(site, units),
    named: namedUnits(units, content, columns, request),
    hash: hashOf(content, places.areasM2),
  };
  site.units = units;
  return result;
}

/** Returns the units whose values are shown. */
async function unitsOf(site: ThemeSite, { unit, per }: ThemeRequest, columns: ThingColumns): Promise<Units> {
  if (unit.by === 'grid') return gridUnits(site.files.manifest.extentM, unit.cellM);
  if (unit.by === 'districts') return districtUnits(site.files);
  const layer = unit.by === 'areas' ? site.layerOf(unit.layer) : columns.layer;
  const needsAreas = unit.by === 'areas' || per.by === 'area';
  if (needsAreas && !isAreaLayer(layer))
    throw new MessageError(themeMessage(unit.by === 'things' ? 'no-area' : 'not-areas', { layer: layer.id }));
  const areas = needsAreas ? await openAreas(layer, site.read) : null;
  const { thing } =
    unit.by === 'areas' ? await openColumns(layer, site.read, { ...NOTHING_WANTED, layer: layer.id }) : columns;
  return {
    count: layer.count,
    at: (x, y) => areas?.at(x, y) ?? null,
    areaM2: (row) => areas?.areaM2(row) ?? 0,
    name: thing,
    sheet: null,
  };
}

const NOTHING_WANTED = { ...defaultsOf(ThemeRequest), measure: { by: 'count' } } as const;

function unitsOfRows({ unit }: ThemeRequest, { layer, thing }: ThingColumns, units: Units) {
  if (unit.by === 'things') return (row: number) => row;
  const of = Int32Array.from({ length: layer.count }, (_, row) => units.at(...thing(row).at) ?? -1);
  return (row: number) => (of[row] < 0 ? null : of[row]);
}

type Shown = Pick<
  ThemeResult,
  'times' | 'values' | 'classes' | 'breaks' | 'legend' | 'missing' | 'spread' | 'things'
> & { words: (string | null)[] };
type UnitOf = (row: number) => number | null;

function inNumbers(request: ThemeRequest, columns: ThingColumns, units: Units, unitOf: UnitOf): Shown {
  const steps = numberSteps(request, columns, units, unitOf);
  const values = steps.map((step) => step.values);
  const sorted = sortedValues(values);
  if (sorted.length === 0) {
    const { measure } = request;
    if (measure.by === 'number') throw new MessageError(themeMessage('no-numbers', { name: measure.column.name }));
    throw new MessageError(themeMessage('no-values', {}));
  }
  const breaks = breaksOf(sorted, request.classes);
  const classes = values.map((one) => classify(one, breaks));
  const min = sorted[0];
  const max = sorted[sorted.length - 1];
  const legend = [...breaks, max].map(
    (to, k): ThemeClass => ({
      from: breaks[k - 1] ?? Math.min(min, breaks[0] ?? min),
      to,
      word: null,
      counts: classes.map((one) => countOf(one, k)),
    }),
  );
  const last = steps[steps.length - 1];
  return {
    times: steps.map(({ time }) => time),
    values,
    classes,
    breaks,
    legend,
    missing: classes.map((one) => countOf(one, NO_CLASS)),
    spread: {
      min,
      max,
      mean: meanOf(sorted),
      fitRatio: fitRatioOf(sorted, breaks),
      histogram: histogramOf(sorted),
    },
    things: { count: columns.layer.count, withoutValue: last.withoutValue, outside: last.outside },
    words: [],
  };
}

/** Words of most units first, of equally many by their letters; those beyond the palette share the last class. */
function inWords(request: ThemeRequest, columns: ThingColumns, units: Units, unitOf: UnitOf): Shown {
  const { words, withoutValue, outside } = wordsOf(request, columns, units, unitOf);
  const counts = new Map<string, number>();
  for (const word of words) if (word !== null) counts.set(word, (counts.get(word) ?? 0) + 1);
  if (counts.size === 0) throw new MessageError(themeMessage('no-values', {}));
  const listed = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  const own = listed.length > MAX_CLASSES + 1 ? listed.slice(0, MAX_CLASSES) : listed;
  const classOf = new Map(own.map((word, k) => [word, k]));
  const classes = Uint8Array.from(words, (word) => (word === null ? NO_CLASS : (classOf.get(word) ?? own.length)));
  const column = request.measure.by === 'words' ? request.measure.column : null;
  const legend = own.map(
    (word, k): ThemeClass => ({
      from: null,
      to: null,
      word: column ? columns.labelOf(column, word) : null,
      counts: [countOf(classes, k)],
    }),
  );
  if (own.length < listed.length)
    legend.push({ from: null, to: null, word: null, counts: [countOf(classes, own.length)] });
  return {
    times: [''],
    values: [new Float64Array(words.length).fill(Number.NaN)],
    classes: [classes],
    breaks: [],
    legend,
    missing: [countOf(classes, NO_CLASS)],
    spread: null,
    things: { count: columns.layer.count, withoutValue, outside },
    words,
  };
}

const countOf = (classes: Uint8Array, k: number): number => classes.reduce((sum, one) => sum + (one === k ? 1 : 0), 0);

function sortedValues(steps: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(steps.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  for (const values of steps) for (const value of values) if (!Number.isNaN(value)) all[count++] = value;
  return all.subarray(0, count).sort();
}

function placesOf(site: ThemeSite, units: Units): Pick<ThemeResult, 'placesM' | 'areasM2'> {
  const placesM = new Float64Array(3 * units.count);
  const areasM2 = new Float64Array(units.count);
  for (let unit = 0; unit < units.count; unit++) {
    const [x, y] = units.name(unit).at;
    placesM.set([x, y, site.upAt(x, y)], 3 * unit);
    areasM2[unit] = units.areaM2(unit);
  }
  return { placesM, areasM2 };
}

function sheetOf(site: ThemeSite, { sheet }: Units): ThemeResult['sheet'] {
  if (!sheet) return null;
  const { place, unitOf } = sheet;
  const { ground, originElevationM } = site;
  const elevationM = Float32Array.from(unitOf, (_, i) => {
    const x = place.westM + ((i % place.columns) + 0.5) * place.cellM;
    const y = place.southM + (Math.floor(i / place.columns) + 0.5) * place.cellM;
    return ground ? rasterAt(ground.grid, ground.elevationM, x, y) : originElevationM;
  });
  return { place, unitOf, elevationM };
}

function namedUnits(
  units: Units,
  { values, classes, words }: Shown,
  columns: ThingColumns,
  { measure }: ThemeRequest,
): NamedUnit[] {
  const last = values[values.length - 1];
  const lastClasses = classes[classes.length - 1];
  const known = Array.from(lastClasses, (_, unit) => unit).filter((unit) => lastClasses[unit] !== NO_CLASS);
  known.sort((a, b) => last[b] - last[a] || lastClasses[a] - lastClasses[b] || a - b);
  return known.slice(0, MAX_NAMED).map((unit) => {
    const { id, name, at } = units.name(unit);
    const word = words[unit] ?? null;
    return {
      id,
      name,
      atM: [at[0], at[1]],
      value: Number.isNaN(last[unit]) ? null : last[unit],
      word: word !== null && measure.by === 'words' ? columns.labelOf(measure.column, word) : null,
      class: lastClasses[unit],
    };
  });
}

/** Returns the hash of all numbers: the picture's title, source and date change nothing. */
function hashOf({ values, classes, ...content }: Omit<Shown, 'words'> & object, areasM2: Float64Array): string {
  const arrays = [...values, ...classes, areasM2].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  return sha256([new TextEncoder().encode(JSON.stringify(content)), ...arrays]);
}
