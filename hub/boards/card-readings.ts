import { isUnacknowledged, streamOfKey } from '../../model/alarms/alarm.ts';
import type { Board, BoardCard } from '../../model/boards/board.ts';
import type { BoardAreas } from '../../model/boards/board-areas.ts';
import type { ReadCard } from '../../model/boards/board-report.ts';
import {
  combined,
  type FigureItem,
  figuresByArea,
  itemsOfStreams,
  readCardSpan,
  type SensorSource,
  sensorFigures,
  TREND_POINTS,
} from '../../model/boards/card-figures.ts';
import type { CityCase } from '../../model/cases/cases.ts';
import type { EnuSphere } from '../../model/city/catalogue.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { type CitySensor, type CityStream, STALE_CADENCES } from '../../model/sensors/sensors.ts';
import type { AlarmWatch } from '../alarms/alarm-watch.ts';
import type { History } from '../history/history.ts';
import type { Ingest } from '../history/ingest.ts';
import type { Hub } from '../hub.ts';
import { type Reader, readerFor } from '../sql/sql-api.ts';
import type { LayerAnswer, LayerQuestion, LayerSource } from './layer-figures.ts';

/** The figures of a board are read from these. */
export interface FigureSources {
  hub: Pick<Hub, 'sql'> & { history: History; ingest: Ingest };
  city: { folder: string; origin: LonLat };
  /** All sensors of now: the baked ones and those that users connected. */
  sensors(): readonly CitySensor[];
  alarms: Pick<AlarmWatch, 'list'>;
  answerLayers(question: LayerQuestion): Promise<LayerAnswer>;
}

/** The times that a report speaks of. */
export interface ReportTimes {
  /** When it was due; figures of sensors are those of then. */
  dueMs: number;
  madeMs: number;
  /** It was made so long after that alarms and cases of now are not those of then. */
  isLate: boolean;
  fromMs: number;
  toMs: number;
}

/** Streams whose last reading is asked for in one question. */
const AT_ONCE = 200;
/** Open cases at most; a city with more has another board. */
const MAX_CASES = 50_000;

interface SensorStream {
  sensor: CitySensor;
  stream: CityStream;
}

/** Reads all cards of a board as the hub knows them, in the board's order. */
export async function readCards(sources: FigureSources, board: Board, times: ReportTimes): Promise<ReadCard[]> {
  const { hub, city } = sources;
  const by = readerFor(hub.sql, { asker: 'board reports', isLong: true });
  const items = new Map<string, readonly FigureItem[]>();
  for (const card of board.cards) {
    const own = await itemsOf(sources, by, card, times);
    if (own) items.set(card.id, own);
  }
  const places = [...items.values()].flat().flatMap(({ place }) => (place ? [place] : []));
  const layers = board.cards.map(({ source }) => source).filter((source) => source.of === 'layer');
  const answer = await sources.answerLayers({
    cityFolder: city.folder,
    areas: board.areas,
    sources: layers,
    placesM: Float64Array.from(places.flatMap(({ eastM, northM }) => [eastM, northM])),
  });
  const areas = areasOf(answer, places);
  const cards: ReadCard[] = [];
  for (const card of board.cards)
    cards.push(await readCard(sources, by, card, { times, areas, items: items.get(card.id), layers, answer }));
  return cards;
}

interface CardParts {
  times: ReportTimes;
  areas: BoardAreas | null;
  /** Undefined: the card is of no things, or they are not known of then. */
  items: readonly FigureItem[] | undefined;
  layers: readonly LayerSource[];
  answer: LayerAnswer;
}

async function readCard(
  sources: FigureSources,
  by: Reader,
  card: BoardCard,
  { times, areas, items, layers, answer }: CardParts,
): Promise<ReadCard> {
  const { source } = card;
  switch (source.of) {
    case 'sensors': {
      const span = await spanOf(sources, by, source, times);
      return { card, kind: 'read', figures: await sensorFigures(source, items ?? [], span, areas) };
    }
    case 'layer': {
      const figures = answer.figures[layers.indexOf(source)];
      return figures ? { card, kind: 'read', figures } : { card, kind: 'onlyOnPage' };
    }
    case 'alarms':
    case 'cases': {
      if (!items) return { card, kind: 'notThen' };
      const split = areas && (await figuresByArea(source, items, areas));
      return { card, kind: 'read', figures: { value: combined(source, items), span: null, areas: split } };
    }
    case 'index':
    case 'run':
      return { card, kind: 'onlyOnPage' };
  }
}

/** The areas of a board by what the baked city said of each place. */
function areasOf({ areas, found }: LayerAnswer, places: readonly EnuSphere[]): BoardAreas | null {
  const keyOf = (eastM: number, northM: number) => `${eastM} ${northM}`;
  const byPlace = new Map(places.map(({ eastM, northM }, i) => [keyOf(eastM, northM), found[i]]));
  return (
    areas && {
      ...areas,
      areasOf: async (placesM) =>
        Int32Array.from(
          { length: placesM.length / 2 },
          (_, i) => byPlace.get(keyOf(placesM[2 * i], placesM[2 * i + 1])) ?? -1,
        ),
    }
  );
}

/** The things that a card's figure is made of; null: it is made of none, or they are not known of the time that the report speaks of. */
async function itemsOf(
  sources: FigureSources,
  by: Reader,
  { source }: BoardCard,
  times: ReportTimes,
): Promise<readonly FigureItem[] | null> {
  switch (source.of) {
    case 'sensors':
      return itemsOfStreams(source, await streamsNow(sources, by, source, times.dueMs));
    case 'alarms':
      return times.isLate ? null : itemsOfAlarms(sources, source.least);
    case 'cases':
      return times.isLate ? null : itemsOfCases(sources, by, times.madeMs);
    default:
      return null;
  }
}

function streamsOf({ sensors }: FigureSources, { kind, unit, sensor: only, figure }: SensorSource): SensorStream[] {
  return sensors()
    .filter((sensor) => sensor.kind === kind && (only === undefined || sensor.id === only))
    .flatMap((sensor) => sensor.datastreams.map((stream) => ({ sensor, stream })))
    .filter(({ stream }) => stream.unit === unit && (figure !== 'warned' || stream.warn !== undefined));
}

const placeOf = ({ at: [eastM, northM] }: CitySensor): EnuSphere => ({ eastM, northM, upM: 0, radiusM: 0 });

/** The streams of a card whose last reading at an instant still counted then. */
async function streamsNow(sources: FigureSources, by: Reader, source: SensorSource, atMs: number) {
  const numbers = new Map([...sources.hub.ingest.streams.values()].map(({ code, id }) => [code, id]));
  const all = streamsOf(sources, source).flatMap((one) => {
    const number = numbers.get(one.stream.id);
    return number === undefined ? [] : [{ ...one, number }];
  });
  const last = new Map<number, { result: number; phenomenon_ms: number }>();
  for (let first = 0; first < all.length; first += AT_ONCE) {
    const slice = all.slice(first, first + AT_ONCE);
    const sinceMs = atMs - STALE_CADENCES * 1000 * Math.max(...slice.map(({ stream }) => stream.cadenceS));
    const rows = await by.query<{ datastream: number; phenomenon_ms: number; result: number }>(
      `SELECT asked.datastream, found.phenomenon_ms, found.result FROM unnest($1::int4[]) AS asked (datastream)
       CROSS JOIN LATERAL (
         SELECT phenomenon_ms, result FROM observations
         WHERE datastream = asked.datastream AND phenomenon_ms <= $2 AND phenomenon_ms >= $3 AND result IS NOT NULL
         ORDER BY phenomenon_ms DESC LIMIT 1) AS found`,
      [`{${slice.map(({ number }) => number).join(',')}}`, atMs, Math.floor(sinceMs)],
    );
    for (const { datastream, ...reading } of rows) last.set(datastream, reading);
  }
  return all.flatMap(({ sensor, stream, number }) => {
    const reading = last.get(number);
    if (!reading || atMs - reading.phenomenon_ms > STALE_CADENCES * 1000 * stream.cadenceS) return [];
    return [{ value: reading.result, warn: stream.warn, place: placeOf(sensor) }];
  });
}

function spanOf(sources: FigureSources, by: Reader, source: SensorSource, { fromMs, toMs }: ReportTimes) {
  const { history, ingest } = sources.hub;
  const numbers = new Map([...ingest.streams.values()].map(({ code, id }) => [code, id]));
  const streams = streamsOf(sources, source).flatMap(({ stream: { id, warn } }) =>
    numbers.has(id) ? [{ id, warn }] : [],
  );
  return readCardSpan(source, streams, (id) =>
    history.series(numbers.get(id) ?? Number.NaN, fromMs, toMs, TREND_POINTS, by),
  );
}

function itemsOfAlarms({ alarms, sensors }: FigureSources, least: number): FigureItem[] {
  const byStream = new Map(sensors().flatMap((sensor) => sensor.datastreams.map(({ id }) => [id, sensor] as const)));
  return alarms
    .list()
    .alarms.filter((alarm) => isUnacknowledged(alarm) && alarm.meaning.priority <= least)
    .map(({ key, at, meaning }) => {
      const sensor = byStream.get(at ?? streamOfKey(key));
      return { value: -meaning.priority, place: sensor ? placeOf(sensor) : null };
    });
}

async function itemsOfCases({ city }: FigureSources, by: Reader, nowMs: number): Promise<FigureItem[]> {
  const rows = await by.query<{ state: CityCase }>(
    `SELECT state FROM cases WHERE is_open ORDER BY id LIMIT ${MAX_CASES}`,
  );
  return rows.map(({ state: { dueMs, place } }) => {
    const [eastM, northM] = place ? enuFromLonLat(city.origin, place) : [0, 0];
    return {
      value: Number(dueMs !== null && dueMs < nowMs),
      place: place && { eastM, northM, upM: 0, radiusM: 0 },
    };
  });
}
