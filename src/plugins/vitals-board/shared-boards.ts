import type { Board } from '../../../model/boards/board.ts';
import { type MadeReports, parseMadeReports } from '../../../model/boards/board-report-list.ts';
import { parseNewestBoard, parseSharedBoard, type SharedBoard } from '../../../model/boards/shared-board.ts';
import type { AccountSession } from '../../twin/account-session.ts';

const SHARED = 'boards/shared';
const REPORTS = 'boards/reports';

/** The board that the office shares at the hub, and the reports that the hub makes of it. */
export interface SharedBoards {
  /** Null: nobody shared one. */
  newest(): Promise<SharedBoard | null>;
  /** The board of a revision, not parsed yet. */
  read(revision: number): Promise<unknown>;
  /** Shares as the revision after that one; 0: there is none yet. */
  share(board: Board, after: number): Promise<SharedBoard>;
  takeBack(): Promise<void>;
  reports(): Promise<MadeReports>;
  download(name: string): Promise<Uint8Array>;
}

export const openSharedBoards = (session: AccountSession): SharedBoards => ({
  newest: async () => parseNewestBoard(await session.get(SHARED), SHARED),
  read: (revision) => session.get(`${SHARED}/${revision}`),
  share: async (board, after) => parseSharedBoard(await session.post(SHARED, { board, after }), SHARED),
  takeBack: () => session.remove(SHARED),
  reports: async () => parseMadeReports(await session.get(REPORTS), REPORTS),
  download: (name) => session.download(`${REPORTS}/${encodeURIComponent(name)}`),
});
