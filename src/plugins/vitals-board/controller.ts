import { type Board, parseBoard } from '../../../model/boards/board.ts';
import { sharedBoardMessage } from '../../../model/boards/board-messages.ts';
import type { SharedBoard } from '../../../model/boards/shared-board.ts';
import { isOnTarget } from '../../../model/sensors/target-band.ts';
import { MessageError } from '../../../model/text/message.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { endAll } from '../../view/end-all.ts';
import { firstBoard } from './first-board.ts';
import { liveFigure } from './live-figures.ts';
import { boardMessage } from './messages.ts';
import { openSharedBoards, type SharedBoards } from './shared-boards.ts';

/** Id of the plug-in and of its tool. */
export const VITALS_BOARD = 'vitals-board';

/** Keeps the board of the open city, and marks the cards whose figure is not where it should be. */
export interface BoardController extends Controller {
  /** Offers a first board where none is kept, and asks the hub for that of the office. */
  begin(): void;
  /** The board that somebody made in this browser; null: there is that of the office, the proposed one, or none. */
  own(): Board | null;
  change(board: Board): void;
  /** Takes a board of this city in place of the one here. */
  take(json: unknown, file: string): void;
  /** The board as it is offered first. */
  reset(): void;
  /** Null: the page has no hub. */
  readonly hub: SharedBoards | null;
  /** Asks for the board of the office: a desk without a board of its own follows it. */
  refresh(): Promise<void>;
  /** Shares the board on screen with all desks; rejects where somebody else was first, whose board is known from then on. */
  share(): Promise<void>;
  /** Nobody follows the shared board any more; this desk keeps it as its own. */
  takeBack(): Promise<void>;
  /** Follows the board of the office in place of that of this browser, which is kept aside. */
  takeOver(): Promise<void>;
  /** Brings back the board that gave way to that of the office. */
  bringBack(): void;
}

/** Figures are looked at so often; sensors report no faster than a person reads. */
const MARK_MS = 5000;
/** While the board is open the hub is asked so often whether there is another one. */
const ASK_MS = 60_000;

export const vitalsBoardController: Opener<App, BoardController> = {
  id: VITALS_BOARD,
  open: (app) => openBoard(app, browserText('shapan-board-')),
};

function openBoard(app: App, store: BrowserText): BoardController {
  const { twin } = app;
  const { setBoard } = twin.getState();
  const session = app.service(ACCOUNT_SESSION);
  const hub = session ? openSharedBoards(session) : null;
  const ownKey = twin.city.id;
  /** The board that gave way to that of the office; ids of cities hold no slash. */
  const formerKey = `${ownKey}/former`;

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
    setBoard({ board, boardFrom: 'own' });
    mark();
    if (!store.save(ownKey, JSON.stringify(board))) app.report(VITALS_BOARD, boardMessage('not-kept', {}));
  }

  function parsed(json: unknown, file: string): Board {
    const board = parseBoard(json, file);
    if (board.city === twin.city.id) return board;
    throw new MessageError(sharedBoardMessage('other-city', { file, expected: twin.city.id, got: board.city }));
  }

  const own = () => (twin.getState().boardFrom === 'own' ? twin.getState().board : null);
  const inForce = (shared: SharedBoard | null) => (shared && !shared.withdrawn ? shared : null);
  const read = async ({ revision }: SharedBoard) => parsed(await hub?.read(revision), VITALS_BOARD);

  function follow(board: Board): void {
    setBoard({ board, boardFrom: 'shared' });
    mark();
  }

  async function refresh(): Promise<void> {
    // Without live data there is no hub, and nobody to ask.
    if (!hub || twin.getState().feed.kind !== 'live') return;
    const shared = await hub.newest();
    const before = inForce(twin.getState().boardShared);
    setBoard({ boardShared: shared });
    const now = inForce(shared);
    if (own()) return;
    if (!now) {
      if (twin.getState().boardFrom === 'shared') setBoard({ board: first(), boardFrom: 'proposed' });
      return;
    }
    if (twin.getState().boardFrom === 'shared' && before?.revision === now.revision) return;
    const board = await read(now);
    // Somebody changed the board meanwhile.
    if (!own()) follow(board);
  }

  const tryRefresh = () => void refresh().catch((error: unknown) => app.report(VITALS_BOARD, error));

  function load(key: string): Board | null {
    const kept = store.load(key);
    if (!kept) return null;
    try {
      return parsed(JSON.parse(kept), 'localStorage');
    } catch (error) {
      app.report(VITALS_BOARD, error);
      return null;
    }
  }

  const kept = load(ownKey);
  if (kept) setBoard({ board: kept, boardFrom: 'own' });
  setBoard({ hasFormerBoard: Boolean(store.load(formerKey)) });
  const endMarks = twin.follow(({ feedMs }) => Math.floor(feedMs / MARK_MS), mark);
  // Sensors are read after the page stands: who opened the board before is shown them too.
  const endSensors = twin.follow(
    ({ sensors }) => sensors,
    () => {
      const { board, boardFrom } = twin.getState();
      if (boardFrom === 'proposed' && board) setBoard({ board: first() });
    },
  );
  /** Once the board was looked at, it is looked at anew where more may be seen. */
  const renew = () => {
    if (twin.getState().board) tryRefresh();
  };
  const endLive = twin.follow(({ feed }) => feed.kind === 'live', renew);
  const endAccount = twin.follow(({ account }) => account, renew);
  const endAsking = twin.follow(
    ({ feedMs }) => Math.floor(feedMs / ASK_MS),
    () => {
      if (twin.getState().tool === VITALS_BOARD && !globalThis.document?.hidden) tryRefresh();
    },
  );

  return {
    hub,
    begin() {
      if (!twin.getState().board) setBoard({ board: first() });
      mark();
      tryRefresh();
    },
    own,
    change,
    take: (json, file) => change(parsed(json, file)),
    reset: () => change(first()),
    refresh,
    async share() {
      const { board, boardShared } = twin.getState();
      if (!board || !hub) return;
      try {
        const shared = await hub.share(board, boardShared?.revision ?? 0);
        store.save(ownKey, '');
        setBoard({ boardShared: shared });
        follow(board);
      } catch (error) {
        await refresh();
        throw error;
      }
    },
    async takeBack() {
      const { board, boardFrom } = twin.getState();
      await hub?.takeBack();
      if (board && boardFrom === 'shared') change(board);
      await refresh();
    },
    async takeOver() {
      const shared = inForce(twin.getState().boardShared);
      if (!shared) return;
      const board = await read(shared);
      const former = own();
      if (former && !store.save(formerKey, JSON.stringify(former)))
        throw new MessageError(boardMessage('not-kept', {}));
      store.save(ownKey, '');
      setBoard({ hasFormerBoard: Boolean(store.load(formerKey)) });
      follow(board);
    },
    bringBack() {
      const former = load(formerKey);
      store.save(formerKey, '');
      setBoard({ hasFormerBoard: false });
      if (former) change(former);
    },
    close: endAll([endMarks, endSensors, endLive, endAccount, endAsking]),
  };
}
