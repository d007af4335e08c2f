import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportSchedule } from '../../model/boards/board.ts';
import { sharedBoardMessage } from '../../model/boards/board-messages.ts';
import { boardReport } from '../../model/boards/board-report.ts';
import type { MadeReports } from '../../model/boards/board-report-list.ts';
import { boardWordsIn } from '../../model/boards/board-words.ts';
import type { CardNames } from '../../model/boards/card-title.ts';
import { coveredSpan, slotAfter, slotsBetween } from '../../model/boards/report-schedule.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import type { PageReport } from '../../model/reports/report.ts';
import { reportDocument } from '../../model/reports/report-document.ts';
import { workbookOf, XLSX } from '../../model/reports/workbook.ts';
import type { SensorKinds } from '../../model/sensors/sensor-kind.ts';
import { MS_PER_MIN } from '../../model/time.ts';
import { dayAndTime } from '../../model/wall-clock.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import type { Hub } from '../hub.ts';
import { serviceMessage } from '../service-messages.ts';
import { reportFailure, shortReasonOf } from '../unready.ts';
import { type FigureSources, type ReportTimes, readCards } from './card-readings.ts';
import { MAX_REPORTS, openReportFiles, type ReportFiles, reportStem } from './report-files.ts';
import type { BoardInForce, SharedBoards } from './shared-board.ts';

const TICK_MS = 1000;
/** A report waits so long for readings that devices took before it was due. */
const SETTLE_MS = MS_PER_MIN;
/** A report that is made later than this is marked: what alarms and cases were then nobody knows any more. */
const LATE_MS = 15 * MS_PER_MIN;
/** Reports that are made up for at most, the newest of those that were missed. */
const MAX_MISSED = 7;
/** A report that could not be made is tried again after so long. */
const RETRY_MS = MS_PER_MIN;

/** A report needs this beside its figures. */
export interface ReportSources extends FigureSources {
  hub: Hub & FigureSources['hub'];
  boards: SharedBoards;
  kinds(): SensorKinds;
}

/** The reports that the hub makes by itself. */
export interface BoardReports {
  /** Makes what is due. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes a report of the shared board when its schedule says so, by the clocks of the city, into the data folder. What was missed while the hub
 * was off is made up for once, and marked. A report holds the whole city, and is for those who see all of it.
 */
export async function openBoardReports(sources: ReportSources, accounts: Accounts): Promise<BoardReports> {
  const { hub, boards } = sources;
  const { nowMs, zone, health } = hub;
  const folder = join(hub.folder, 'board-reports');
  const files = await openReportFiles(folder);
  serveReports(hub, boards, files);
  /** Nothing is due before this, by the revision that it was worked out of. */
  let quiet = { revision: 0, untilMs: 0 };
  let making: Promise<void> = Promise.resolve();

  async function makeDue(): Promise<void> {
    const inForce = boards.current();
    const schedule = inForce?.board.report;
    const now = nowMs();
    if (!inForce || !schedule) return;
    const { revision, atMs } = inForce.shared;
    if (quiet.revision === revision && now < quiet.untilMs) return;
    try {
      const [newest] = await files.list();
      const afterMs = Math.max(atMs, newest?.dueMs ?? 0);
      const due = slotsBetween(schedule, zone, { afterMs, untilMs: now - SETTLE_MS, most: MAX_MISSED });
      for (const dueMs of due) await make(inForce, schedule, dueMs);
      quiet = { revision, untilMs: slotAfter(schedule, zone, Math.max(afterMs, due.at(-1) ?? 0)) + SETTLE_MS };
      health.set('board reports', null);
    } catch (error) {
      quiet = { revision, untilMs: now + RETRY_MS };
      health.set('board reports', serviceMessage('board-report-failing', { folder, reason: shortReasonOf(error) }));
    }
  }

  async function make(inForce: BoardInForce, schedule: ReportSchedule, dueMs: number): Promise<void> {
    const madeMs = nowMs();
    const times = { dueMs, madeMs, isLate: madeMs - dueMs > LATE_MS, ...coveredSpan(schedule, zone, dueMs) };
    const report = await reportOf(sources, inForce, schedule, times);
    const { language } = schedule;
    const words = { language, signatures: '', signatureHead: [], facts: boardWordsIn(language)('facts') };
    const workbook = await workbookOf(report, words);
    const made = { every: schedule.every, dueMs, isLate: times.isLate };
    // The audit row first: what nobody did is not kept.
    const detail = { revision: inForce.shared.revision, dueMs, isLate: made.isLate };
    await accounts.audit.append({
      atMs: madeMs,
      who: 'hub',
      role: 'hub',
      what: 'board.report',
      of: report.file,
      detail,
    });
    const forgotten = await files.keep(made, {
      xlsx: new Uint8Array(await workbook.arrayBuffer()),
      html: reportDocument(report, null, { ...words, isFile: true }),
    });
    if (forgotten.length === 0) return;
    const gone = { files: forgotten, kept: MAX_REPORTS };
    await accounts.audit.append({
      atMs: nowMs(),
      who: 'hub',
      role: 'hub',
      what: 'board.forgetReports',
      of: report.file,
      detail: gone,
    });
  }

  const tick = (): Promise<void> => {
    making = making.then(makeDue).catch((error: unknown) => reportFailure('board reports', error));
    return making;
  };
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void tick().finally(() => {
      isBusy = false;
    });
  }, TICK_MS).unref();
  return {
    tick,
    async close() {
      clearInterval(timer);
      await making;
    },
  };
}

/** The report of a board as the page would print it, with what the hub knows. */
async function reportOf(
  sources: ReportSources,
  { board, shared }: BoardInForce,
  { every, language }: ReportSchedule,
  times: ReportTimes,
): Promise<PageReport> {
  const { hub, city } = sources;
  const { zone } = hub;
  const say = boardWordsIn(language);
  const facts = await cityFacts(city.folder);
  const { dueMs, madeMs, isLate, fromMs, toMs } = times;
  const made = dayAndTime(madeMs, zone);
  const name = facts.name[language];
  return boardReport({
    file: reportStem({ every, dueMs, isLate }),
    title: `${name} · ${say(every === 'day' ? 'dayReport' : 'weekReport')}`,
    facts: [
      [say('city'), facts.fictional ? `${name} · ${say('fictional')}` : name],
      [say('covers'), `${dayAndTime(fromMs, zone)} – ${dayAndTime(toMs, zone)}`],
      [say('due'), dayAndTime(dueMs, zone)],
      [say('made'), isLate ? say('madeLate', { time: made }) : made],
      [say('zone'), zone],
      [say('revision'), say('revisionBy', { revision: shared.revision, who: shared.who })],
    ],
    cards: await readCards(sources, board, times),
    names: namesOf(sources, facts),
    language,
    note: say('alarmsNow'),
  });
}

type CityFacts = Pick<Manifest, 'name' | 'layers'> & { fictional?: boolean | undefined };

/** Takes from the manifest, as it is baked now, how a report names its city. */
async function cityFacts(folder: string): Promise<CityFacts> {
  const {
    name,
    layers = [],
    fictional,
  } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Partial<Manifest> & Pick<Manifest, 'name'>;
  return { name, layers, fictional };
}

const namesOf = ({ kinds, sensors }: ReportSources, { layers }: CityFacts): CardNames => ({
  kind(id) {
    const record = kinds().kindOf(id);
    return record?.label ?? record?.vital?.label ?? { zh: id, en: id };
  },
  runUnit: () => null,
  station: (id) => sensors().find((sensor) => sensor.id === id)?.name ?? null,
  layer: (id) => layers.find((layer) => layer.id === id) ?? null,
});

function serveReports({ http, nowMs, zone }: Hub, boards: SharedBoards, files: ReportFiles): void {
  http.get('/boards/reports', needs('history.export', 'city', { isPolled: true }), async (): Promise<MadeReports> => {
    const schedule = boards.current()?.board.report;
    const nextMs = schedule ? slotAfter(schedule, zone, nowMs()) : null;
    return { reports: await files.list(), nextMs, most: MAX_REPORTS };
  });

  http.get<{ Params: { name: string } }>(
    '/boards/reports/:name',
    needs('history.export', 'city'),
    async (request, reply) => {
      const { name } = request.params;
      const path = await files.pathOf(name);
      if (path === null) return refuse(reply, 404, sharedBoardMessage('report', { name }));
      return reply
        .header('Content-Disposition', `attachment; filename="${name}"`)
        .type(name.endsWith('.xlsx') ? XLSX : 'text/html; charset=utf-8')
        .send(createReadStream(path));
    },
  );
}
