import type { WorkTime } from '../../model/schedule/calendar.ts';
import { closeInDay, type Days, insideDay, openInDay } from '../../model/schedule/days.ts';
import { DAY_MIN } from '../../model/schedule/schedule.ts';

/** Entries of a day's tables: each minute and the end. */
const ROW = DAY_MIN + 1;
/** Days of all calendars together: 12 MB. */
const MAX_DAYS = 400_000;
/** Kinds of day of all calendars together: each takes 9 KB. */
const MAX_KINDS = 2000;
/** No work begins so late: ends the walk over a calendar's working days. */
const NEVER = 2 ** 31 - 1;

/**
 * Some thousand days of a network's calendars in common tables, for whole minutes: day by day the work before it, of each kind of day
 * all its minutes, and, the way back, the working days in order with an index into them by stretches of work. A look-up is two or
 * three loads, and tells what the calendar's `WorkTime` tells; where the tables do not reach, that is asked. A plan of 100,000
 * activities is passed in half the time.
 */
export class DayTables {
  readonly works: readonly WorkTime[];
  private readonly fromMin: number;
  private readonly days: number;
  /** By calendar and day: the work before it, and where its kind's row begins. */
  private readonly before: Int32Array;
  private readonly row: Int32Array;
  private readonly inside: Int16Array;
  private readonly closes: Int16Array;
  private readonly opens: Int16Array;
  /** By calendar: work before the first day, and in all days. */
  private readonly base: Float64Array;
  private readonly total: Int32Array;
  /** Working days of one calendar after the other: work before them since the first day, row, first minute. */
  private readonly workedBefore: Int32Array;
  private readonly workedRow: Int32Array;
  private readonly workedMin: Int32Array;
  /** By calendar, and of each 2^shift minutes of work: the last working day that begins at or before their first. */
  private readonly shift: Int32Array;
  private readonly stretch: Int32Array;
  private readonly byWork: Int32Array;

  /** No tables at all with 0 days. */
  constructor(works: readonly WorkTime[], fromDay: number, days: number) {
    const most = Math.floor(Math.min(days, MAX_DAYS / works.length));
    const read = works.map((work) => work.kindsOfDays(fromDay, most));
    const rows = read.reduce((sum, { kinds }) => sum + kinds.work.length, 0);
    this.works = works;
    this.days = rows > MAX_KINDS ? 0 : most;
    this.fromMin = fromDay * DAY_MIN;
    this.before = new Int32Array(works.length * this.days);
    this.row = new Int32Array(works.length * this.days);
    this.base = Float64Array.from(works, (work) => work.workAt(fromDay * DAY_MIN));
    this.total = new Int32Array(works.length);
    this.shift = new Int32Array(works.length);
    this.stretch = new Int32Array(works.length);
    const tabled = this.days > 0 ? rows * ROW : 0;
    [this.inside, this.closes, this.opens] = [new Int16Array(tabled), new Int16Array(tabled), new Int16Array(tabled)];
    const before: number[] = [];
    const rowOf: number[] = [];
    const min: number[] = [];
    const byWork: number[] = [];
    let firstRow = 0;
    for (const [c, { kindOf, kinds }] of read.entries()) {
      if (this.days === 0) break;
      this.fillRows(kinds, firstRow);
      const first = before.length;
      let work = 0;
      for (let day = 0; day < this.days; day++) {
        const kind = kindOf[day];
        const row = (firstRow + kind) * ROW;
        this.before[c * this.days + day] = work;
        this.row[c * this.days + day] = row;
        if (kinds.work[kind] === 0) continue;
        before.push(work);
        rowOf.push(row);
        min.push((fromDay + day) * DAY_MIN);
        work += kinds.work[kind];
      }
      this.total[c] = work;
      this.shift[c] = Math.floor(Math.log2(Math.max(1, work / (before.length - first))));
      this.stretch[c] = byWork.length;
      for (let at = first, from = 0; from <= work; from += 1 << this.shift[c]) {
        while (at + 1 < before.length && before[at + 1] <= from) at++;
        byWork.push(at);
      }
      before.push(NEVER);
      rowOf.push(0);
      min.push(0);
      firstRow += kinds.work.length;
    }
    this.workedBefore = Int32Array.from(before);
    this.workedRow = Int32Array.from(rowOf);
    this.workedMin = Int32Array.from(min);
    this.byWork = Int32Array.from(byWork);
  }

  private fillRows(kinds: Days, firstRow: number): void {
    for (let k = 0; k < kinds.work.length; k++) {
      const at = (firstRow + k) * ROW;
      for (let minute = 0; minute < ROW; minute++) this.inside[at + minute] = insideDay(kinds, k, minute);
      for (let work = 0; work < kinds.work[k]; work++) {
        this.closes[at + work + 1] = closeInDay(kinds, k, work + 1);
        this.opens[at + work] = openInDay(kinds, k, work);
      }
    }
  }

  /** `WorkTime.workAt` of calendar c. */
  workAt(c: number, min: number): number {
    const m = (min - this.fromMin) | 0;
    if (m !== min - this.fromMin || m < 0 || m >= this.days * DAY_MIN) return this.works[c].workAt(min);
    const day = (m / DAY_MIN) | 0;
    const at = c * this.days + day;
    return this.base[c] + (this.before[at] + this.inside[this.row[at] + m - day * DAY_MIN]);
  }

  closeAt(c: number, work: number): number {
    const w = (work - this.base[c]) | 0;
    if (w !== work - this.base[c] || w <= 0 || w > this.total[c]) return this.works[c].closeAt(work);
    const { workedBefore } = this;
    let at = this.byWork[this.stretch[c] + (w >> this.shift[c])];
    while (workedBefore[at + 1] < w) at++;
    if (workedBefore[at] === w) at--;
    return this.workedMin[at] + this.closes[this.workedRow[at] + w - workedBefore[at]];
  }

  openAt(c: number, work: number): number {
    const w = (work - this.base[c]) | 0;
    if (w !== work - this.base[c] || w < 0 || w >= this.total[c]) return this.works[c].openAt(work);
    const { workedBefore } = this;
    let at = this.byWork[this.stretch[c] + (w >> this.shift[c])];
    while (workedBefore[at + 1] <= w) at++;
    return this.workedMin[at] + this.opens[this.workedRow[at] + w - workedBefore[at]];
  }

  /** Whether work goes on at the instant, begins or ends there. */
  touches(c: number, min: number): boolean {
    const work = this.workAt(c, min);
    return this.openAt(c, work) === min || this.closeAt(c, work) === min;
  }
}
