import type { EnuSphere } from '../city/catalogue.ts';
import type { DataQuery } from '../questions/data-query.ts';
import type { QueryFigures } from '../tables/query-rows.ts';
import type { Text } from '../text/text.ts';
import { MS_PER_DAY, MS_PER_H } from '../time.ts';
import type { BoardSpan, CardSource } from './board.ts';
import type { BoardAreas } from './board-areas.ts';
import { type SpanFigures, type StreamBuckets, spanOf } from './stream-span.ts';

/** A source of sensors. */
export type SensorSource = Extract<CardSource, { of: 'sensors' }>;
type LayerSource = Extract<CardSource, { of: 'layer' }>;

/** A thing that a figure is made of, with what it adds and where it is; null: it is at no place. */
export interface FigureItem {
  value: number;
  place: EnuSphere | null;
}

/** A figure of one area. */
export interface AreaFigure {
  name: Text;
  place: EnuSphere;
  value: number | null;
  count: number;
}

/** What history says of a card's streams, and of how many of them it was asked. */
type CardSpan = SpanFigures & { streams: number; of: number };

/** What a card comes to. */
export interface CardFigures {
  /** Null: nothing says it. */
  value: number | null;
  /** Null: the source has no history that is kept. */
  span: CardSpan | null;
  /** Null: the board is not split, or this figure is of no places. */
  areas: { list: readonly AreaFigure[]; outside: number; others: number } | null;
}

/** Returns what a figure is out of: the same for all things and for those of one district. */
export function combined(source: CardSource, items: readonly FigureItem[]): number | null {
  const values = items.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  switch (source.of) {
    case 'alarms':
      return values.length;
    case 'cases':
      if (source.figure === 'inTime') return values.length === 0 ? null : (100 * (values.length - sum)) / values.length;
      return source.figure === 'late' ? sum : values.length;
    case 'sensors':
      if (values.length === 0) return null;
      if (source.figure === 'least') return Math.min(...values);
      if (source.figure === 'most') return Math.max(...values);
      return source.figure === 'mean' ? sum / values.length : sum;
    default:
      return null;
  }
}

/** A stream whose last reading still counts. */
interface StreamNow {
  value: number;
  warn: number | undefined;
  place: EnuSphere;
}

/** The items of streams whose last reading still counts; one without a warning is none of those that are counted by it. */
export function itemsOfStreams({ figure }: SensorSource, streams: readonly StreamNow[]): FigureItem[] {
  return streams.flatMap(({ value, warn, place }): FigureItem[] => {
    if (figure !== 'warned') return [{ value, place }];
    return warn === undefined ? [] : [{ value: Number(value >= warn), place }];
  });
}

/** How far back each span goes. */
const SPAN_MS: Readonly<Record<BoardSpan, number>> = { hour: MS_PER_H, day: MS_PER_DAY, week: 7 * MS_PER_DAY };

/** Returns where a span begins that ends at `toMs`. Days and weeks are kept by hours, so they begin with a whole one. */
export function spanStartMs(span: BoardSpan, toMs: number): number {
  const fromMs = toMs - SPAN_MS[span];
  return span === 'hour' ? fromMs : Math.floor(fromMs / MS_PER_H) * MS_PER_H;
}

/** Steps of a trend: of a day they are half hours, which history rounds up to whole ones, of a week three hours and a half, rounded up to four. */
export const TREND_POINTS = 48;
/** Streams whose history is asked for at most, and how many of them at once. */
const MAX_STREAMS = 60;
const AT_ONCE = 4;

/** A stream of a card by its id, with its own warning where it has one. */
export interface CardStream {
  id: string;
  warn: number | undefined;
}

/** Reads the history of a card's streams bucket by bucket; of very many, of some that lie evenly among them. */
export async function readCardSpan(
  source: SensorSource,
  all: readonly CardStream[],
  series: (id: string) => Promise<StreamBuckets>,
): Promise<CardSpan> {
  const every = Math.max(1, all.length / MAX_STREAMS);
  const chosen = Array.from({ length: Math.min(all.length, MAX_STREAMS) }, (_, i) => all[Math.floor(i * every)]);
  const histories: { buckets: StreamBuckets; warn: number | undefined }[] = [];
  for (let first = 0; first < chosen.length; first += AT_ONCE)
    histories.push(
      ...(await Promise.all(
        chosen.slice(first, first + AT_ONCE).map(async ({ id, warn }) => ({ buckets: await series(id), warn })),
      )),
    );
  const span = spanOf(histories, source.figure);
  // A sum or a count of some streams is not that of all: it has no trend.
  const isOfAll = chosen.length === all.length || (source.figure !== 'sum' && source.figure !== 'warned');
  return { ...span, points: isOfAll ? span.points : [], streams: chosen.length, of: all.length };
}

/** Splits a figure of things by the areas that they lie in. */
export async function figuresByArea(
  source: CardSource,
  items: readonly FigureItem[],
  areas: BoardAreas,
): Promise<CardFigures['areas']> {
  const placed = items.filter(({ place }) => place !== null);
  const placesM = Float64Array.from(placed.flatMap(({ place }) => [place?.eastM ?? 0, place?.northM ?? 0]));
  const found = await areas.areasOf(placesM);
  const list = areas.areas.map(({ name, place }, area): AreaFigure => {
    const own = placed.filter((_, i) => found[i] === area);
    return { name, place, value: combined(source, own), count: own.length };
  });
  const inside = list.reduce((sum, { count }) => sum + count, 0);
  return { list, outside: items.length - inside, others: areas.others };
}

/** The figure of a card of things, with what history says; a sum over the span is the figure itself, and has no areas. */
export async function sensorFigures(
  source: SensorSource,
  items: readonly FigureItem[],
  span: CardSpan | null,
  areas: BoardAreas | null,
): Promise<CardFigures> {
  const isAmount = source.figure === 'amount';
  return {
    value: isAmount ? (span?.amount ?? null) : combined(source, items),
    span,
    areas: areas && !isAmount ? await figuresByArea(source, items, areas) : null,
  };
}

/** The figure of a layer's things, whole and by area; `ask` answers a question about the things of a layer. */
export async function layerFigures(
  { layer, figure, attribute, match = 'all', conditions = [] }: LayerSource,
  areas: BoardAreas | null,
  ask: (query: DataQuery) => Promise<QueryFigures>,
): Promise<CardFigures> {
  const query = (within?: DataQuery['within']): DataQuery => ({
    layer,
    match,
    conditions,
    ...(within && { within }),
    ...(attribute !== undefined && { measure: attribute }),
  });
  const figures = await ask(query());
  const whole = { value: figures[figure], span: null };
  if (!areas) return { ...whole, areas: null };
  const list: AreaFigure[] = [];
  for (const { name, place, within } of areas.areas) {
    const own = await ask(query(within));
    list.push({ name, place, value: own[figure], count: own.count });
  }
  const inside = list.reduce((sum, { count }) => sum + count, 0);
  return { ...whole, areas: { list, outside: Math.max(0, figures.count - inside), others: areas.others } };
}
