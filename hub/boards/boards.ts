import type { Accounts } from '../accounts/account-parts.ts';
import { type BoardReports, openBoardReports, type ReportSources } from './board-reports.ts';
import { answerLayers } from './layer-figures.ts';
import { answerLayersInThread } from './layer-thread.ts';
import { openSharedBoard } from './shared-board.ts';

/** Opens the board of vitals that a city shares, and the reports that the hub makes of it. */
export async function openBoards(
  sources: Omit<ReportSources, 'boards' | 'answerLayers'>,
  accounts: Accounts,
  { city, hasThreads }: { city: string; hasThreads: boolean },
): Promise<BoardReports> {
  const boards = await openSharedBoard(sources.hub, accounts, city);
  return openBoardReports(
    { ...sources, boards, answerLayers: hasThreads ? answerLayersInThread : answerLayers },
    accounts,
  );
}
