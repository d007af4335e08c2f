import { openRows } from '../../model/city/layer-rows.ts';
import type { RoundsRequest } from '../../model/questions/rounds.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { hoursOfDay } from '../../model/time-of-day.ts';
import type { CityFiles } from '../shared/engine.ts';
import { facilitiesOf } from '../shared/facilities.ts';
import { roundsMessage } from './messages.ts';

/** A question about places. */
export type StopsTask = Extract<RoundsRequest['task'], { by: 'stops' }>;
type Column = keyof StopsTask['columns'];

/** A place to visit, with what its layer tells of it or the question tells of all. */
export interface StopPlace {
  id: string;
  name: Text;
  atM: readonly [eastM: number, northM: number];
  demand: number;
  serviceMin: number;
  opensH: number;
  closesH: number;
}

/** The stops of a question, in the order of their rows. @throws MessageError where a column is missing or tells no time. */
export async function stopPlaces(files: CityFiles, task: StopsTask): Promise<StopPlace[]> {
  const { of, columns } = task;
  const wanted = (Object.keys(columns) as Column[]).flatMap((column) => {
    const name = columns[column];
    return name === undefined ? [] : [{ column, name }];
  });
  if (of.by === 'points' && wanted.length > 0) throw new MessageError(roundsMessage('columns-of-points', {}));
  const things = await facilitiesOf(files, of);
  const cellOf = await openCells(files, of, wanted);
  return things.map(({ id, name, atM, gid }) => {
    const number = (column: Column) => {
      const cell = cellOf(column, gid);
      return typeof cell === 'number' ? Math.max(0, cell) : null;
    };
    const hours = (column: 'opens' | 'closes') => {
      const cell = cellOf(column, gid);
      if (cell === null) return null;
      const read = hoursOfDay(cell);
      const named = { column, id, name: columns[column] ?? '', value: cell };
      if (read === null) throw new MessageError(roundsMessage('not-a-clock', named));
      return read;
    };
    return {
      id,
      name,
      atM,
      demand: number('demand') ?? task.demand,
      serviceMin: number('serviceMin') ?? task.serviceMin,
      opensH: hours('opens') ?? task.opensH,
      closesH: hours('closes') ?? task.closesH,
    };
  });
}

/** Reads the columns that a question names of its layer. */
async function openCells(
  { manifest, read }: CityFiles,
  of: StopsTask['of'],
  wanted: readonly { column: Column; name: string }[],
): Promise<(column: Column, gid: number | null) => string | number | null> {
  const layer = of.by === 'points' ? undefined : manifest.layers.find(({ id }) => id === of.layer);
  if (!layer || wanted.length === 0) return () => null;
  for (const { column, name } of wanted)
    if (!layer.attributes.some((one) => one.name === name))
      throw new MessageError(roundsMessage('unknown-column', { column, layer: layer.id, name }));
  const names = new Map(wanted.map(({ column, name }) => [column, name]));
  const rows = await openRows(layer, (path) => read(path), [...names.values()]);
  return (column, gid) => {
    const name = names.get(column);
    if (name === undefined || gid === null) return null;
    return rows.number(name, gid - layer.gidBase) ?? rows.text(name, gid - layer.gidBase);
  };
}
