import type { OwnSensor } from '../../../model/sensors/own-sensors.ts';
import type { SensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { MessageError } from '../../../model/text/message.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import { sourceMessage } from './messages.ts';
import { emptyForm, type OwnForm, sensorOfForm, withId } from './own-form.ts';
import type { SensorTable } from './tasks/sensor-table.ts';

/** What a column of a list can say of a sensor. */
export const LISTED_FIELDS = [
  'id',
  'kind',
  'zh',
  'en',
  'unit',
  'topic',
  'cadenceS',
  'warn',
  'alarm',
  'elevationM',
  'valuePath',
] as const;
type ListedField = (typeof LISTED_FIELDS)[number];

/** Which column says what; what none says is the form's own. */
export type ListColumns = Partial<Record<ListedField, string>>;

/** Names that such columns usually have. */
const DEFAULTS: Readonly<Record<ListedField, RegExp>> = {
  id: /^(id|code|编号|设备编号|测点编号|站码)$/i,
  kind: /^(kind|type|类别|类型|监测类型|设备类型)$/i,
  zh: /^(name|name_?zh|名称|站名|设备名称|测点名称)$/i,
  en: /^(name_?en|english|英文名称|英文名)$/i,
  unit: /^(unit|单位)$/i,
  topic: /^(topic|mqtt|mqtt_?topic|主题|MQTT ?主题)$/i,
  cadenceS: /^(cadence|cadence_?s|interval|interval_?s|间隔|上报间隔|采样间隔)$/i,
  warn: /^(warn|warning|预警|预警值)$/i,
  alarm: /^(alarm|告警|告警值|报警值)$/i,
  elevationM: /^(elevation|elevation_?m|z|高程|标高)$/i,
  valuePath: /^(value_?path|path|读数路径)$/i,
};

export function defaultColumns({ columns }: SensorTable): ListColumns {
  return Object.fromEntries(
    LISTED_FIELDS.flatMap((field) => {
      const found = columns.find(({ name }) => DEFAULTS[field].test(name.trim()));
      return found ? [[field, found.name]] : [];
    }),
  );
}

/** A row that makes no sensor, and why. */
export interface BadRow {
  line: number;
  reason: Reason;
}

interface ListedRows {
  good: { line: number; sensor: OwnSensor }[];
  bad: BadRow[];
}

/** The sensors that the rows describe. `kind`: of rows that name none. */
export function sensorsOfList(
  table: SensorTable,
  columns: ListColumns,
  kind: string,
  kinds: SensorKinds,
  own: readonly OwnSensor[],
): ListedRows {
  const rows: ListedRows = { good: [], bad: [] };
  for (const line of table.unplaced)
    rows.bad.push({ line, reason: failureOf(new MessageError(sourceMessage('row-place', {}))) });
  const ids = new Set<string>();
  const known = [...own];
  const textAt = (field: ListedField, row: number): string =>
    table.columns.find(({ name }) => name === columns[field])?.texts[row].trim() ?? '';
  for (const [row, line] of table.lines.entries())
    try {
      const form = formOfRow(row, textAt, { kind, kinds, own: known });
      form.lonDeg = String(table.lonLatDeg[2 * row]);
      form.latDeg = String(table.lonLatDeg[2 * row + 1]);
      const sensor = sensorOfForm(form);
      if (ids.has(sensor.id)) throw new MessageError(sourceMessage('row-repeats', { id: sensor.id }));
      ids.add(sensor.id);
      known.push(sensor);
      rows.good.push({ line, sensor });
    } catch (error) {
      rows.bad.push({ line, reason: failureOf(error) });
    }
  rows.bad.sort((a, b) => a.line - b.line);
  return rows;
}

interface Given {
  kind: string;
  kinds: SensorKinds;
  own: readonly OwnSensor[];
}

function formOfRow(row: number, textAt: (field: ListedField, row: number) => string, given: Given): OwnForm {
  const named = textAt('kind', row);
  const kind = named === '' ? given.kind : kindNamed(named, given.kinds);
  const empty = emptyForm(given.kinds, kind, given.own);
  const id = textAt('id', row);
  const form = id === '' ? empty : withId(empty, id);
  for (const field of LISTED_FIELDS) {
    const text = textAt(field, row);
    if (text !== '' && field !== 'id' && field !== 'kind') form[field] = text;
  }
  if (form.zh === '' && form.en === '') form.zh = form.id;
  return form;
}

/** A kind by its id or by what it is called in either language. */
function kindNamed(text: string, { file }: SensorKinds): string {
  const small = text.toLowerCase();
  const found = file.kinds.find(({ id, label }) =>
    [id, label?.zh, label?.en].some((name) => name?.toLowerCase() === small),
  );
  if (found) return found.id;
  throw new MessageError(sourceMessage('row-kind', { got: text }));
}

/** Sensors that the hub is told of at once: it takes all of them or none. */
const AT_ONCE = 100;

/** Registers what can be: a part that the hub refuses is halved until the rows that it refuses stand alone. */
export async function registerRows(
  rows: ListedRows['good'],
  post: (sensors: OwnSensor[]) => Promise<unknown>,
): Promise<{ done: number; bad: BadRow[] }> {
  if (rows.length > AT_ONCE) {
    const first = await registerRows(rows.slice(0, AT_ONCE), post);
    const rest = await registerRows(rows.slice(AT_ONCE), post);
    return { done: first.done + rest.done, bad: [...first.bad, ...rest.bad] };
  }
  if (rows.length === 0) return { done: 0, bad: [] };
  try {
    await post(rows.map(({ sensor }) => sensor));
    return { done: rows.length, bad: [] };
  } catch (error) {
    if (rows.length === 1) return { done: 0, bad: [{ line: rows[0].line, reason: failureOf(error) }] };
    const middle = rows.length >> 1;
    const first = await registerRows(rows.slice(0, middle), post);
    const rest = await registerRows(rows.slice(middle), post);
    return { done: first.done + rest.done, bad: [...first.bad, ...rest.bad] };
  }
}
