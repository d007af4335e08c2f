import type { BoardCard, BoardSpan, CardSource } from '../../../model/boards/board.ts';
import type { BoardAreas } from '../../../model/boards/board-areas.ts';
import {
  type CardFigures,
  figuresByArea,
  layerFigures,
  readCardSpan,
  type SensorSource,
  sensorFigures,
  spanStartMs,
  TREND_POINTS,
} from '../../../model/boards/card-figures.ts';
import type { StreamBuckets } from '../../../model/boards/stream-span.ts';
import type { EnuSphere } from '../../../model/city/catalogue.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import { type LiveFigure, leadingPlace, liveFigure, streamsOf } from './live-figures.ts';

/** All that a card shows. */
export interface CardReading extends LiveFigure, CardFigures {
  place: EnuSphere | null;
}

const NONE: CardReading = { value: null, items: [], fresh: null, span: null, areas: null, place: null };

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
  const place = leadingPlace(source, figure.items);
  if (source.of === 'sensors') {
    const span = await readSpan(app, source, spanStartMs(spanKind, toMs), toMs);
    return { ...figure, ...(await sensorFigures(source, figure.items, span, areas)), place };
  }
  const hasPlaces = source.of === 'alarms' || source.of === 'cases';
  const split = areas && hasPlaces ? await figuresByArea(source, figure.items, areas) : null;
  return { ...figure, span: null, areas: split, place };
}

/** Asks the hub for the buckets of a card's streams; null: there is no hub, or no time yet. */
async function readSpan(app: App, source: SensorSource, fromMs: number, toMs: number): Promise<CardFigures['span']> {
  const live = app.service(LIVE_FEED)?.live();
  const session = app.service(ACCOUNT_SESSION);
  if (!live || !session || toMs === 0) return null;
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
  return readCardSpan(source, streamsOf(source, live), async (id) => {
    const query = new URLSearchParams({ datastream: id, from, to, points: String(TREND_POINTS) });
    return (await session.get(`history/series?${query}`)) as StreamBuckets;
  });
}

async function readLayer(
  { catalogue, twin }: App,
  source: Extract<CardSource, { of: 'layer' }>,
  areas: BoardAreas | null,
): Promise<CardReading> {
  if (!twin.city.layers.some(({ id }) => id === source.layer)) return NONE;
  const figures = await layerFigures(source, areas, async (query) => (await catalogue.query(query)).figures);
  return { ...NONE, ...figures };
}
