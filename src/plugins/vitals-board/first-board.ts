import {
  BOARD_FORMAT,
  type Board,
  type BoardCard,
  type CardSource,
  type StreamFigure,
} from '../../../model/boards/board.ts';
import { OWN_DISTRICTS } from '../../../model/boards/board-areas.ts';
import type { Manifest } from '../../../model/city/manifest.ts';
import type { SensorKinds, VitalRule } from '../../../model/sensors/sensor-kind.ts';
import type { LiveValues } from '../../twin/live/live-values.ts';
import { streamsOf } from './live-figures.ts';

/** The figure of a board that says what the strip over the map says. */
const FIGURES: Readonly<Record<VitalRule['figure'], StreamFigure>> = {
  nearestLimit: 'warned',
  countAtLeast: 'warned',
  sum: 'sum',
  mean: 'mean',
  meanHourSum: 'amount',
};
/** Alarms of the two gravest priorities are the first that a board tells. */
const GRAVE = 2;
/** Layers of buildings that a board counts at first. */
const MAX_LAYERS = 2;

/** A board of what the city has: its kinds of sensors with a vital, alarms and cases where it is listened to, and its buildings. */
export function firstBoard(city: Manifest, kinds: Pick<SensorKinds, 'file'> | null, live: LiveValues | null): Board {
  const hasSensors = live !== null && live.sensors.length > 0;
  const sensors = (kinds?.file.kinds ?? []).flatMap(({ id, vital }): [CardSource, BoardCard['target']][] => {
    if (!vital || !live || live.ofKind(id).length === 0) return [];
    const hasWarning = streamsOf({ of: 'sensors', kind: id, unit: vital.unit, figure: 'warned' }, live).length > 0;
    const named = FIGURES[vital.figure];
    // Where nobody said when a station warns, the highest is shown.
    const figure = named === 'warned' && !hasWarning ? 'most' : named;
    const isSame = figure === 'sum' || figure === 'mean';
    const source = { of: 'sensors' as const, kind: id, unit: vital.unit, figure };
    return [[source, isSame && vital.target ? definedOf(vital.target) : undefined]];
  });
  const watched: CardSource[] = hasSensors
    ? [
        { of: 'alarms', least: GRAVE },
        { of: 'cases', figure: 'open' },
        { of: 'cases', figure: 'inTime' },
      ]
    : [];
  const counted = city.layers
    .filter(({ kind }) => kind === 'building')
    .slice(0, MAX_LAYERS)
    .map(({ id }): CardSource => ({ of: 'layer', layer: id, figure: 'count' }));
  const cards = [...watched, ...counted].map((source): [CardSource, BoardCard['target']] => [source, undefined]);
  return {
    format: BOARD_FORMAT,
    city: city.id,
    span: 'day',
    areas: city.facts?.population ? OWN_DISTRICTS : '',
    cards: [...sensors, ...cards].map(([source, target], i) => ({
      id: `card-${i + 1}`,
      title: '',
      source,
      ...(target && { target }),
    })),
  };
}

const definedOf = ({ from, to }: NonNullable<VitalRule['target']>): NonNullable<BoardCard['target']> => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});
