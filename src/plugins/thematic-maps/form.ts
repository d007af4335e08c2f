import { isTilesetKind, type LayerInfo, type Manifest } from '../../../model/city/manifest.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import { type ColumnOf, ThemeRequest } from '../../../model/questions/thematic-maps.ts';
import type { TableRead } from '../../../workers/thematic-maps/engine-types.ts';

const CELL_M = 200;

/** Layers with objects. */
export const mappable = ({ layers }: Manifest): LayerInfo[] =>
  layers.filter(({ kind, count }) => !isTilesetKind(kind) && count > 0);

const isNumber = ({ type, values }: LayerInfo['attributes'][number]): boolean =>
  (type === 'number' || type === 'integer') && !values;

/** Numbers of the layer and of the joined table. */
export const numbersOf = (
  city: Manifest,
  { layer, table }: ThemeRequest,
  columns: TableRead['columns'],
): ColumnOf[] => [
  ...attributesOf(city, layer).flatMap((one): ColumnOf[] => (isNumber(one) ? [{ of: 'layer', name: one.name }] : [])),
  ...columns.flatMap(({ name, isNumber: counts }): ColumnOf[] =>
    counts && table && name !== table.key ? [{ of: 'table', name }] : [],
  ),
];

/** Codes and names of the layer, and whatever stands in the table. */
export const wordsOf = (city: Manifest, { layer, table }: ThemeRequest, columns: TableRead['columns']): ColumnOf[] => [
  ...attributesOf(city, layer).flatMap((one): ColumnOf[] => (isNumber(one) ? [] : [{ of: 'layer', name: one.name }])),
  ...columns.flatMap(({ name }): ColumnOf[] => (table && name !== table.key ? [{ of: 'table', name }] : [])),
];

const attributesOf = ({ layers }: Manifest, id: string) => layers.find((layer) => layer.id === id)?.attributes ?? [];

/** What stands in the form first: the first layer with a number, buildings before others. */
export function firstForm(city: Manifest): ThemeRequest | null {
  const layers = mappable(city);
  const hasNumber = ({ attributes }: LayerInfo) => attributes.some(isNumber);
  const layer = layers.find((one) => one.kind === 'building' && hasNumber(one)) ?? layers.find(hasNumber) ?? layers[0];
  if (!layer) return null;
  return withLayer(city, PLAIN, layer.id);
}

const DEFAULTS = defaultsOf(ThemeRequest);
const PLAIN: ThemeRequest = { ...DEFAULTS, layer: '', measure: { by: 'words', column: { of: 'layer', name: 'id' } } };

/** Another layer, its first number, nothing of the one before. */
export function withLayer(city: Manifest, form: ThemeRequest, layer: string): ThemeRequest {
  const { table: _, ...kept } = form;
  const next: ThemeRequest = { ...kept, layer, per: { by: 'nothing' }, times: { by: 'none' }, classes: resetOf(form) };
  return withMeasure(next, 'number', numbersOf(city, next, []), wordsOf(city, next, []));
}

/** Limits of other numbers say nothing about these. */
const resetOf = ({ classes }: ThemeRequest): ThemeRequest['classes'] =>
  classes.by === 'own' ? DEFAULTS.classes : classes;

/** What is shown; the first column that can be shown so, where another one was chosen before. */
export function withMeasure(
  form: ThemeRequest,
  by: ThemeRequest['measure']['by'],
  numbers: readonly ColumnOf[],
  words: readonly ColumnOf[],
): ThemeRequest {
  const classes = resetOf(form);
  if (by === 'count') return { ...form, classes, measure: { by } };
  if (by === 'number' && numbers.length > 0)
    return { ...form, classes, measure: { by, column: numbers[0], fold: 'sum' } };
  const column = words[0] ?? { of: 'layer', name: 'id' };
  return {
    ...form,
    classes,
    per: { by: 'nothing' },
    times: { by: 'none' },
    show: 'colour',
    measure: { by: 'words', column },
  };
}

/** Returns the form with another unit, whose values are shown. */
export function withUnit(city: Manifest, form: ThemeRequest, by: ThemeRequest['unit']['by']): ThemeRequest {
  const next = { ...form, classes: resetOf(form) };
  if (by === 'grid') return { ...next, unit: { by, cellM: CELL_M } };
  if (by === 'districts') return { ...next, unit: { by } };
  if (by === 'areas') {
    const areas = mappable(city).filter(({ kind }) => kind === 'area' || kind === 'water');
    const plan = areas.find(({ group }) => group === 'plan') ?? areas[0];
    return plan ? { ...next, unit: { by, layer: plan.id } } : next;
  }
  const times = form.times.by === 'until' ? ({ by: 'none' } as const) : form.times;
  const own: ThemeRequest = { ...next, times, unit: { by: 'things' } };
  return form.measure.by === 'count'
    ? withMeasure(own, 'number', numbersOf(city, own, []), wordsOf(city, own, []))
    : own;
}

/** By what it is divided. */
export function perOf(key: string, column: ColumnOf | undefined): ThemeRequest['per'] {
  if (key === 'area') return { by: 'area' };
  return column ? { by: 'number', column } : { by: 'nothing' };
}

const YEAR = /(19|20)\d{2}/;
const UNTIL = [1980, 1990, 2000, 2010, 2020, 2030];

/** Steps of the slider: columns that are called after years, else all; or things up to a number. */
export function timesOf(
  key: string,
  column: ColumnOf | undefined,
  numbers: readonly ColumnOf[],
): ThemeRequest['times'] {
  if (key === 'columns') {
    const years = numbers.filter(({ name }) => YEAR.test(name));
    return { by: 'columns', columns: years.length > 1 ? years : [...numbers] };
  }
  return column ? { by: 'until', column, values: [...UNTIL] } : { by: 'none' };
}
