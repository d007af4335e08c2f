import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ScheduleError } from '../../model/schedule/schedule.ts';
import type { Message } from '../../model/text/message.ts';
import { textOfXml } from '../../model/text/xml-entities.ts';
import { scheduleFileMessage } from './messages.ts';
import { minuteOf } from './text.ts';

const MAX_LEVELS = 40;

/** An element: its place for messages, its children by name, its text. Attributes say nothing in schedule files. */
export class XmlNode {
  readonly place: string;
  private readonly value: unknown;

  constructor(value: unknown, place: string) {
    this.value = value;
    this.place = place;
  }

  many(name: string): XmlNode[] {
    const found = this.child(name);
    if (found === undefined || found === '') return [];
    const list = Array.isArray(found) ? found : [found];
    return list.map((value, i) => new XmlNode(value, `${this.place}/${name}${list.length > 1 ? `[${i + 1}]` : ''}`));
  }

  one(name: string): XmlNode | null {
    return this.many(name)[0] ?? null;
  }

  text(name: string): string {
    const found = this.child(name);
    const first = Array.isArray(found) ? found[0] : found;
    return typeof first === 'string' ? textOfXml(first.trim()) : '';
  }

  flag(name: string): boolean {
    return /^(1|true|Y)$/i.test(this.text(name));
  }

  /** 0 where there is none. */
  number(name: string): number {
    const text = this.text(name);
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    throw new ScheduleError(scheduleFileMessage('xml-number', { place: this.place, name, got: text.slice(0, 40) }));
  }

  /** Null where there is none. With a list of notes one that is no date is noted there and left out, without it the file is refused. */
  minute(name: string, notes?: Message[]): number | null {
    const text = this.text(name);
    const min = text === '' ? null : minuteOf(text);
    if (min !== null || text === '') return min;
    const got = text.slice(0, 40);
    if (!notes) throw new ScheduleError(scheduleFileMessage('xml-date', { place: this.place, name, got }));
    notes.push(scheduleFileMessage('note-date', { place: `${this.place}/${name}`, got }));
    return null;
  }

  private child(name: string): unknown {
    const { value } = this;
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  }
}

/** Entities of its own are refused: no schedule tool writes them, and nested ones fill memory from a few bytes. */
export function readXml(text: string, file: string, root: string): XmlNode {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new ScheduleError(scheduleFileMessage('doctype', { file }));
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    const { line, col, msg } = valid.err;
    throw new ScheduleError(scheduleFileMessage('xml', { file, line, col, msg }));
  }
  const parser = new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    parseTagValue: false,
    processEntities: false,
    trimValues: true,
    maxNestedTags: MAX_LEVELS,
  });
  try {
    const found = new XmlNode(parser.parse(text), file).one(root);
    if (found) return found;
  } catch (error) {
    throw new ScheduleError(
      scheduleFileMessage('xml-levels', {
        file,
        most: MAX_LEVELS,
        reason: error instanceof Error ? error.message : String(error),
      }),
    );
  }
  throw new ScheduleError(scheduleFileMessage('xml-root', { file, root }));
}
