import type { Schedule } from '../../model/schedule/schedule.ts';
import type { Reader } from '../reader.ts';
import { checkTimes } from './check-times.ts';
import { scheduleFileMessage } from './messages.ts';
import { dropSelfLinks } from './self-links.ts';
import { decodeText, MAX_BYTES } from './text.ts';

/** What one format of schedules adds to what they share: their bytes are text in one of several encodings. */
type ScheduleFormat = Pick<Reader, 'id' | 'name' | 'order' | 'extensions' | 'mimeTypes' | 'accepts'> & {
  /** Loads the format's own parser, which takes the decoded text. */
  load(): Promise<(text: string, file: string) => Schedule>;
};

/** A reader of schedules; an encoding that had to be guessed stands among the schedule's notes. */
export function scheduleReader({ load, ...format }: ScheduleFormat): Reader {
  return {
    ...format,
    gives: ['schedule'],
    async read(source) {
      const parse = await load();
      const { name } = source;
      const { text, guessed } = decodeText(await source.whole(MAX_BYTES), name);
      const schedule = parse(text.replace(/^\uFEFF/, ''), name);
      checkTimes(schedule, name);
      dropSelfLinks(schedule, name);
      if (guessed) schedule.notes.push(scheduleFileMessage('note-encoding', { file: name, guessed }));
      return { gives: 'schedule', schedule };
    },
  };
}
