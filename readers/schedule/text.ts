import { DAY_MIN, ScheduleError } from '../../model/schedule/schedule.ts';
import { decodeWindows1252 } from '../../model/schedule/windows-1252.ts';
import { isEncodingName, MIN_PAIRED_RATIO } from '../shared/encoding.ts';
import { xmlEncodingOf } from '../shared/xml-text.ts';
import { scheduleFileMessage } from './messages.ts';

/** Greatest size of one schedule file; P6's largest exports seen are a third of it. */
export const MAX_BYTES = 128e6;

/** A file's text, and whether its encoding had to be guessed. */
interface DecodedText {
  text: string;
  /** What was guessed, since nothing in the file tells it; null where its bytes leave no doubt. */
  guessed: 'Windows-1252' | 'GB 18030' | null;
}

/** A file's text in the encoding that it has: what its mark or its declaration as XML states, else UTF-8 if it is that, else what Windows wrote before it. */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  if (bytes.length > MAX_BYTES)
    throw new ScheduleError(
      scheduleFileMessage('large', { file, mostMb: MAX_BYTES / 1e6, got: Math.round(bytes.length / 1e6) }),
    );
  const stated = xmlEncodingOf(bytes);
  if (stated !== null && !/^utf-?8$/i.test(stated) && isEncodingName(stated))
    return { text: new TextDecoder(stated).decode(bytes), guessed: null };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), guessed: null };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return isChinese(bytes)
      ? { text: new TextDecoder('gb18030').decode(bytes), guessed: 'GB 18030' }
      : { text: decodeWindows1252(bytes), guessed: 'Windows-1252' };
  }
}

/** Chinese P6 and Project wrote code page 936. Its common characters are two bytes of 0xa1 to 0xfe, the first below 0xf8. */
function isChinese(bytes: Uint8Array): boolean {
  let high = 0;
  let paired = 0;
  for (let i = 0; i < bytes.length; ) {
    const isPair = bytes[i] >= 0xa1 && bytes[i] <= 0xf7 && bytes[i + 1] >= 0xa1 && bytes[i + 1] <= 0xfe;
    if (bytes[i] >= 0x80) high += isPair ? 2 : 1;
    if (isPair) paired += 2;
    i += isPair ? 2 : 1;
  }
  return paired >= MIN_PAIRED_RATIO * high;
}

/** `2015-02-18T08:00:00`, `2015-02-18 08:00` or a date alone, as the project's wall clock; null where it is none. */
export function minuteOf(text: string): number | null {
  const parts = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?$/.exec(
    text.trim(),
  );
  if (!parts) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59) return null;
  return Math.floor(Date.UTC(year, month - 1, day, hour, minute, second) / 60_000);
}

/** `2015-02-18T08:00:00`: how schedule files write an instant. */
export function isoOf(min: number): string {
  if (!(min >= FIRST_MIN && min <= LAST_MIN)) throw new ScheduleError(scheduleFileMessage('date-range', {}));
  return new Date(min * 60_000).toISOString().slice(0, 19);
}

const FIRST_MIN = Date.parse('0001-01-01T00:00:00Z') / 60_000;
const LAST_MIN = Date.UTC(10_000, 0) / 60_000 - 1;

/** Days since 1970 of a minute of the project's wall clock. */
export const dayOf = (min: number): number => Math.floor(min / DAY_MIN);

/** `08:00`, `08:00:00` or `08:00:00.000` as minutes after midnight; null where it is none. */
export function timeOfDay(text: string): number | null {
  const parts = /^(\d\d?):(\d\d)(?::(\d\d))?/.exec(text.trim());
  if (!parts) return null;
  const minutes = Number(parts[1]) * 60 + Number(parts[2]);
  return minutes <= DAY_MIN ? minutes : null;
}
