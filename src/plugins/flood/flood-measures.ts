import { lengthOf } from '../../../model/geo/plane/line.ts';
import type { Capability } from '../../../model/resources/vehicle-kinds.ts';
import type { Message } from '../../../model/text/message.ts';
import { MS_PER_H, S_PER_H } from '../../../model/time.ts';
import { cityTime, formatTime } from '../../kit/city-time.ts';
import { formatNumber } from '../../kit/format.ts';
import { measureMessage } from '../../twin/run-messages.ts';
import type { RunMeasure } from '../../twin/runs.ts';
import type { FloodForm, FloodPlace, FloodWall, ScenarioWork } from './slice.ts';

type Built = Pick<FloodForm, 'walls' | 'works'>;

/** Nothing that a run could suppose is there yet. */
export const NOTHING_BUILT: Built = { walls: [], works: [] };

/** Second 0 of a run, and the zone of its city's clock. */
export interface RunTime {
  startMs: number;
  zone: string;
}

/**
 * What somebody has to do for a run of this form to come true: walls that are put up, pumps that are brought, gates that are moved. Whatever is in `known`
 * too is there already. Culverts and the city's own works are built, not ordered.
 */
export function floodMeasures({ walls, works }: Built, known: Built, time: RunTime): RunMeasure[] {
  const isNew = (of: readonly object[]) => {
    const texts = new Set(of.map((one) => JSON.stringify(one)));
    return (one: object) => !texts.has(JSON.stringify(one));
  };
  return [
    ...walls.filter(isNew(known.walls)).map((wall) => wallMeasure(wall, time)),
    ...works.filter(isNew(known.works)).flatMap((work) => workMeasure(work, time) ?? []),
  ];
}

const measure = (message: Message, at: FloodPlace, capability: Capability): RunMeasure => ({
  task: message.text,
  at,
  capability,
});

const timeText = (hours: number, { startMs, zone }: RunTime): string =>
  formatTime(cityTime(startMs + hours * MS_PER_H, zone));

function wallMeasure({ line, heightM, fromH }: FloodWall, time: RunTime): RunMeasure {
  const values = {
    length: formatNumber(lengthOf(line)),
    height: formatNumber(heightM, 1),
    time: timeText(fromH, time),
  };
  return measure(measureMessage('wall', values), middleOf(line), 'earthwork');
}

/** A gate that stays as it is asks nothing of anybody. */
function workMeasure(work: ScenarioWork, time: RunTime): RunMeasure | null {
  if (work.kind === 'pump') {
    const [off] = work.offH ?? [];
    const values = {
      rate: formatNumber(work.rateM3ps * S_PER_H),
      time: timeText(off?.[0] === 0 ? off[1] : 0, time),
    };
    return measure(measureMessage('pump', values), work.from, 'pumping');
  }
  if (work.kind !== 'gate' || work.openRatio.values.length < 2) return null;
  const { timesH, values } = work.openRatio;
  const moved = values.findIndex((ratio) => ratio !== values[0]);
  if (moved < 0) return null;
  const move = { percent: formatNumber(100 * values[moved]), time: timeText(timesH[moved - 1], time) };
  return measure(measureMessage(values[moved] === 0 ? 'gateShut' : 'gateSet', move), work.from, 'repair');
}

const middleOf = (line: readonly FloodPlace[]): FloodPlace => {
  const from = line[0];
  const to = line[line.length - 1];
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
};

/** The gap of a breach is closed by then. */
export const closureMeasure = (gap: readonly FloodPlace[], atH: number, time: RunTime): RunMeasure =>
  measure(
    measureMessage('closure', { length: formatNumber(lengthOf(gap)), time: timeText(atH, time) }),
    middleOf(gap),
    'earthwork',
  );
