import { type Schedule, ScheduleError } from '../schedule.ts';
import { readCsv } from './csv.ts';
import { readIfcTasks } from './ifc-tasks.ts';
import { readMspdi } from './mspdi.ts';
import { readPmxml } from './pmxml.ts';
import { decodeText } from './text.ts';
import { readXer } from './xer.ts';

/** A schedule, by what the file holds and not by what it is called. */
export function readSchedule(bytes: Uint8Array, file: string): Schedule {
  const { text, guessed } = decodeText(bytes, file);
  const schedule = readText(text.replace(/^\uFEFF/, ''), file);
  if (guessed) schedule.notes.push(`${file}: expected UTF-8, got other bytes; read as ${guessed}`);
  return schedule;
}

function readText(text: string, file: string): Schedule {
  const head = text.slice(0, 4000).trimStart();
  if (head.startsWith('ERMHDR')) return readXer(text, file);
  if (head.startsWith('ISO-10303-21')) return readIfcTasks(text, file);
  if (head.startsWith('<')) return head.includes('<APIBusinessObjects') ? readPmxml(text, file) : readMspdi(text, file);
  if (/^[^\n]*[,;\t]/.test(head)) return readCsv(text, file);
  throw new ScheduleError(
    `${file}: expected XER, Microsoft Project or P6 XML, IFC with tasks, or CSV, got "${head.slice(0, 30)}"`,
  );
}
