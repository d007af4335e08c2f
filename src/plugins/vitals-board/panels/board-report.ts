import type { Board, BoardCard } from '../../../../model/boards/board.ts';
import { isOnTarget } from '../../../../model/sensors/target-band.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import { useApp } from '../../../kit/app-context.tsx';
import type { PageReport, ReportTable } from '../../../kit/report-file.ts';
import { dayAndTime, useReportFacts } from '../../../kit/report-sheet.tsx';
import { targetText } from '../../../kit/vital.tsx';
import { useWords } from '../../../kit/words.ts';
import { openAreas } from '../board-areas.ts';
import { digitsOf, titleOf, unitOf } from '../card-words.ts';
import { type CardReading, readCard, spanStartMs } from '../readings.ts';

/** Makes the board for paper and a spreadsheet: every card with its span, then each split by area; read anew when it is asked for. */
export function useBoardReport(): (board: Board) => Promise<PageReport> {
  const words = useWords();
  const { t, of } = words;
  const app = useApp();
  const common = useReportFacts();
  return async (board) => {
    const toMs = app.twin.getState().feedMs;
    const areas = await openAreas(app, board.areas);
    const read: { card: BoardCard; reading: CardReading }[] = [];
    for (const card of board.cards) read.push({ card, reading: await readCard(app, card, board.span, areas, toMs) });
    const cell = ({ source }: BoardCard, value: number | null | undefined): Cell =>
      value === null || value === undefined ? '—' : { value, digits: digitsOf(source, value) };
    const stateOf = ({ target }: BoardCard, { value }: CardReading) => {
      const onTarget = isOnTarget(value, target);
      return t(onTarget === null ? 'board.noTarget' : onTarget ? 'board.on' : 'board.off');
    };
    const { zone } = app.twin.city;
    const span = toMs === 0 ? '—' : `${dayAndTime(spanStartMs(board.span, toMs), zone)} – ${dayAndTime(toMs, zone)}`;
    const cards: ReportTable = {
      title: t('board.cards'),
      head: [
        t('board.name'),
        t('board.now'),
        t('board.unit'),
        t('board.targetFrom'),
        t('board.targetTo'),
        t('board.state'),
        t('board.least'),
        t('board.mean'),
        t('board.most'),
        t('board.amount'),
        t('board.count'),
      ],
      rows: read.map(({ card, reading }): Cell[] => [
        titleOf(app, card, words),
        cell(card, reading.value),
        unitOf(app, card.source, words),
        cell(card, card.target?.from),
        cell(card, card.target?.to),
        stateOf(card, reading),
        cell(card, reading.span?.low),
        cell(card, reading.span?.mean),
        cell(card, reading.span?.high),
        cell(card, reading.span?.amount),
        reading.span ? { value: reading.span.count, digits: 0 } : '—',
      ]),
    };
    const split = read.flatMap(({ card, reading }) => {
      if (!reading.areas || reading.areas.list.length === 0) return [];
      const rows = reading.areas.list.map(({ name, value, count }): Cell[] => [
        of(name),
        cell(card, value),
        { value: count, digits: 0 },
      ]);
      const { outside } = reading.areas;
      return [
        {
          title: titleOf(app, card, words),
          head: [t('board.area'), t('board.now'), t('board.count')],
          rows,
          ...(outside > 0 && { note: t('board.outside', { count: outside }) }),
        },
      ];
    });
    const off = read.filter(({ card, reading }) => isOnTarget(reading.value, card.target) === false);
    return {
      file: `${app.twin.city.id}-board`,
      title: `${of(app.twin.city.name)} · ${t('board.title')}`,
      facts: [
        ...common(),
        [`${t('board.span')} · ${t(`board.${board.span}`)}`, span],
        [
          t('board.off'),
          off.length === 0
            ? '0'
            : off
                .map(({ card }) => `${titleOf(app, card, words)} (${card.target ? targetText(card.target) : ''})`)
                .join(', '),
        ],
      ],
      tables: [cards, ...split],
      signatures: [],
    };
  };
}
