import type { Board } from '../../../model/boards/board.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends BoardSlice {}
}

interface BoardSlice {
  /** Null: none is kept, and the tool was not opened yet. */
  board: Board | null;
  /** Cards whose figure is not where it should be now, by id. */
  boardMarks: readonly string[];
  setBoard(part: Partial<Pick<BoardSlice, 'board' | 'boardMarks'>>): void;
}

export const boardSlice: Slice<BoardSlice> = (set) => ({
  board: null,
  boardMarks: [],
  setBoard: (part) => set(part),
});
