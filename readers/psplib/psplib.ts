import { ScheduleError } from '../../model/schedule/schedule.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';

const MAX_ACTIVITIES = 100_000;
const MAX_RESOURCES = 100;

/** A project as the file lists it: activities in its order, sources and sinks among them. */
export interface PsplibProject {
  name: string;
  durations: readonly number[];
  /** Amount of each resource that each activity needs while it runs. */
  demands: readonly (readonly number[])[];
  capacity: readonly number[];
  /** `to` starts at least `weight` after `from` starts. */
  links: readonly { from: number; to: number; weight: number }[];
}

/**
 * A project of PSPLIB (Kolisch & Sprecher 1997), single mode: Patterson's format (`.rcp`: counts, capacities, then duration, demands
 * and successors of each) or ProGen's (`.sm`). Source and sink stay activities.
 */
export function readPsplib(text: string, file: string): PsplibProject {
  return /PRECEDENCE RELATIONS/i.test(text) ? readProgen(text, file) : readPatterson(text, file);
}

class Numbers {
  private at = 0;
  private readonly tokens: string[];
  private readonly file: string;

  constructor(text: string, file: string) {
    this.tokens = text.split(/\s+/).filter(Boolean);
    this.file = file;
  }

  next(what: string, most: number): number {
    const token = this.tokens[this.at++];
    const value = Number(token);
    if (token !== undefined && Number.isInteger(value) && value >= 0 && value <= most) return value;
    throw new ScheduleError(
      scheduleFileMessage('psplib-number', {
        file: this.file,
        at: this.at,
        what,
        most,
        got: token ?? { zh: '结尾', en: 'the end' },
      }),
    );
  }

  times<T>(count: number, read: (i: number) => T): T[] {
    return Array.from({ length: count }, (_, i) => read(i));
  }
}

function readPatterson(text: string, file: string) {
  const numbers = new Numbers(text, file);
  const count = numbers.next('activities', MAX_ACTIVITIES);
  const resources = numbers.next('resources', MAX_RESOURCES);
  const capacity = numbers.times(resources, (r) => numbers.next(`capacity of resource ${r + 1}`, 1e6));
  const durations: number[] = [];
  const demands: number[][] = [];
  const successors: number[][] = [];
  for (let i = 0; i < count; i++) {
    const what = `activity ${i + 1}`;
    durations.push(numbers.next(`${what}: duration`, 1e6));
    demands.push(numbers.times(resources, () => numbers.next(`${what}: demand`, 1e6)));
    const out = numbers.next(`${what}: successors`, count);
    successors.push(numbers.times(out, () => numbers.next(`${what}: successor`, count)));
  }
  return built(file, durations, demands, capacity, successors);
}

/** Sections by their headings; rows begin with the number of the activity. */
function readProgen(text: string, file: string) {
  const section = (from: RegExp, to: RegExp): number[][] => {
    const rest = text.slice(text.search(from)).split('\n').slice(1).join('\n');
    const end = rest.search(to);
    return rest
      .slice(0, end < 0 ? rest.length : end)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^\d/.test(line))
      .map((line) => line.split(/\s+/).map(Number));
  };
  const logic = section(/PRECEDENCE RELATIONS/i, /\*\*\*/);
  const requests = section(/REQUESTS\/DURATIONS/i, /\*\*\*/);
  const [capacity = []] = section(/RESOURCE ?AVAILABILITIES/i, /\*\*\*/);
  if (requests.length === 0 || requests.length > MAX_ACTIVITIES)
    throw new ScheduleError(
      scheduleFileMessage('psplib-activities', { file, most: MAX_ACTIVITIES, got: requests.length }),
    );
  if (logic.length !== requests.length)
    throw new ScheduleError(scheduleFileMessage('psplib-rows', { file, expected: requests.length, got: logic.length }));
  for (const [i, row] of requests.entries()) {
    if (row.length !== 3 + capacity.length)
      throw new ScheduleError(
        scheduleFileMessage('psplib-numbers', { file, value: i + 1, expected: 3 + capacity.length, got: row.length }),
      );
    if (row[1] !== 1 || logic[i][1] !== 1)
      throw new ScheduleError(scheduleFileMessage('psplib-mode', { file, value: i + 1, got: logic[i][1] }));
  }
  const durations = requests.map((row) => row[2]);
  const demands = requests.map((row) => row.slice(3));
  return built(
    file,
    durations,
    demands,
    capacity,
    logic.map((row) => row.slice(3)),
  );
}

function built(
  file: string,
  durations: readonly number[],
  demands: readonly (readonly number[])[],
  capacity: readonly number[],
  successors: readonly (readonly number[])[],
): PsplibProject {
  const links: { from: number; to: number; weight: number }[] = [];
  for (const [from, out] of successors.entries()) {
    for (const number of out) {
      if (!(number >= 1 && number <= durations.length))
        throw new ScheduleError(
          scheduleFileMessage('psplib-successor', { file, value: from + 1, value2: durations.length, number }),
        );
      links.push({ from, to: number - 1, weight: durations[from] });
    }
  }
  return { name: file, durations, demands, capacity, links };
}
