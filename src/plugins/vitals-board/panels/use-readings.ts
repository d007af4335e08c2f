import { useEffect, useRef, useState } from 'react';
import type { Board, BoardCard } from '../../../../model/boards/board.ts';
import type { BoardAreas } from '../../../../model/boards/board-areas.ts';
import { useApp, useOffered, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { useSituation } from '../../../kit/use-situation.ts';
import type { Reason } from '../../../twin/failure.ts';
import { LIVE_FEED } from '../../../twin/live/live-feed.ts';
import { openAreas } from '../board-areas.ts';
import { liveFigure } from '../live-figures.ts';
import { type CardReading, readCard } from '../readings.ts';

/** Figures that the page holds itself are read so often, history and districts so often. */
const LIVE_MS = 5000;
const SPAN_MS = 60_000;

/** The areas that a board is split by; `isLost`: it names some that the city does not have. */
export function useAreas(board: Pick<Board, 'areas'> | null): { areas: BoardAreas | null; isLost: boolean } {
  const app = useApp();
  const id = board?.areas ?? '';
  const query = useQuery(id === '' ? null : id, () => openAreas(app, id));
  const areas = query.kind === 'answered' ? query.answer : null;
  return { areas, isLost: id !== '' && areas === null && query.kind !== 'asking' };
}

/** One card as it stands now. `value` is of this moment, the rest is as old as the last question. */
export interface ShownCard {
  value: number | null;
  reading: CardReading | null;
  failure: Reason | null;
  /** Another time than the present is shown: what is measured now is no part of it. */
  isPast: boolean;
}

/** Reads a card again and again while it stands; what was read stays until there is another answer. */
export function useCard(card: BoardCard, board: Board, areas: BoardAreas | null): ShownCard {
  const app = useApp();
  const live = useOffered(LIVE_FEED)?.live() ?? null;
  const isPast = useSituation().measured !== 'feed';
  useTwin(({ feedMs }) => Math.floor(feedMs / LIVE_MS));
  const spanStep = useTwin(({ feedMs }) => Math.floor(feedMs / SPAN_MS));
  useTwin(({ alarms }) => alarms);
  useTwin(({ cases }) => cases);
  useTwin(({ indexCards }) => indexCards);
  useTwin(({ runs }) => runs);
  const { source } = card;
  const isStatic = source.of === 'layer' || source.of === 'index' || source.of === 'run';
  const key = JSON.stringify([source, board.span, board.areas, areas !== null, isStatic ? 0 : spanStep]);
  const query = useQuery(isPast && !isStatic ? null : key, () =>
    readCard(app, card, board.span, areas, app.twin.getState().feedMs),
  );
  const [last, keep] = useState<{ of: string; reading: CardReading } | null>(null);
  const of = useRef('');
  of.current = JSON.stringify([source, board.span, board.areas]);
  useEffect(() => {
    if (query.kind === 'answered') keep({ of: of.current, reading: query.answer });
  }, [query]);
  const reading = last?.of === of.current ? last.reading : null;
  const isQueried = source.of === 'layer' || (source.of === 'sensors' && source.figure === 'amount');
  const figure = isQueried ? reading : liveFigure(source, app.twin.getState(), live, app.twin.city.origin);
  const isLeftOut = isPast && !isStatic;
  return {
    value: isLeftOut ? null : (figure?.value ?? null),
    reading: isLeftOut ? null : reading,
    failure: query.kind === 'failed' ? query.reason : null,
    isPast: isLeftOut,
  };
}
