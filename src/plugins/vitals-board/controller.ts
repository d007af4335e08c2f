import { type Board, parseBoard } from '../../../model/boards/board.ts';
import { isOnTarget } from '../../../model/sensors/target-band.ts';
import { MessageError } from '../../../model/text/message.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { endAll } from '../../view/end-all.ts';
import { firstBoard } from './first-board.ts';
import { liveFigure } from './live-figures.ts';
import { boardMessage } from './messages.ts';

/** Id of the plug-in and of its tool. */
export const VITALS_BOARD = 'vitals-board';

/** Keeps the board of the open city, and marks the cards whose figure is not where it should be. */
export interface BoardController extends Controller {
  /** Offers a first board where none is kept. */
  begin(): void;
  /** The board that somebody made; null: there is the proposed one, or none. */
  own(): Board | null;
  change(board: Board): void;
  /** Takes a board of this city in place of the one here. */
  take(json: unknown, file: string): void;
  /** The board as it is offered first. */
  reset(): void;
}

/** Figures are looked at so often; sensors report no faster than a person reads. */
const MARK_MS = 5000;

export const vitalsBoardController: Opener<App, BoardController> = {
  id: VITALS_BOARD,
  open: (app) => openBoard(app, browserText('shapan-board-')),
};

function openBoard(app: App, store: BrowserText): BoardController {
  const { twin } = app;
  const { setBoard } = twin.getState();
  /** Nobody changed the board yet: it is of what the city is known to have. */
  let isProposed = true;

  function first(): Board {
    const feeds = app.service(LIVE_FEED);
    return firstBoard(twin.city, feeds?.kinds() ?? null, feeds?.live() ?? null);
  }

  function mark(): void {
    const state = twin.getState();
    const live = app.service(LIVE_FEED)?.live() ?? null;
    const marks = (state.board?.cards ?? [])
      .filter(
        ({ source, target }) => isOnTarget(liveFigure(source, state, live, twin.city.origin).value, target) === false,
      )
      .map(({ id }) => id);
    if (marks.join(' ') !== state.boardMarks.join(' ')) setBoard({ boardMarks: marks });
  }

  function change(board: Board): void {
    isProposed = false;
    setBoard({ board });
    mark();
    if (!store.save(twin.city.id, JSON.stringify(board))) app.report(VITALS_BOARD, boardMessage('not-kept', {}));
  }

  function parsed(json: unknown, file: string): Board {
    const board = parseBoard(json, file);
    if (board.city === twin.city.id) return board;
    throw new MessageError(boardMessage('other-city', { file, expected: twin.city.id, got: board.city }));
  }

  const kept = store.load(twin.city.id);
  if (kept !== null)
    try {
      setBoard({ board: parsed(JSON.parse(kept), 'localStorage') });
      isProposed = false;
    } catch (error) {
      app.report(VITALS_BOARD, error);
    }
  const endMarks = twin.follow(({ feedMs }) => Math.floor(feedMs / MARK_MS), mark);
  // Sensors are read after the page stands: who opened the board before is shown them too.
  const endSensors = twin.follow(
    ({ sensors }) => sensors,
    () => {
      if (isProposed && twin.getState().board) setBoard({ board: first() });
    },
  );

  return {
    begin() {
      if (!twin.getState().board) setBoard({ board: first() });
      mark();
    },
    own: () => (isProposed ? null : twin.getState().board),
    change,
    take: (json, file) => change(parsed(json, file)),
    reset: () => change(first()),
    close: endAll([endMarks, endSensors]),
  };
}
