/** A part of the whole suite that runs by itself. */
export interface Piece {
  readonly name: string;
  /** A program and its arguments. */
  readonly command: readonly [string, ...string[]];
}

/** Holds how a piece ended: one line of `build/whole.jsonl`. */
export interface PieceRecord {
  readonly piece: string;
  readonly commit: string;
  /** The hash of the tree of files that ran: another commit of the same files needs no second run. */
  readonly tree: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly date: string;
}

/** Holds the pieces by how they ended on one tree of files. */
interface PieceStates {
  readonly passed: readonly Piece[];
  readonly failed: readonly Piece[];
  readonly todo: readonly Piece[];
}

/** Lists every check of the repository in the order in which it is best run: what is quick and fails first comes first. */
export function piecesOf(subjects: readonly string[], browserFiles: readonly string[]): Piece[] {
  const npm = (name: string, script: string): Piece => ({ name, command: ['npm', 'run', '-s', script] });
  const vitest = (name: string, ...args: string[]): Piece => ({ name, command: ['npx', 'vitest', 'run', ...args] });
  const validate = (subject: string): Piece => ({
    name: `validate/${subject}`,
    command: ['node', 'build/node/cli/shapan.js', 'validate', '--subject', subject],
  });
  return [
    npm('check', 'check'),
    npm('unit', 'unit'),
    vitest('unit-long', '--project', 'unit-long'),
    ...subjects.map(validate),
    npm('build', 'build'),
    ...browserFiles.map((file) =>
      vitest(`e2e/${file}`, '--project', 'e2e', '--project', 'e2e-long', `tests/e2e/${file}.test.ts`),
    ),
  ];
}

/** Reads the record of all runs; a line that was cut off by a stopped machine says nothing. */
export function parseRecords(text: string): PieceRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as PieceRecord];
    } catch {
      return [];
    }
  });
}

/** Sorts pieces by how they ended on this tree of files; a piece that ran on other files alone is to do. */
export function statesOf(pieces: readonly Piece[], records: readonly PieceRecord[], tree: string): PieceStates {
  const last = new Map(records.filter((record) => record.tree === tree).map(({ piece, passed }) => [piece, passed]));
  return {
    passed: pieces.filter(({ name }) => last.get(name) === true),
    failed: pieces.filter(({ name }) => last.get(name) === false),
    todo: pieces.filter(({ name }) => !last.has(name)),
  };
}

/** Sums up in the words that every run of the suite ends with. */
export function closingLine({ passed, failed, todo }: PieceStates): string {
  return `${passed.length} passed, ${failed.length} failed, ${todo.length} to do`;
}

/** Tells a script how the suite stands: 0 all passed, 1 something failed, 2 something is to do. */
export function exitCodeOf({ failed, todo }: PieceStates): 0 | 1 | 2 {
  if (failed.length > 0) return 1;
  return todo.length > 0 ? 2 : 0;
}
