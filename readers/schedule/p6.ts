import type { ActivityKind, ConstraintKind, LagCalendar, LinkKind, Progress } from '../../model/schedule/schedule.ts';

/** What P6's two formats (XER, XML) say with different words. Keys are as the files have them. */
export const P6_KINDS: Record<string, ActivityKind> = {
  TT_Task: 'task',
  TT_Rsrc: 'task',
  TT_Mile: 'startMilestone',
  TT_FinMile: 'finishMilestone',
  TT_LOE: 'levelOfEffort',
  TT_WBS: 'levelOfEffort',
  'Task Dependent': 'task',
  'Resource Dependent': 'task',
  'Start Milestone': 'startMilestone',
  'Finish Milestone': 'finishMilestone',
  'Level of Effort': 'levelOfEffort',
  'WBS Summary': 'levelOfEffort',
};

/** Constraints of activities in both formats. */
export const P6_CONSTRAINTS: Record<string, ConstraintKind> = {
  CS_ALAP: 'asLateAsPossible',
  CS_MSO: 'startOn',
  CS_MSOA: 'startNoEarlier',
  CS_MSOB: 'startNoLater',
  CS_MEO: 'finishOn',
  CS_MEOA: 'finishNoEarlier',
  CS_MEOB: 'finishNoLater',
  CS_MANDSTART: 'mustStart',
  CS_MANDFIN: 'mustFinish',
  'As Late As Possible': 'asLateAsPossible',
  'Start On': 'startOn',
  'Start On or After': 'startNoEarlier',
  'Start On or Before': 'startNoLater',
  'Finish On': 'finishOn',
  'Finish On or After': 'finishNoEarlier',
  'Finish On or Before': 'finishNoLater',
  'Mandatory Start': 'mustStart',
  'Mandatory Finish': 'mustFinish',
};

/** Relations between activities in both formats. */
export const P6_LINKS: Record<string, LinkKind> = {
  PR_FS: 'FS',
  PR_SS: 'SS',
  PR_FF: 'FF',
  PR_SF: 'SF',
  'Finish to Start': 'FS',
  'Start to Start': 'SS',
  'Finish to Finish': 'FF',
  'Start to Finish': 'SF',
};

/** Which calendar a lag runs on, by P6's words for the scheduling option. */
export const lagCalendarOf = (word: string): LagCalendar => {
  if (/succ/i.test(word)) return 'successor';
  if (/24/.test(word)) return 'elapsed';
  return /proj/i.test(word) ? 'project' : 'predecessor';
};

/** P6's statuses: the dates alone are not enough, a planned activity may keep an old actual start. */
export function p6Progress(
  status: string,
  startMin: number | null,
  finishMin: number | null,
  remainingMin: number,
  /** When suspended work goes on. */
  resumeMin: number | null = null,
): Progress {
  if (/complete/i.test(status) && startMin !== null && finishMin !== null)
    return { status: 'done', startMin, finishMin };
  if (/active|progress/i.test(status) && startMin !== null)
    return { status: 'started', startMin, remainingMin, ...(resumeMin === null ? {} : { resumeMin }) };
  return { status: 'planned' };
}
