import type { Schedule } from '../../../model/schedule/schedule.ts';
import { encodeWindows1252 } from '../../../model/schedule/windows-1252.ts';
import { writeCsv } from './csv.ts';
import { type TaskElement, writeIfc } from './ifc.ts';
import { type Loss, lossesOf, type ScheduleFormat } from './losses.ts';
import { writeMspdi } from './mspdi.ts';
import { writePmxml } from './pmxml.ts';
import { writeXer } from './xer.ts';

interface Writer {
  /** Ending of the file's name, after `schedule`. */
  ending: string;
  write(schedule: Schedule, elements: readonly TaskElement[]): string;
}

/** The formats a schedule goes back to; each is read again with the same dates, floats and relations. */
const WRITERS: Readonly<Record<ScheduleFormat, Writer>> = {
  mspdi: { ending: '.mspdi.xml', write: writeMspdi },
  xer: { ending: '.xer', write: writeXer },
  xer1252: { ending: '.1252.xer', write: writeXer },
  p6xml: { ending: '.p6.xml', write: writePmxml },
  csv: { ending: '.csv', write: (schedule) => writeCsv(schedule) },
  ifc: { ending: '.ifc', write: writeIfc },
};

export const SCHEDULE_FORMATS = Object.keys(WRITERS) as ScheduleFormat[];

export interface WrittenSchedule {
  file: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** What the format could not hold. */
  lost: Loss[];
}

const LETTERS = { zh: '个字母是 Windows-1252 没有的', en: 'letters that Windows-1252 lacks' };

/** `elements`: what the activities build and take away, for a format that has a place for it. */
export function writeSchedule(
  format: ScheduleFormat,
  schedule: Schedule,
  elements: readonly TaskElement[] = [],
): WrittenSchedule {
  const { ending, write } = WRITERS[format];
  const text = write(schedule, elements);
  const lost = lossesOf(format, schedule);
  const file = `schedule${ending}`;
  if (format !== 'xer1252') return { file, bytes: new TextEncoder().encode(text), lost };
  const { bytes, lost: letters } = encodeWindows1252(text);
  return { file, bytes, lost: letters === 0 ? lost : [...lost, { count: letters, words: LETTERS }] };
}
