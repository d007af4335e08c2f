import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MadeReport } from '../../model/boards/board-report-list.ts';
import { isoTime } from '../history/observations.ts';

/** The files that a report is kept as. */
const ENDINGS = ['xlsx', 'html'] as const;
type Ending = (typeof ENDINGS)[number];

/** Reports that are kept at most; the oldest go. */
export const MAX_REPORTS = 60;

const NAME = /^board-(day|week)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)00Z(-late)?\.(xlsx|html)$/;
const UNFINISHED = '.draft';

/** What a report is known by. */
type ReportKey = Pick<MadeReport, 'every' | 'dueMs' | 'isLate'>;

/** The reports of a hub in its data folder: each is there with all its files or not at all. */
export interface ReportFiles {
  /** The newest first. */
  list(): Promise<MadeReport[]>;
  /** Null: there is none of that name. */
  pathOf(name: string): Promise<string | null>;
  /** Keeps a report and returns the names of the files that went for it. */
  keep(report: ReportKey, files: Readonly<Record<Ending, Uint8Array | string>>): Promise<string[]>;
}

/** The name that the files of a report begin with. */
export const reportStem = ({ every, dueMs, isLate }: ReportKey): string =>
  `board-${every}-${isoTime(dueMs).replace(/[-:]|\.\d+/g, '')}${isLate ? '-late' : ''}`;

/** Opens the reports in a folder, which is made where it is missing; what a crash left half-made goes. */
export async function openReportFiles(folder: string): Promise<ReportFiles> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (name.endsWith(UNFINISHED)) await rm(join(folder, name));

  async function list(): Promise<MadeReport[]> {
    const byStem = new Map<string, MadeReport>();
    for (const name of (await readdir(folder)).sort().reverse()) {
      const [, every, year, month, day, hour, minute, late] = NAME.exec(name) ?? [];
      if (every !== 'day' && every !== 'week') continue;
      const { size, mtimeMs } = await stat(join(folder, name));
      const stem = name.replace(/\.\w+$/, '');
      const dueMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
      const report = byStem.get(stem) ?? { every, dueMs, madeMs: mtimeMs, isLate: late !== undefined, files: [] };
      byStem.set(stem, { ...report, files: [...report.files, { name, bytes: size }] });
    }
    // One without all its files was torn off by a crash, and is made anew.
    const whole = [...byStem.values()].filter(({ files }) => files.length === ENDINGS.length);
    return whole.sort((a, b) => b.dueMs - a.dueMs);
  }

  return {
    list,
    async pathOf(name) {
      const isKept = (await list()).some(({ files }) => files.some((file) => file.name === name));
      return isKept ? join(folder, name) : null;
    },
    async keep(report, files) {
      const stem = reportStem(report);
      for (const ending of ENDINGS) await writeFile(join(folder, `${stem}.${ending}${UNFINISHED}`), files[ending]);
      for (const ending of ENDINGS)
        await rename(join(folder, `${stem}.${ending}${UNFINISHED}`), join(folder, `${stem}.${ending}`));
      const old = (await list()).slice(MAX_REPORTS).flatMap((one) => one.files.map(({ name }) => name));
      for (const name of old) await rm(join(folder, name), { force: true });
      return old;
    },
  };
}
