import * as v from 'valibot';
import { MAX_CLASSES } from '../city/breaks.ts';
import { choice, quantity, rising, whole } from './field.ts';
import { arrayOf, Name, numberBetween } from './parts.ts';

const Words = v.pipe(v.string(), v.maxLength(300));
const Value = numberBetween(-1e15, 1e15);

/** Characters of a joined table's text at most. */
export const MAX_TABLE_CHARS = 16 * 2 ** 20;
/** The class of a unit without a value. */
export const NO_CLASS = 255;
/** Steps of a slider. */
const MAX_TIMES = 60;

/** An attribute of the layer, or a column of the table that is joined to it. */
const ColumnOf = v.strictObject({ of: v.picklist(['layer', 'table']), name: Name });
export type ColumnOf = v.InferOutput<typeof ColumnOf>;

/** A table beside the city: rows find their things by a key. */
const JoinedTable = v.strictObject({
  file: Words,
  /** CSV with a head, UTF-8: commas, semicolons or tabs. */
  csv: v.pipe(v.string(), v.maxLength(MAX_TABLE_CHARS)),
  /** The column of the table that names things, and the attribute of the layer by which it does; `id` is the object id. */
  key: Name,
  attribute: Name,
});

/** Square cells; values of things fall to the cell where their middle lies. */
export const GridUnit = v.strictObject({
  by: v.literal('grid'),
  cellM: quantity({ min: 10, max: 5000, step: 10, unit: 'm', word: 'theme.cell' }),
  /** Spread of a thing over its surroundings: the quartic kernel of this radius (Silverman 1986, eq. 4.5). Absent: none. */
  smoothM: v.optional(quantity({ min: 1, max: 10_000, shown: [0, 10_000], step: 50, unit: 'm' })),
});

/**
 * Unit that has a colour: things of the layer themselves, square cells, areas of another layer, or districts of the city; things fall to
 * where their middle lies.
 */
const Unit = v.variant('by', [
  v.strictObject({ by: v.literal('things') }),
  GridUnit,
  v.strictObject({ by: v.literal('areas'), layer: Name }),
  v.strictObject({ by: v.literal('districts') }),
]);

/** A number of each thing, summed or averaged where things fall together. */
export const NumberMeasure = v.strictObject({
  by: v.literal('number'),
  column: ColumnOf,
  fold: choice({ sum: 'theme.sum', mean: 'theme.mean' }, { usual: 'sum', word: 'theme.fold' }),
});

/** What is shown: a number of each thing, summed or averaged where things fall together; how many things; or words. */
const Measure = v.variant('by', [
  NumberMeasure,
  v.strictObject({ by: v.literal('count') }),
  v.strictObject({ by: v.literal('words'), column: ColumnOf }),
]);

/** Divides it: by the area of the unit in hectares, or by another number, summed over the same things: per head. */
const Per = v.variant('by', [
  v.strictObject({ by: v.literal('nothing') }),
  v.strictObject({ by: v.literal('area') }),
  v.strictObject({ by: v.literal('number'), column: ColumnOf }),
]);

/** Steps of the slider; all have the same classes. `columns`: each its own number in place of the measure's; `until`: things whose number is at most this. */
const Times = v.variant('by', [
  v.strictObject({ by: v.literal('none') }),
  v.strictObject({
    by: v.literal('columns'),
    columns: arrayOf(ColumnOf, 2, MAX_TIMES),
  }),
  v.strictObject({
    by: v.literal('until'),
    column: ColumnOf,
    values: rising(Value, 2, MAX_TIMES),
  }),
]);

/** Classes whose limits are computed. */
export const CountedClasses = v.strictObject({
  by: v.picklist(['equal', 'quantile', 'natural']),
  count: whole({ min: 2, max: MAX_CLASSES, word: 'theme.classCount' }),
});

/** Limits between classes: class k holds breaks[k − 1] ≤ value < breaks[k]. */
const Classes = v.variant('by', [
  CountedClasses,
  v.strictObject({
    by: v.literal('own'),
    breaks: rising(Value, 1, MAX_CLASSES - 1),
  }),
]);

/** What a thematic map asks, and how it is shown: a saved map is this. */
export const ThemeRequest = v.strictObject({
  layer: Name,
  table: v.optional(JoinedTable),
  unit: v.optional(Unit, { by: 'things' }),
  measure: Measure,
  per: v.optional(Per, { by: 'nothing' }),
  times: v.optional(Times, { by: 'none' }),
  classes: v.optional(Classes, { by: 'natural', count: 5 }),
  /** Form of the picture alone, as all that follows: no number hangs on these. */
  show: choice(
    { colour: 'theme.colour', bars: 'theme.bars', symbols: 'theme.symbols' },
    { usual: 'colour', word: 'theme.show' },
  ),
  palette: choice(
    { sequential: 'theme.sequential', diverging: 'theme.diverging' },
    { usual: 'sequential', word: 'theme.palette' },
  ),
  title: v.optional(Words, ''),
  source: v.optional(Words, ''),
  date: v.optional(Words, ''),
});
/** A request with its defaults filled in. */
export type ThemeRequest = v.InferOutput<typeof ThemeRequest>;
