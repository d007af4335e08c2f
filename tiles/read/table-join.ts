import { basename } from 'node:path';
import { type Column, NO_VALUE } from '../../model/city/column.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { NO_KEY, NO_THING } from '../../model/tables/join-rows.ts';
import { type JoinHow, joinTable, placesOfTable } from '../../model/tables/join-table.ts';
import { MessageError } from '../../model/text/message.ts';
import { Problems, ReadError } from '../../readers/shared/problems.ts';
import { readTextTable } from '../../readers/table-rows.ts';
import { textAt, utf8Column } from '../columns.ts';
import { areaFinder, middleOf } from '../infer/given-residents.ts';
import { bakeMessage } from '../messages.ts';
import type { Features, InputColumn, LayerInput } from '../model.ts';
import type { LayerRecipe } from '../recipe.ts';
import type { LayerJoin } from './layer.ts';
import { nodeFileSource } from './node-file.ts';
import { freeName } from './table.ts';

type Wish = NonNullable<LayerRecipe['joins']>[number];
type Table = Awaited<ReturnType<typeof readTextTable>>;

/** Reads the tables that a recipe joins to a layer; what comes out gives its things their columns. */
export async function tableJoinOf({
  id,
  joins = [],
}: Pick<LayerRecipe, 'id' | 'joins'>): Promise<{ join?: LayerJoin }> {
  if (joins.length === 0) return {};
  const tables: { wish: Wish; table: Table }[] = [];
  for (const wish of joins)
    tables.push({ wish, table: await readTextTable(nodeFileSource(wish.file), new Problems()) });
  return {
    join(features, own, problems) {
      const columns: InputColumn[] = [];
      const attributes: LayerInput['attributes'] = [];
      const taken = new Set(['id', 'gid', ...own.map(({ name }) => name.toLowerCase())]);
      for (const { wish, table } of tables)
        for (const one of columnsOf(id, features, table, wish, problems)) {
          const name = freeName(one.name, taken);
          columns.push(inputColumn(name, one.column));
          attributes.push({ name, type: one.type, label: { zh: one.name, en: one.name } });
        }
      return { columns, attributes };
    },
  };
}

/** The columns of one table for the things of the layer; what found no partner is among the layer's problems. */
function columnsOf(layer: string, features: Features, table: Table, wish: Wish, problems: Problems) {
  const file = basename(wish.file);
  try {
    const { columns, report } = joinTable(table, file, howOf(layer, features, table, wish));
    const tell = (code: string, count: number, list: readonly { key: string }[]) => {
      if (count > 0) problems.report(code, () => `${file}: ${list[0]?.key ?? ''}`, count);
    };
    tell('join-thing-unmatched', report.things.unmatched, report.examples.unmatchedThings);
    tell('join-row-unused', report.rows.unused, report.examples.unusedRows);
    const ambiguous = report.things.ambiguous + (report.rows.ambiguous ?? 0);
    tell('join-ambiguous', ambiguous, report.examples.ambiguous);
    return columns;
  } catch (error) {
    throw error instanceof MessageError ? new ReadError(...error.messages) : error;
  }
}

function howOf(layer: string, features: Features, table: Table, wish: Wish): JoinHow {
  const { by, key, attribute, withinM } = wish;
  if (by === 'key') return { by, key, keys: wordsOf(layer, features, attribute) };
  const ids = wordsOf(layer, features, 'id');
  if (by === 'address') {
    const hasNames = attribute !== 'name' && features.columns.some(({ name }) => name === 'name');
    const names = hasNames ? wordsOf(layer, features, 'name') : [];
    return { by, key, keys: wordsOf(layer, features, attribute), ids, names };
  }
  const { geometry, count } = features;
  const [lonDeg, latDeg] = geometry.lonLatDeg;
  const origin: LonLat = { lonDeg, latDeg, heightM: 0 };
  const place = { x: wish.lon, y: wish.lat };
  const placesM = placesOfTable(table, basename(wish.file), place, origin);
  if (by === 'nearest') {
    const middlesM = Float64Array.from({ length: 2 * count }, () => 0);
    for (let row = 0; row < count; row++) middlesM.set(placeOfThing(features, row, origin), 2 * row);
    return { by, ...place, placesM, middlesM, withinM, ids };
  }
  if (geometry.kind !== 'polygon') throw new ReadError(bakeMessage('join-areas', { layer }));
  const areaAt = areaFinder(geometry, count, origin);
  const thingOf = Int32Array.from({ length: placesM.length / 2 }, (_, row) =>
    Number.isNaN(placesM[2 * row]) ? NO_KEY : (areaAt([placesM[2 * row], placesM[2 * row + 1]]) ?? NO_THING),
  );
  return { by, ...place, thingOf, ids };
}

/** The middle of a thing: its point, the mean of its outline's corners, or the first corner of a line. */
function placeOfThing(features: Features, row: number, origin: LonLat): [number, number] {
  const { geometry } = features;
  if (geometry.kind === 'polygon') {
    const [x, y] = middleOf({ features }, row, origin);
    return [x, y];
  }
  const vertex = geometry.kind === 'line' ? geometry.lineVertex[geometry.featureLine[row]] : row;
  const [lonDeg, latDeg] = geometry.lonLatDeg.subarray(2 * vertex, 2 * vertex + 2);
  const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
  return [eastM, northM];
}

/** What a column says of each thing, as words; null where it says nothing. */
function wordsOf(layer: string, { ids, columns, count }: Features, name: string): (string | null)[] {
  if (name === 'id') return Array.from({ length: count }, (_, row) => textAt(ids, row));
  const column = columns.find((one) => one.name === name);
  if (!column) {
    const known = columns.map((one) => one.name).join(', ');
    throw new ReadError(bakeMessage('join-attribute', { layer, attribute: name, known }));
  }
  return Array.from({ length: count }, (_, row) => {
    if (column.type === 'string') return textAt(column.values, row) || null;
    const value = column.values[row];
    return Number.isNaN(value) || value === NO_VALUE ? null : String(value);
  });
}

function inputColumn(name: string, column: Column): InputColumn {
  if (column.type !== 'string') return { name, ...column };
  const texts = Array.from(column.codes, (code) => (code === NO_VALUE ? '' : column.distinct[code]));
  return { name, type: 'string', values: utf8Column(texts) };
}
