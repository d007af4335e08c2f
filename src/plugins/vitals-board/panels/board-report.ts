import type { Board } from '../../../../model/boards/board.ts';
import { boardReport, type ReadCard } from '../../../../model/boards/board-report.ts';
import { spanStartMs } from '../../../../model/boards/card-figures.ts';
import type { PageReport } from '../../../../model/reports/report.ts';
import { dayAndTime } from '../../../../model/wall-clock.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { openAreas } from '../board-areas.ts';
import { cardNames } from '../card-names.ts';
import { readCard } from '../readings.ts';
import { useBoardWords } from './use-board-words.ts';

/** Makes the board for paper and a spreadsheet; read anew when it is asked for. */
export function useBoardReport(): (board: Board) => Promise<PageReport> {
  const { of, language } = useWords();
  const say = useBoardWords();
  const app = useApp();
  const common = useReportFacts();
  return async (board) => {
    const toMs = app.twin.getState().feedMs;
    const areas = await openAreas(app, board.areas);
    const cards: ReadCard[] = [];
    for (const card of board.cards)
      cards.push({ card, kind: 'read', figures: await readCard(app, card, board.span, areas, toMs) });
    const { zone, id, name } = app.twin.city;
    const span = toMs === 0 ? '—' : `${dayAndTime(spanStartMs(board.span, toMs), zone)} – ${dayAndTime(toMs, zone)}`;
    return boardReport({
      file: `${id}-board`,
      title: `${of(name)} · ${say('title')}`,
      facts: [...common(), [`${say('span')} · ${say(board.span)}`, span]],
      cards,
      names: cardNames(app),
      language,
    });
  };
}
