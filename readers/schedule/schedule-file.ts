import { type Schedule, ScheduleError } from '../../model/schedule/schedule.ts';
import { readerOfStart, readersOf } from '../listed-readers.ts';
import { mspdiReader } from '../mspdi/reader.ts';
import { fileStart, type Reader } from '../reader.ts';
import { scheduleCsvReader } from '../schedule-csv/reader.ts';
import { bytesSource } from '../shared/byte-source.ts';
import { Problems, quote, ReadError } from '../shared/problems.ts';
import { scheduleFileMessage } from './messages.ts';

/** A schedule, by what the file holds and not by what it is called. Every failure is a ScheduleError. */
export async function readSchedule(bytes: Uint8Array, file: string): Promise<Schedule> {
  const source = bytesSource(bytes, file);
  try {
    const start = await source.start();
    const reader = readerOfStart(start, '', readersOf('schedule')) ?? nearestReader(start, file);
    const read = await reader.read(source, { gives: 'schedule' }, new Problems());
    if (read.gives === 'schedule') return read.schedule;
    throw new ScheduleError(scheduleFileMessage('not-schedule', { file, gives: read.gives }));
  } catch (error) {
    throw error instanceof ReadError ? new ScheduleError(...error.messages) : error;
  }
}

/** Names of formats that are phrases, in Chinese; the others are the same in both languages. */
const FORMAT_NAMES: Readonly<Record<string, string>> = {
  'Tasks of IFC': '含任务的 IFC',
  'Table of activities': '活动表（CSV）',
};

/** The reader that says best what a file lacks which no reader knows: one of XML, one of tables. */
function nearestReader(start: Uint8Array, file: string): Reader {
  const text = fileStart(start).text.trimStart();
  if (text.startsWith('<')) return mspdiReader;
  if (/^[^\n]*[,;\t]/.test(text)) return scheduleCsvReader;
  const names = readersOf('schedule').map(({ name }) => name);
  const zh = names.map((name) => FORMAT_NAMES[name] ?? name).join('、');
  const last = names.pop();
  const expected = { zh, en: `${names.join(', ')} or ${last}` };
  throw new ScheduleError(scheduleFileMessage('schedule-kind', { file, expected, got: quote(text.slice(0, 30)) }));
}
