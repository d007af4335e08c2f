import { useEffect, useRef } from 'react';
import type { Board, BoardCard } from '../../../../model/boards/board.ts';
import type { BoardAreas } from '../../../../model/boards/board-areas.ts';
import type { AreaFigure } from '../../../../model/boards/card-figures.ts';
import { conditionsText, figureText, titleOf, unitOf } from '../../../../model/boards/card-title.ts';
import { isOnTarget, targetText } from '../../../../model/sensors/target-band.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Quantity } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { TrendLine } from '../../../kit/trend-line.tsx';
import { useWords } from '../../../kit/words.ts';
import { cardNames } from '../card-names.ts';
import { vitalsBoardController } from '../controller.ts';
import type { CardReading } from '../readings.ts';
import { useBoardWords } from './use-board-words.ts';
import { type ShownCard, useAreas, useCard } from './use-readings.ts';
import { useWall } from './use-wall.ts';

/** Areas that stand on a card; the others are folded away. */
const MAX_ROWS = 5;

/** In the map's place: all cards of the board, alone on a wall where somebody asks for it. */
export function BoardPage() {
  const { t, of } = useWords();
  const say = useBoardWords();
  const { twin } = useApp();
  const page = useRef<HTMLDivElement>(null);
  const { isOn, scale, toggle } = useWall(page);
  return (
    <div ref={page} className={`board-page${isOn ? ' board-wall' : ''}`}>
      <div style={isOn ? { zoom: scale } : undefined}>
        <p className="row-head board-bar">
          {isOn && <b>{`${of(twin.city.name)} · ${say('title')}`}</b>}
          <span className="space" />
          <button type="button" className="btn small" onClick={toggle}>
            {t(isOn ? 'board.leaveWall' : 'board.wall')}
          </button>
        </p>
        <BoardCards />
      </div>
    </div>
  );
}

/** The cards of the board in their order. */
export function BoardCards() {
  const { t } = useWords();
  const controller = useController(vitalsBoardController);
  const board = useTwin((state) => state.board);
  const { areas, isLost } = useAreas(board);
  useEffect(() => controller.begin(), [controller]);
  if (!board) return null;
  if (board.cards.length === 0) return <EmptyState icon="report">{t('board.empty')}</EmptyState>;
  return (
    <>
      {isLost && <p className="note problem">{t('board.areasLost')}</p>}
      <ul className="board-cards">
        {board.cards.map((card) => (
          <CardView key={card.id} card={card} board={board} areas={areas} />
        ))}
      </ul>
    </>
  );
}

interface CardProps {
  card: BoardCard;
  board: Board;
  /** Null: the board is not split, or its areas are not read yet. */
  areas: BoardAreas | null;
}

function CardView({ card, board, areas }: CardProps) {
  const words = useWords();
  const { t, language } = words;
  const say = useBoardWords();
  const app = useApp();
  const names = cardNames(app);
  const shown = useCard(card, board, areas);
  const { source, target } = card;
  const title = titleOf(names, card, language);
  const onTarget = isOnTarget(shown.value, target);
  return (
    <li className="board-card" data-card={card.id} data-target={onTarget === null ? 'none' : onTarget ? 'on' : 'off'}>
      <h3>{title}</h3>
      <p className="figure">
        <Quantity
          value={figureText(source, shown.value)}
          unit={shown.value === null ? '' : unitOf(names, source, language)}
        />
        {onTarget === false && (
          <span className="tag warn">
            <Icon name="alert" />
            {say('off')}
          </span>
        )}
      </p>
      <p className="note">
        {[
          target && t('board.target', { band: targetText(target) }),
          conditionsText(names, source, language),
          basisOf(shown, words),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {shown.failure && <ErrorNotice what={t('board.failed')} reason={shown.failure} />}
      {shown.reading?.span && <Trend card={card} board={board} span={shown.reading.span} title={title} />}
      {shown.reading?.areas && shown.reading.areas.list.length > 0 && (
        <Areas card={card} areas={shown.reading.areas} title={title} />
      )}
      {shown.reading?.place && <GoTo place={shown.reading.place} name={title} />}
    </li>
  );
}

/** What a figure rests on, or why there is none. */
function basisOf({ value, reading, isPast }: ShownCard, { t }: Pick<ReturnType<typeof useWords>, 't'>): string {
  if (isPast) return t('board.notPresent');
  if (value === null) return t('board.noValue');
  const fresh = reading?.fresh;
  return fresh ? t('board.fresh', { count: fresh.count, all: fresh.all }) : '';
}

interface TrendProps {
  card: BoardCard;
  board: Board;
  span: NonNullable<CardReading['span']>;
  title: string;
}

function Trend({ card: { source, target }, board, span, title }: TrendProps) {
  const { t } = useWords();
  const say = useBoardWords();
  const { points, count, low, mean, high, streams, of } = span;
  if (count === 0) return <p className="note">{t('board.noHistory')}</p>;
  const values = points.map(({ value }) => value);
  const text = (value: number | null) => figureText(source, value);
  const notes = [
    say(board.span),
    source.of === 'sensors' && source.figure === 'warned'
      ? null
      : t('board.spanFigures', { low: text(low), mean: text(mean), high: text(high) }),
    t('board.readings', { count: count === 1 ? 1 : formatNumber(count) }),
    streams < of ? say('someStreams', { streams, of }) : null,
  ];
  return (
    <>
      {points.length > 1 && (
        <TrendLine
          className="trend"
          points={points}
          target={target ?? null}
          fromMs={points[0].timeMs}
          toMs={points[points.length - 1].timeMs}
          width={240}
          height={44}
          edge={2}
          label={t('board.trend', { name: title, low: text(Math.min(...values)), high: text(Math.max(...values)) })}
        />
      )}
      <p className="note" data-readings={count}>
        {notes.filter(Boolean).join(' · ')}
      </p>
    </>
  );
}

interface AreasProps {
  card: BoardCard;
  areas: NonNullable<CardReading['areas']>;
  title: string;
}

/** The figure by area, the largest first. */
function Areas({ card: { source }, areas: { list, outside, others }, title }: AreasProps) {
  const { t } = useWords();
  const say = useBoardWords();
  const sorted = list.toSorted((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  // Districts in which there is nothing are told all the same, folded away.
  const first = sorted.filter(({ count, value }) => count > 0 && value !== 0).slice(0, MAX_ROWS);
  const folded = sorted.filter((area) => !first.includes(area));
  const rows = (some: readonly AreaFigure[]) => (
    <ul>
      {some.map((area) => (
        <AreaRow key={`${area.name.zh} ${area.place.eastM}`} area={area} text={figureText(source, area.value)} />
      ))}
    </ul>
  );
  return (
    <section className="board-areas" aria-label={`${title} · ${t('board.byArea')}`}>
      {rows(first)}
      {folded.length > 0 && (
        <details>
          <summary>{t(first.length > 0 ? 'board.restAreas' : 'board.allAreas', { count: folded.length })}</summary>
          {rows(folded)}
        </details>
      )}
      {outside > 0 && <p className="note">{say('outside', { count: formatNumber(outside) })}</p>}
      {others > 0 && <p className="note">{say('otherAreas', { count: formatNumber(others) })}</p>}
    </section>
  );
}

function AreaRow({ area: { name, place }, text }: { area: AreaFigure; text: string }) {
  const { t, of } = useWords();
  const go = useGo();
  return (
    <li>
      <button type="button" className="link" aria-label={t('board.goOn', { name: of(name) })} onClick={() => go(place)}>
        {of(name)}
      </button>
      <span>{text}</span>
    </li>
  );
}

function GoTo({ place, name }: { place: AreaFigure['place']; name: string }) {
  const { t } = useWords();
  const go = useGo();
  return (
    <button type="button" className="btn small" aria-label={t('board.goOn', { name })} onClick={() => go(place)}>
      <Icon name="pin" />
      {t('board.go')}
    </button>
  );
}

/** The board gives way to the map, which flies there. */
function useGo(): (place: AreaFigure['place']) => void {
  const { panels, view } = useApp();
  return (place) => {
    panels.getState().openTool(null);
    view.flyToPlace(place);
  };
}
