import type { Enu } from '../../../model/geo/enu.ts';
import { sha256 } from '../../../model/sha256.ts';
import { instantOfWall, wallMinOf } from '../../../model/wall-clock.ts';
import type { ConstructionQuestions } from '../../../workers/construction/engine-types.ts';
import type { PlanFacts } from '../../../workers/construction/plan-facts.ts';
import { failureOf } from '../../twin/failure.ts';
import type { SunStudies } from '../../twin/sun-studies.ts';
import type { Twin } from '../../twin/twin.ts';
import { buildMessage } from './messages.ts';
import { openReviewController, type ReviewController, type ReviewService } from './review-controller.ts';

export type { PlanFacts, PlanPoint, PlanRow } from '../../../workers/construction/plan-facts.ts';

/** Opens schedules for the panels and the picture; what they hold is large, so it is no part of the twin. */
export interface ScheduleController {
  open(bytes: Uint8Array, file: string): Promise<void>;
  /** The city's own schedule, and whether it is open then; null where it has none. */
  openCity: (() => Promise<boolean>) | null;
  /** The same where nobody opened anything yet: given up as soon as somebody opens a file of theirs. Whether it is open now. */
  openDefault(): Promise<boolean>;
  facts(): PlanFacts | null;
  /** SHA-256 of the open plan's file. */
  hash(): string | null;
  /** What the picture plays the open plan from; null without one. */
  tasks(): TaskTable | null;
  /** The same by the baseline, as if nothing had gone otherwise. */
  plannedTasks(): TaskTable | null;
  /** What is asked of the plan beyond its verdict. */
  review: ReviewController;
}

/**
 * Dates by the number of an activity, RGBA8, two texels each: baseline start and finish, then what happened or is forecast; 16 bits in
 * units of `unitMin` after `originMin` (wall clock). `NEVER` where there is no such activity. The elements hold the number.
 */
export interface TaskTable {
  texels: Uint8Array;
  originMin: number;
  unitMin: number;
}

export const NEVER = 65535;

/** One plan at a time: the last that was asked for is shown, and a broken one leaves what was open. */
export function openScheduleController(
  twin: Twin,
  service: Pick<ConstructionQuestions, 'open'> & ReviewService,
  city: {
    schedule: string | null;
    construction: string | null;
    gidOf(id: string): Promise<number | null>;
    middleOf?(id: string): Promise<Enu | null>;
    sunStudies?(): SunStudies | null;
  },
): ScheduleController {
  let facts: PlanFacts | null = null;
  let table: TaskTable | null = null;
  let file: { bytes: Uint8Array; hash: string | null } | null = null;
  let serial = 0;
  const { setPlan, digPlan, showTime } = twin.getState();

  /** A link that names a day of the plan shows that day. */
  function keepsTime({ startMin, finishMin }: PlanFacts): boolean {
    const { wantsCityPlan, isTimeChosen, shownTimeMs } = twin.getState();
    const shownMin = wallMinOf(shownTimeMs, twin.city.zone);
    return wantsCityPlan && isTimeChosen && shownMin >= startMin && shownMin <= finishMin;
  }

  async function open(
    bytes: Uint8Array,
    name: string,
    { isCity = false, isWanted = (): boolean => true } = {},
  ): Promise<void> {
    const own = ++serial;
    const before = twin.getState().plan;
    setPlan({ kind: 'reading', file: name });
    try {
      const read = await service.open(bytes, name);
      if (own !== serial) return;
      if (!isWanted()) return setPlan(before);
      facts = read;
      file = { bytes, hash: null };
      digPlan(null);
      table = taskTable(read);
      showOwnSite(twin, isCity);
      if (!keepsTime(read)) showTime(instantOfWall(read.dataDateMin ?? read.startMin, twin.city.zone));
      setPlan({ kind: 'open', file: name, serial: own });
      twin.setState({ isCityPlan: false });
      openWantedTab(twin);
      const { planLimits } = twin.getState();
      if (before.kind === 'open' && before.file !== name) twin.getState().setReview({ planLimits: {} });
      else if (Object.keys(planLimits).length > 0) await review.setLimits(planLimits);
    } catch (error) {
      if (own !== serial) return;
      setPlan({ kind: 'failed', file: name, reason: failureOf(error) });
      if (before.kind === 'open') return;
      facts = null;
      file = null;
      table = null;
    }
  }

  const review = openReviewController(twin, service, {
    caseUrl: city.construction,
    gidOf: city.gidOf,
    middleOf: city.middleOf ?? (async () => null),
    sunStudies: city.sunStudies ?? (() => null),
    facts: () => facts,
    rejudge(judged) {
      facts = judged;
    },
    retake(judged) {
      const { plan } = twin.getState();
      if (plan.kind !== 'open') return;
      facts = judged;
      table = taskTable(judged);
      setPlan({ kind: 'open', file: plan.file, serial: ++serial });
    },
  });
  const { schedule } = city;
  const hasModel = () => twin.getState().model.kind !== 'none';
  return {
    review,
    open: (bytes, name) => open(bytes, name),
    openCity:
      schedule === null
        ? null
        : () =>
            openCity(twin, schedule, {
              open: (bytes, name) => open(bytes, name, { isCity: true }),
              review,
              isWanted: () => true,
            }),
    async openDefault() {
      const own = serial;
      if (schedule === null || own > 0 || hasModel()) return false;
      // What was opened by itself gives way to what a person opens, however late it comes.
      return openCity(twin, schedule, {
        open: (bytes, name) => open(bytes, name, { isCity: true, isWanted: () => !hasModel() }),
        review,
        isWanted: () => serial === own && !hasModel(),
      });
    },
    facts: () => facts,
    hash() {
      if (file) file.hash ??= sha256([file.bytes]);
      return file?.hash ?? null;
    },
    tasks: () => table,
    plannedTasks: () => facts && taskTable(plannedFacts(facts)),
  };
}

/** What the city itself builds stands with its own schedule; another project's dates say nothing of it, and it would be finished or not there at random. */
function showOwnSite(twin: Twin, isCity: boolean): void {
  const { model, showLayer } = twin.getState();
  const brought = model.kind === 'open' ? model.layerId : null;
  for (const { id, kind } of twin.city.layers) if (kind === 'element') showLayer(id, isCity || id === brought);
}

/** The tab that a link named, as soon as there is one. */
function openWantedTab(twin: Twin): void {
  const { wantedTab, openBuildTab } = twin.getState();
  if (wantedTab === null) return;
  openBuildTab(wantedTab);
  twin.setState({ wantedTab: null });
}

interface CityPlanOpening {
  open: ScheduleController['open'];
  review: Pick<ReviewController, 'takeCase'>;
  /** Asked until the file is there. */
  isWanted(): boolean;
}

/** The city's own schedule, and when it is open its pit and its case. */
async function openCity(twin: Twin, url: string, { open, review, isWanted }: CityPlanOpening): Promise<boolean> {
  const { setPlan, digPlan } = twin.getState();
  const name = url.slice(url.lastIndexOf('/') + 1);
  const response = await fetch(url);
  if (!isWanted()) return false;
  if (!response.ok) {
    const { text } = buildMessage('status', { file: name, got: response.status });
    setPlan({ kind: 'failed', file: name, reason: text });
    return false;
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!isWanted()) return false;
  await open(bytes, name);
  const { plan } = twin.getState();
  if (plan.kind !== 'open' || plan.file !== name) return false;
  twin.setState({ isCityPlan: true, wantsCityPlan: false });
  digPlan(twin.city.pit ?? null);
  await review.takeCase?.();
  return true;
}

/** The plan as its baseline has it; what has no baseline is as it is. */
const plannedFacts = (facts: PlanFacts): PlanFacts => ({
  ...facts,
  rows: facts.rows.map((row) =>
    Number.isFinite(row.baseStartMin) && Number.isFinite(row.baseFinishMin)
      ? { ...row, startMin: row.baseStartMin, finishMin: row.baseFinishMin }
      : row,
  ),
});

/** Activities by the number that elements name them by. */
export function taskTable({ rows, startMin, finishMin, baseFinishMin }: PlanFacts): TaskTable {
  const endMin = Math.max(finishMin, baseFinishMin || 0);
  const unitMin = Math.max(1, Math.ceil((endMin - startMin) / (NEVER - 1)));
  const numbered = rows.flatMap((row) => (row.task === null ? [] : [{ row, task: row.task }]));
  const most = numbered.reduce((largest, { task }) => Math.max(largest, task), 0);
  const texels = new Uint8Array(8 * (most + 1)).fill(255);
  const put = (at: number, min: number) => {
    const units = Number.isFinite(min)
      ? Math.min(NEVER - 1, Math.max(0, Math.round((min - startMin) / unitMin)))
      : NEVER;
    texels[at] = units >> 8;
    texels[at + 1] = units & 255;
  };
  for (const { row, task } of numbered) {
    put(8 * task, row.baseStartMin);
    put(8 * task + 2, row.baseFinishMin);
    put(8 * task + 4, row.startMin);
    put(8 * task + 6, row.finishMin);
  }
  return { texels, originMin: startMin, unitMin };
}
