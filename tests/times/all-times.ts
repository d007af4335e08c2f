import { existsSync, readFileSync } from 'node:fs';
import { readTimes, slowestTable, TIMES_FILE } from './file-times.ts';

/** Prints the slowest files of all parts of `npm test`. */
if (existsSync(TIMES_FILE)) process.stdout.write(`${slowestTable(readTimes(readFileSync(TIMES_FILE, 'utf8')))}\n`);
