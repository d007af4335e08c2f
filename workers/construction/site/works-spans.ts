import { type Schedule, ScheduleError, tasksByName } from '../../../model/schedule/schedule.ts';
import { analyse } from '../cpm.ts';
import { constructionMessage } from '../messages.ts';
import { compileNetwork } from '../network.ts';
import type { Closure } from './site-days.ts';

/** Ground that works take for as long as their tasks last. */
export type SiteClosure = Pick<Closure, 'id' | 'tasks'>;

/** From the begin of the first task to the end of the last, minutes of the project's wall clock. */
export interface WorksSpan {
  id: string;
  fromMin: number;
  toMin: number;
}

/** Returns when each of the works takes its ground, nights and days off included. */
export function worksSpans(schedule: Schedule, closures: readonly SiteClosure[]): WorksSpan[] {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new ScheduleError(compiled.why);
  const { earlyStartMin, earlyFinishMin } = analyse(schedule, compiled.network);
  const at = tasksByName(schedule);
  return closures.map(({ id, tasks }) => {
    const rows = tasks.map((code) => {
      const row = at.get(code);
      if (row === undefined)
        throw new ScheduleError(constructionMessage('site-task', { place: `closures: ${id}`, code }));
      return row;
    });
    return {
      id,
      fromMin: Math.min(...rows.map((row) => earlyStartMin[row])),
      toMin: Math.max(...rows.map((row) => earlyFinishMin[row])),
    };
  });
}
