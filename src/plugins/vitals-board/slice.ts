import type { Board } from '../../../model/boards/board.ts';
import type { SharedBoard } from '../../../model/boards/shared-board.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends BoardSlice {}
}

/** Where the board on screen comes from: of what the city has, of the office by the hub, or made in this browser. */
type BoardOrigin = 'proposed' | 'shared' | 'own';

interface BoardFacts {
  /** Null: none is kept, and the tool was not opened yet. */
  board: Board | null;
  boardFrom: BoardOrigin;
  /** The newest revision at the hub, one that was taken back too; null: nobody shared a board, or there is no hub. */
  boardShared: SharedBoard | null;
  /** A board of this browser gave way to the shared one and can be brought back. */
  hasFormerBoard: boolean;
  /** Cards whose figure is not where it should be now, by id. */
  boardMarks: readonly string[];
}

interface BoardSlice extends BoardFacts {
  setBoard(part: Partial<BoardFacts>): void;
}

export const boardSlice: Slice<BoardSlice> = (set) => ({
  board: null,
  boardFrom: 'proposed',
  boardShared: null,
  hasFormerBoard: false,
  boardMarks: [],
  setBoard: (part) => set(part),
});
