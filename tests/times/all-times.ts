import { existsSync, readFileSync } from 'node:fs';
import { closingLine, readTimes, slowestTable, TIMES_FILE } from './file-times.ts';

/** Prints the slowest files of all parts of `npm test`, and how many of their tests passed. */
if (existsSync(TIMES_FILE)) {
  const times = readTimes(readFileSync(TIMES_FILE, 'utf8'));
  process.stdout.write(`${slowestTable(times)}\n${closingLine(times)}\n`);
}
