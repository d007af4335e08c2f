import type { Schedule } from '../schedule.ts';
import { encodeWindows1252 } from '../windows-1252.ts';
import { writeCsv } from './csv.ts';
import { writeMspdi } from './mspdi.ts';
import { writePmxml } from './pmxml.ts';
import { writeXer } from './xer.ts';

interface Writer {
  /** Of the file, after `schedule`. */
  ending: string;
  write(schedule: Schedule): { content: string | Uint8Array; lost: number };
}

const whole = (write: (schedule: Schedule) => string): Writer['write'] => {
  return (schedule) => ({ content: write(schedule), lost: 0 });
};

/** The formats a schedule goes back to; each is read again with the same dates, floats and relations. `lost`: letters it cannot hold. */
export const SCHEDULE_WRITERS: Record<string, Writer> = {
  mspdi: { ending: '.mspdi.xml', write: whole(writeMspdi) },
  xer: { ending: '.xer', write: whole(writeXer) },
  xer1252: {
    ending: '.1252.xer',
    write(schedule) {
      const { bytes, lost } = encodeWindows1252(writeXer(schedule));
      return { content: bytes, lost };
    },
  },
  p6xml: { ending: '.p6.xml', write: whole(writePmxml) },
  csv: { ending: '.csv', write: whole(writeCsv) },
};
