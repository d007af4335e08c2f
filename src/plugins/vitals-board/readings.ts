import type { BoardCard, BoardSpan, CardSource } from '../../../model/boards/board.ts';
import type { EnuSphere } from '../../../model/city/catalogue.ts';
import type { DataQuery } from '../../../model/questions/data-query.ts';
import type { QueryFigures } from '../../../model/tables/query-rows.ts';
import type { Text } from '../../../model/text/text.ts';
import { MS_PER_DAY, MS_PER_H } from '../../../model/time.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import type { BoardAreas } from './board-areas.ts';
import { combined, type FigureItem, type LiveFigure, leadingPlace, liveFigure, streamsOf } from './live-figures.ts';
import { type SpanFigures, type StreamBuckets, spanOf } from './stream-span.ts';

/** How far back each span goes. */
const SPAN_MS: Readonly<Record<BoardSpan, number>> = { hour: MS_PER_H, day: MS_PER_DAY, week: 7 * MS_PER_DAY };

/** Where a span begins that ends at `toMs`. Days and weeks are kept by hours, so they begin with a whole one. */
export function spanStartMs(span: BoardSpan, toMs: number): number {
  const fromMs = toMs - SPAN_MS[span];
  return span === 'hour' ? fromMs : Math.floor(fromMs / MS_PER_H) * MS_PER_H;
}

/** Steps of a trend: of a day they are half hours, of a week three hours and a half, which history rounds up to four. */
const POINTS = 48;
/** Streams whose history is asked for at most, and how many of them at once. */
const MAX_STREAMS = 60;
const AT_ONCE = 4;

/** A figure of one area. */
export interface AreaFigure {
  name: Text;
  place: EnuSphere;
  value: number | null;
  count: number;
}

/** All that a card shows. */
export interface CardReading extends LiveFigure {
  /** Null: the source has no history that is kept. */
  span: (SpanFigures & { streams: number; of: number }) | null;
  /** Null: the board is not split, or this figure is of no places. */
  areas: { list: readonly AreaFigure[]; outside: number; others: number } | null;
  place: EnuSphere | null;
}

/** Reads a card: its figure now, what history says of the span that ends at `toMs`, and its figure by area. */
export async function readCard(
  app: App,
  { source }: BoardCard,
  spanKind: BoardSpan,
  areas: BoardAreas | null,
  toMs: number,
): Promise<CardReading> {
  if (source.of === 'layer') return readLayer(app, source, areas);
  const live = app.service(LIVE_FEED)?.live() ?? null;
  const figure = liveFigure(source, app.twin.getState(), live, app.twin.city.origin);
  const span = source.of === 'sensors' ? await readSpan(app, source, spanStartMs(spanKind, toMs), toMs) : null;
  const isAmount = source.of === 'sensors' && source.figure === 'amount';
  return {
    ...figure,
    value: isAmount ? (span?.amount ?? null) : figure.value,
    span,
    areas: areas && !isAmount && source.of !== 'index' ? await byArea(source, figure.items, areas) : null,
    place: leadingPlace(source, figure.items),
  };
}

async function byArea(
  source: CardSource,
  items: readonly FigureItem[],
  areas: BoardAreas,
): Promise<CardReading['areas']> {
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

/** Asks the hub for the buckets of a card's streams; of very many, for some that lie evenly among them. */
async function readSpan(
  app: App,
  source: Extract<CardSource, { of: 'sensors' }>,
  fromMs: number,
  toMs: number,
): Promise<CardReading['span']> {
  const live = app.service(LIVE_FEED)?.live();
  const session = app.service(ACCOUNT_SESSION);
  if (!live || !session || toMs === 0) return null;
  const all = streamsOf(source, live);
  const every = Math.max(1, all.length / MAX_STREAMS);
  const chosen = Array.from({ length: Math.min(all.length, MAX_STREAMS) }, (_, i) => all[Math.floor(i * every)]);
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
  const histories: { buckets: StreamBuckets; warn: number | undefined }[] = [];
  for (let first = 0; first < chosen.length; first += AT_ONCE)
    histories.push(
      ...(await Promise.all(
        chosen.slice(first, first + AT_ONCE).map(async ({ id, warn }) => {
          const query = new URLSearchParams({ datastream: id, from, to, points: String(POINTS) });
          return { buckets: (await session.get(`history/series?${query}`)) as StreamBuckets, warn };
        }),
      )),
    );
  const span = spanOf(histories, source.figure);
  // A sum or a count of some streams is not that of all: it has no trend.
  const isOfAll = chosen.length === all.length || (source.figure !== 'sum' && source.figure !== 'warned');
  return { ...span, points: isOfAll ? span.points : [], streams: chosen.length, of: all.length };
}

async function readLayer(
  { catalogue, twin }: App,
  { layer, figure, attribute }: Extract<CardSource, { of: 'layer' }>,
  areas: BoardAreas | null,
): Promise<CardReading> {
  const none: CardReading = { value: null, items: [], fresh: null, span: null, areas: null, place: null };
  if (!twin.city.layers.some(({ id }) => id === layer)) return none;
  const query = (within?: DataQuery['within']): DataQuery => ({
    layer,
    match: 'all',
    conditions: [],
    ...(within && { within }),
    ...(attribute !== undefined && { measure: attribute }),
  });
  const figureIn = (figures: QueryFigures) => figures[figure];
  const { figures } = await catalogue.query(query());
  if (!areas) return { ...none, value: figureIn(figures) };
  const list: AreaFigure[] = [];
  for (const { name, place, within } of areas.areas) {
    const own = (await catalogue.query(query(within))).figures;
    list.push({ name, place, value: figureIn(own), count: own.count });
  }
  const inside = list.reduce((sum, { count }) => sum + count, 0);
  return {
    ...none,
    value: figureIn(figures),
    areas: { list, outside: Math.max(0, figures.count - inside), others: areas.others },
  };
}
