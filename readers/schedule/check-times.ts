import { type Activity, DAY_MIN, type Lag, type Schedule, ScheduleError } from '../../model/schedule/schedule.ts';
import { scheduleFileMessage } from './messages.ts';

const MAX_YEARS = 200;
/** No work of people is planned for longer; beyond stands an error of the file, or one who tries what happens. */
const MAX_SPAN_MIN = MAX_YEARS * 366 * DAY_MIN;

/** Every length of a schedule is one that a calendar can count through; the first that is none is named with its activity. */
export function checkTimes(schedule: Schedule, file: string): void {
  for (const activity of schedule.activities) {
    for (const min of lengthsOf(activity)) checkSpan(min, activity, file);
  }
  for (const { from, lag } of schedule.links) checkSpan(lengthOf(lag), schedule.activities[from], file);
  for (const { activity, workMin } of schedule.assignments) checkSpan(workMin, schedule.activities[activity], file);
}

function lengthsOf({ durationMin, progress, estimate }: Activity): number[] {
  const left = progress.status === 'started' ? [progress.remainingMin] : [];
  return [durationMin, ...left, ...(estimate ? Object.values(estimate) : [])];
}

/** A percentage is of a length that is checked itself: ten thousand times it is as odd. */
const lengthOf = (lag: Lag): number => (lag.kind === 'percent' ? (lag.pct / 1e6) * MAX_SPAN_MIN : lag.min);

function checkSpan(min: number, activity: Activity | undefined, file: string): void {
  if (Math.abs(min) <= MAX_SPAN_MIN) return;
  const days = Number.isFinite(min) ? Math.round(min / DAY_MIN) : String(min);
  throw new ScheduleError(
    scheduleFileMessage('too-long', { file, activity: activity?.code ?? '', most: MAX_YEARS, got: days }),
  );
}
