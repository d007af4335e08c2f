import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { closingLine, exitCodeOf, type Piece, type PieceRecord, parseRecords, piecesOf, statesOf } from './pieces.ts';

/** The compiled tool lies four folders below the root, in `build/node/tests/whole`. */
const ROOT = resolve(import.meta.dirname, '../../../..');
const RECORD = join(ROOT, 'build/whole.jsonl');
const LOGS = join(ROOT, 'build/whole');
const MAX_PIECE_MS = 3_600_000;
const MS_PER_MIN = 60_000;
const SHOWN_LINES = 40;

/** Runs what has not passed on these files yet, piece by piece, and keeps how each ended: the next call goes on from there. */
function main(): void {
  const { values: options } = parseArgs({
    options: {
      list: { type: 'boolean' },
      only: { type: 'string' },
      for: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const pattern = new RegExp(options.only ?? '');
  const pieces = piecesOf(subjects(), browserFiles()).filter(({ name }) => pattern.test(name));
  const endMs = Date.now() + (options.for === undefined ? Number.POSITIVE_INFINITY : Number(options.for) * MS_PER_MIN);
  const commit = git('rev-parse', 'HEAD');
  const tree = git('rev-parse', 'HEAD^{tree}');
  const isClean = git('status', '--porcelain') === '';
  const states = () => statesOf(pieces, existsSync(RECORD) ? parseRecords(readFileSync(RECORD, 'utf8')) : [], tree);
  const { failed, todo } = states();
  if (options.list)
    for (const { name, command } of pieces) console.log(`${stateOf(name)} ${name}: ${command.join(' ')}`);
  else if (!isClean) throw new Error('expected a clean checkout: what is not committed has no place in the record');
  else
    for (const piece of [...failed, ...todo]) {
      if (Date.now() > endMs) break;
      const record = run(piece, { commit, tree });
      appendFileSync(RECORD, `${JSON.stringify(record)}\n`);
      console.log(options.json ? JSON.stringify(record) : lineOf(record));
    }
  const ended = states();
  console.log(options.json ? JSON.stringify(countsOf(ended)) : closingLine(ended));
  process.exitCode = exitCodeOf(ended);

  function stateOf(name: string): string {
    const has = (list: readonly Piece[]) => list.some((piece) => piece.name === name);
    if (has(failed)) return 'failed';
    return has(todo) ? 'to do ' : 'passed';
  }
}

function run(
  { name, command: [program, ...args] }: Piece,
  { commit, tree }: { commit: string; tree: string },
): PieceRecord {
  mkdirSync(LOGS, { recursive: true });
  const path = join(LOGS, `${name.replaceAll('/', '-')}.log`);
  const log = openSync(path, 'w');
  const beginMs = Date.now();
  const { status } = spawnSync(program, args, { cwd: ROOT, stdio: ['ignore', log, log], timeout: MAX_PIECE_MS });
  closeSync(log);
  const seconds = Math.round((Date.now() - beginMs) / 1000);
  if (status !== 0) process.stderr.write(`${readFileSync(path, 'utf8').split('\n').slice(-SHOWN_LINES).join('\n')}\n`);
  return { piece: name, commit, tree, passed: status === 0, seconds, date: new Date().toISOString() };
}

function lineOf({ piece, passed, seconds }: PieceRecord): string {
  return `${passed ? 'passed' : 'FAILED'} ${String(seconds).padStart(5)} s  ${piece}`;
}

function countsOf({ passed, failed, todo }: ReturnType<typeof statesOf>): object {
  return { passed: passed.length, failed: failed.length, todo: todo.length };
}

function subjects(): string[] {
  return Object.keys(JSON.parse(readFileSync(join(ROOT, 'tests/validation/manifest.json'), 'utf8')));
}

function browserFiles(): string[] {
  return readdirSync(join(ROOT, 'tests/e2e'))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.replace('.test.ts', ''))
    .sort();
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
}

main();
