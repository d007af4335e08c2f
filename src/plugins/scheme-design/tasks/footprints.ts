import type { PolygonGeometry } from '../../../../model/city/features.ts';
import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import { type Mass, massRing } from '../../../../model/schemes/massing.ts';
import { MAX_STOREYS } from '../../../../model/schemes/scheme.ts';
import type { Reader } from '../../../../readers/reader.ts';
import type { ByteSource } from '../../../../readers/shared/byte-source.ts';
import { Problems } from '../../../../readers/shared/problems.ts';
import type { RawFeatures } from '../../../../readers/shared/raw-features.ts';
import type { LayerInput } from '../../../../tiles/model.ts';
import { plainLayer } from '../../../../tiles/plain-layer.ts';
import { readLayer } from '../../../../tiles/read/layer.ts';
import { layerReaderOf } from '../../../../tiles/read/read-options.ts';
import type { LayerRecipe } from '../../../../tiles/recipe.ts';
import { guessMassingColumns, useOfWord } from './massing-columns.ts';
import type { MassingCrsOrigin, MassingLook, MassingOptions } from './massing-types.ts';
import type { NoteList } from './note-list.ts';

/** Volumes of a file of footprints, with the numbers that tell where it meant them to lie. */
interface Footprints
  extends Pick<MassingLook, 'format' | 'read' | 'crs' | 'crsOrigin' | 'columns' | 'used' | 'problems' | 'masses'> {
  first: readonly [number, number];
  middle: { lonDeg: number; latDeg: number };
  isDegrees: boolean;
}

/** Names that the columns are kept under while the file is read. */
const OWN = { levels: 'massLevels', height: 'massHeight', use: 'massUse' } as const;

/** Footprints with heights or storeys by the readers and rules of the baker: the same file becomes the same buildings in a city. */
export async function readFootprints(
  source: ByteSource,
  wish: MassingOptions,
  origin: LonLat,
  notes: NoteList,
): Promise<Footprints> {
  const reader = await layerReaderOf(source);
  const columns = await columnsOf(reader, source, wish);
  const used = wish.columns ?? guessMassingColumns(columns);
  const seen: { raw: RawFeatures | null; first: [number, number] } = { raw: null, first: [0, 0] };
  const watched: Reader = {
    ...reader,
    async read(...given) {
      const read = await reader.read(...given);
      if (read.gives === 'features') {
        seen.raw = read.raw;
        seen.first = [read.raw.xy[0] ?? 0, read.raw.xy[1] ?? 0];
      }
      return read;
    },
  };
  const hasHeight = used.height !== '' || used.levels !== '';
  if (!hasHeight) notes.add('no-height', columns.map(({ name }) => name).join(', '));
  const recipe = recipeOf(source.name, reader, { ...wish, columns: used }, hasHeight);
  const { input, total } = await readLayer(recipe, { source, reader: watched, inputHash: () => '' });
  const { geometry } = input.features;
  const { lonLatDeg } = geometry;
  const known = {
    format: reader.name,
    read: total,
    crs: input.source.crs,
    crsOrigin: crsOriginOf(reader, wish, seen.raw?.crs ?? null, input),
    columns,
    used,
    problems: input.problems,
    first: seen.raw ? seen.first : ([lonLatDeg[0], lonLatDeg[1]] as const),
    middle: { lonDeg: lonLatDeg[0], latDeg: lonLatDeg[1] },
    isDegrees: !seen.raw || (Math.abs(seen.first[0]) <= 180 && Math.abs(seen.first[1]) <= 90),
  };
  if (!hasHeight) return { ...known, masses: [] };
  const facts = factsOf(input, wish, used, notes);
  return { ...known, masses: geometry.kind === 'polygon' ? massesOf(geometry, origin, facts, notes) : [] };
}

/** What a first look shows that can be read; none of formats that have no features. */
async function columnsOf(reader: Reader, source: ByteSource, { crs }: MassingOptions): Promise<Footprints['columns']> {
  if (!reader.gives.includes('features')) return [];
  const own = { gives: 'features', geometry: 'polygon', properties: { all: true } } as const;
  const read = await reader.read(source, crs === undefined ? own : { ...own, crs }, new Problems());
  if (read.gives !== 'features') return [];
  return read.raw.fields
    .filter(({ name, filled }) => name !== '' && filled > 0)
    .map(({ name, isNumeric }) => ({ name, isNumeric }));
}

function recipeOf(
  file: string,
  reader: Reader,
  { crs, columns, storeyM }: MassingOptions,
  hasHeight: boolean,
): LayerRecipe {
  const { height = '', levels = '', baseHeight = '', use = '' } = columns ?? {};
  const kept = [
    { field: levels, name: OWN.levels, type: 'number' as const },
    { field: height, name: OWN.height, type: 'number' as const },
    { field: use, name: OWN.use },
  ];
  const named = (field: string, name: string) => (name === '' ? {} : { [field]: name });
  return {
    ...plainLayer(file, reader.id, { id: 'massing', kind: hasHeight ? 'building' : 'area', name: file }),
    fields: { ...named('height', height), ...named('levels', levels), ...named('baseHeight', baseHeight) },
    columns: kept.filter(({ field }) => field !== '').map((one) => ({ ...one, label: { zh: '', en: '' } })),
    allColumns: false,
    assume: { ids: 'sequence', storeyHeightM: storeyM },
    ...(reader.geometries?.includes('polygon') ? { geometry: 'polygon' as const } : {}),
    ...(crs === undefined ? {} : { crs }),
  };
}

function crsOriginOf(
  { coordinates, geometries }: Reader,
  { crs }: MassingOptions,
  stated: string | null,
  { problems }: LayerInput,
): MassingCrsOrigin {
  if (coordinates === 'wgs84') return 'format';
  if (crs !== undefined) return 'given';
  if (problems.some(({ code }) => code === 'crs-by-numbers')) return 'numbers';
  return stated !== null || coordinates === 'stated' || !geometries ? 'file' : 'usual';
}

/** By feature: what it says of storeys and use. */
type FactsOf = (row: number, baseM: number, topM: number) => Pick<Mass, 'storeys' | 'use'>;

function factsOf({ features }: LayerInput, wish: MassingOptions, used: MassingLook['used'], notes: NoteList): FactsOf {
  const numbers = (name: string) => {
    const column = features.columns.find((one) => one.name === name);
    return column && column.type !== 'string' ? column.values : null;
  };
  const levels = numbers(OWN.levels);
  const heights = numbers(OWN.height);
  const words = wordsOf(features.columns.find((one) => one.name === OWN.use));
  return (row, baseM, topM) => {
    const stated = levels?.[row] ?? Number.NaN;
    const isStated = stated >= 1 && baseM === 0;
    if (!isStated) notes.add('storeys-by-height', '');
    else if (!((heights?.[row] ?? Number.NaN) > 0)) notes.add('height-by-storeys', '');
    const word = words?.(row) ?? '';
    const use = useOfWord(word);
    if (!use) notes.add('use-guessed', used.use === '' ? '' : word);
    const storeys = isStated ? Math.round(stated) : Math.max(1, Math.round((topM - baseM) / wish.storeyM));
    return { storeys: Math.min(storeys, MAX_STOREYS), use: use ?? wish.use };
  };
}

function wordsOf(column: LayerInput['features']['columns'][number] | undefined): ((row: number) => string) | null {
  if (column?.type !== 'string') return null;
  const { offsets, bytes } = column.values;
  const decoder = new TextDecoder();
  return (row) => decoder.decode(bytes.slice(offsets[row], offsets[row + 1]));
}

function massesOf(geometry: PolygonGeometry, origin: LonLat, facts: FactsOf, notes: NoteList): Mass[] {
  const { featurePart, partRing, ringVertex, lonLatDeg, partBaseM, partTopM } = geometry;
  const ringAt = (ring: number) =>
    Array.from({ length: ringVertex[ring + 1] - ringVertex[ring] }, (_, i): [number, number] => {
      const at = 2 * (ringVertex[ring] + i);
      const [eastM, northM] = enuFromLonLat(origin, {
        lonDeg: lonLatDeg[at],
        latDeg: lonLatDeg[at + 1],
        heightM: origin.heightM,
      });
      return [eastM, northM];
    });
  const masses: Mass[] = [];
  for (let row = 0; row + 1 < featurePart.length; row++)
    for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
      const rings = Array.from({ length: partRing[part + 1] - partRing[part] }, (_, i) => ringAt(partRing[part] + i));
      const baseM = partBaseM?.[part] || 0;
      const topM = partTopM?.[part] ?? Number.NaN;
      masses.push(...massOf(rings, baseM, topM, () => facts(row, baseM, topM), `${row + 1}`, notes));
    }
  return masses;
}

function massOf(
  [outer, ...holes]: [number, number][][],
  baseM: number,
  topM: number,
  facts: () => Pick<Mass, 'storeys' | 'use'>,
  label: string,
  notes: NoteList,
): Mass[] {
  const made = massRing(outer, holes);
  if (!made) {
    notes.add('ring-lost', label);
    return [];
  }
  if (made.cut > 0) notes.add('holes-cut', label, made.cut);
  if (made.filled > 0) notes.add('holes-filled', label, made.filled);
  if (made.isCoarser) notes.add('coarser', label);
  return [{ ringM: made.ringM, baseM, heightM: topM - baseM, ...facts() }];
}
