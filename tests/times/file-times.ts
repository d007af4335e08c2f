/** The seconds that a file's tests and hooks took by the clock in a run, without what it imports. */
export interface FileTime {
  project: string;
  file: string;
  seconds: number;
  tests: number;
  /** How many of them passed and failed; the others were skipped. */
  passed: number;
  failed: number;
  /** When its run ended, ISO 8601. */
  date: string;
}

/** `npm test` collects here what its parts took; `pretest` empties it and `posttest` prints it. */
export const TIMES_FILE = 'build/test-times.jsonl';

const SHOWN = 20;

/** The longest that a file of a project may take, in seconds; a project that is not here has no limit. */
const LIMITS_S: Record<string, number> = { unit: 5, isolated: 5, e2e: 30 };

export const readTimes = (lines: string): FileTime[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Keeps the last run of each file. */
const lastRuns = (times: readonly FileTime[]): FileTime[] => [
  ...new Map(times.map((time) => [`${time.project} ${time.file}`, time])).values(),
];

/** Sums up all tests in the plain line that a run ends with. */
export function closingLine(times: readonly FileTime[]): string {
  const sum = (key: 'passed' | 'failed') => lastRuns(times).reduce((total, time) => total + time[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

/** The table of the slowest files, with `!` before those above their project's limit. Of a file that ran twice the last run counts. */
export function slowestTable(times: readonly FileTime[]): string {
  const last = lastRuns(times);
  const slowest = last.sort((a, b) => b.seconds - a.seconds);
  const isAbove = ({ project, seconds }: FileTime) => seconds > (LIMITS_S[project] ?? Number.POSITIVE_INFINITY);
  const rows = slowest
    .slice(0, SHOWN)
    .map((time) =>
      [
        isAbove(time) ? '!' : ' ',
        time.seconds.toFixed(1).padStart(7),
        String(time.tests).padStart(6),
        time.project.padEnd(8),
        time.file,
      ].join(' '),
    );
  const total = last.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    `  ${'seconds'.padStart(7)} ${'tests'.padStart(6)} project  file`,
    ...rows,
    `  ${total.toFixed(1).padStart(7)} s in ${last.length} files; above their limit: ${last.filter(isAbove).length}`,
  ].join('\n');
}
