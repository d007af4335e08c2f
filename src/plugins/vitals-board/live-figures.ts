import { isUnacknowledged } from '../../../model/alarms/alarm.ts';
import type { CardSource } from '../../../model/boards/board.ts';
import {
  type CardStream,
  combined,
  type FigureItem,
  itemsOfStreams,
  type SensorSource,
} from '../../../model/boards/card-figures.ts';
import type { EnuSphere } from '../../../model/city/catalogue.ts';
import { scoreIndex } from '../../../model/city-index/score-index.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import type { RunFigureName } from '../../../model/runs/run-figures.ts';
import { freshStreams } from '../../twin/live/fresh-streams.ts';
import type { LiveValues } from '../../twin/live/live-values.ts';
import type { TwinState } from '../../twin/slice.ts';

/** A figure as the page knows it now. */
export interface LiveFigure {
  /** Null: nothing says it now. */
  value: number | null;
  items: readonly FigureItem[];
  /** Streams that were heard within their cadence, and all of them; null: the figure is of no streams. */
  fresh: { count: number; all: number } | null;
}

/** How wide a place is shown that a card leads to, metres. */
const LEAD_RADIUS_M = 80;

const NONE: LiveFigure = { value: null, items: [], fresh: null };

/** The thing that a card leads to: the least where that is shown, else the greatest; of equal ones the first. */
export function leadingPlace(source: CardSource, items: readonly FigureItem[]): EnuSphere | null {
  const isLeast = source.of === 'sensors' && source.figure === 'least';
  const placed = items.filter(({ place }) => place !== null);
  const [first] = placed.toSorted((a, b) => (isLeast ? a.value - b.value : b.value - a.value));
  return first?.place ?? null;
}

/** The figure of a source that the page holds by itself; what is summed up over a span, and what is of a layer, is asked for elsewhere. */
export function liveFigure(
  source: CardSource,
  state: Pick<TwinState, 'alarms' | 'cases' | 'feed' | 'feedMs' | 'indexCards' | 'runs'>,
  live: LiveValues | null,
  origin: LonLat,
): LiveFigure {
  const isConnected = state.feed.kind === 'live' || state.feed.kind === 'cut';
  switch (source.of) {
    case 'sensors':
      return live && isConnected ? ofSensors(source, live, state.feedMs) : NONE;
    case 'alarms':
      return live && isConnected ? ofAlarms(source, state.alarms, live) : NONE;
    case 'cases': {
      if (!isConnected) return NONE;
      const open = state.cases.filter(({ stage }) => stage !== 'closed');
      const items = open.map(({ dueMs, place }) => ({
        value: Number(dueMs !== null && dueMs < state.feedMs),
        place: place && sphereAt(enuFromLonLat(origin, place)),
      }));
      return { value: combined(source, items), items, fresh: null };
    }
    case 'index':
      return { ...NONE, value: indexScore(source.card, state.indexCards) };
    case 'run':
      return { ...NONE, value: runFigure(state, source.figure)?.value ?? null };
    case 'layer':
      return NONE;
  }
}

function ofSensors(source: SensorSource, live: LiveValues, nowMs: number): LiveFigure {
  const { kind, unit, sensor: only, figure } = source;
  const isMeant = (sensor: number) => only === undefined || live.sensors[sensor].id === only;
  const streams = freshStreams(live, kind, unit, nowMs).filter(({ sensor }) => isMeant(sensor));
  const items = itemsOfStreams(
    source,
    streams.map(({ sensor, stream, value }) => ({
      value,
      warn: live.sensors[sensor].datastreams[stream - live.firstStream[sensor]].warn,
      place: sphereAt(enuOfSensor(live, sensor)),
    })),
  );
  const all = streamsOf(source, live).length;
  return { value: figure === 'amount' ? null : combined(source, items), items, fresh: { count: items.length, all } };
}

function ofAlarms(
  source: Extract<CardSource, { of: 'alarms' }>,
  alarms: TwinState['alarms'],
  live: LiveValues,
): LiveFigure {
  const items = alarms
    .filter((alarm) => isUnacknowledged(alarm) && alarm.meaning.priority <= source.least)
    .map(({ stream, meaning }) => {
      const sensor = stream === null ? null : (live.placeOf(stream)?.sensor ?? null);
      const place = sensor === null ? null : sphereAt(enuOfSensor(live, sensor));
      // The gravest leads.
      return { value: -meaning.priority, place };
    });
  return { value: combined(source, items), items, fresh: null };
}

const enuOfSensor = ({ placesM }: LiveValues, sensor: number): readonly [number, number, number] => [
  placesM[3 * sensor],
  placesM[3 * sensor + 1],
  placesM[3 * sensor + 2],
];

const sphereAt = ([eastM, northM, upM]: readonly [number, number, number]): EnuSphere => ({
  eastM,
  northM,
  upM,
  radiusM: LEAD_RADIUS_M,
});

/** Lists the streams of a card that this login is told, heard or not; one without a warning is none of those that are counted by it. */
export function streamsOf({ kind, unit, sensor: only, figure }: SensorSource, live: LiveValues): CardStream[] {
  return live
    .ofKind(kind)
    .filter((sensor) => only === undefined || live.sensors[sensor].id === only)
    .flatMap((sensor) =>
      live.sensors[sensor].datastreams.filter(
        (stream, part) => stream.unit === unit && !live.isUnlisted(live.firstStream[sensor] + part),
      ),
    )
    .filter(({ warn }) => figure !== 'warned' || warn !== undefined)
    .map(({ id, warn }) => ({ id, warn }));
}

/** A figure of a finished run of this window: of the one on the picture, else of the newest; null: none tells it. */
export function runFigure(
  { runs }: Pick<TwinState, 'runs'>,
  name: RunFigureName,
): { value: number; unit: string } | null {
  const found = Object.values(runs).flatMap(({ list, shownId }) =>
    list.flatMap(({ id, status, figures }) => {
      const figure = status.kind === 'done' ? figures?.more.find((one) => one.name === name) : undefined;
      return figure ? [{ ...figure, isShown: id === shownId }] : [];
    }),
  );
  return found.find(({ isShown }) => isShown) ?? found.at(-1) ?? null;
}

/** The score of the latest year that has values; null: no card is kept, or values are missing. */
function indexScore(kind: 'published' | 'own', cards: TwinState['indexCards']): number | null {
  const card = cards?.[kind];
  const year = Math.max(...Object.keys(card?.years ?? {}).map(Number));
  return card && Number.isFinite(year) ? scoreIndex(card, card.years[year]).score : null;
}
