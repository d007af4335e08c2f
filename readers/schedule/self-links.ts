import type { Schedule } from '../../model/schedule/schedule.ts';
import { scheduleFileMessage } from './messages.ts';

/** A link of an activity to itself can hold nothing and is a fault of the file: it is named and left out. */
export function dropSelfLinks(schedule: Schedule, file: string): void {
  const { activities, links, notes } = schedule;
  for (const { from, to } of links)
    if (from === to) notes.push(scheduleFileMessage('note-self-link', { file, code: activities[from].code }));
  schedule.links = links.filter(({ from, to }) => from !== to);
}
