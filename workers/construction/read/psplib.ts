import { instanceOf, type RcpspInstance, type RcpspLink } from '../rcpsp/instance.ts';
import { ScheduleError } from '../schedule.ts';

const MOST_ACTIVITIES = 100_000;
const MOST_RESOURCES = 100;

/**
 * A project of PSPLIB (Kolisch & Sprecher 1997), single mode: Patterson's format (`.rcp`: counts, capacities, then duration, demands
 * and successors of each) or ProGen's (`.sm`). Source and sink stay activities. With the index of each activity in the file.
 */
export function readPsplib(text: string, file: string): { instance: RcpspInstance; order: readonly number[] } {
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
      `${this.file}: number ${this.at}, ${what}: expected 0 to ${most}, got ${token ?? 'the end'}`,
    );
  }

  times<T>(count: number, read: (i: number) => T): T[] {
    return Array.from({ length: count }, (_, i) => read(i));
  }
}

function readPatterson(text: string, file: string) {
  const numbers = new Numbers(text, file);
  const count = numbers.next('activities', MOST_ACTIVITIES);
  const resources = numbers.next('resources', MOST_RESOURCES);
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
  const at = (what: string) => `${file}: ${what}`;
  if (requests.length === 0 || requests.length > MOST_ACTIVITIES)
    throw new ScheduleError(
      at(`REQUESTS/DURATIONS: expected 1 to ${MOST_ACTIVITIES} activities, got ${requests.length}`),
    );
  if (logic.length !== requests.length)
    throw new ScheduleError(at(`PRECEDENCE RELATIONS: expected ${requests.length} rows, got ${logic.length}`));
  for (const [i, row] of requests.entries()) {
    if (row.length !== 3 + capacity.length)
      throw new ScheduleError(at(`activity ${i + 1}: expected ${3 + capacity.length} numbers, got ${row.length}`));
    if (row[1] !== 1 || logic[i][1] !== 1)
      throw new ScheduleError(at(`activity ${i + 1}: expected one mode, got ${logic[i][1]}`));
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
) {
  const links: RcpspLink[] = [];
  for (const [from, out] of successors.entries()) {
    for (const number of out) {
      if (!(number >= 1 && number <= durations.length))
        throw new ScheduleError(
          `${file}: activity ${from + 1}: expected successors 1 to ${durations.length}, got ${number}`,
        );
      links.push({ from, to: number - 1, weight: durations[from] });
    }
  }
  return instanceOf(file, durations, demands, capacity, links);
}
