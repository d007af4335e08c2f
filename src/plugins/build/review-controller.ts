import type { Text } from '../../../model/city/manifest.ts';
import type { RasterSample } from '../../../model/runs/field.ts';
import { MessageError, messagesOf, within } from '../../../model/text/message.ts';
import { MIN_PER_DAY } from '../../../model/time.ts';
import { type ConstructionCase, parseConstructionCase } from '../../../scenarios/construction.ts';
import type { Scenario } from '../../../scenarios/construction-scenarios.ts';
import type { ConstructionQuestions } from '../../../workers/construction/engine-types.ts';
import type { LinkFile } from '../../../workers/construction/linking/link-rules.ts';
import type { PlanFacts } from '../../../workers/construction/plan-facts.ts';
import type { ProposedLink } from '../../../workers/construction/review/propose-links.ts';
import type { FacadeRow, FindingGroupRow, SpaceCheckResult } from '../../../workers/construction/review/review.ts';
import type { Closure, SiteDay, SiteReport } from '../../../workers/construction/site/site-days.ts';
import type { ScenarioRow } from '../../../workers/construction/what-if/compare-scenarios.ts';
import type { ScheduleFormat } from '../../../workers/construction/write/losses.ts';
import type { WrittenSchedule } from '../../../workers/construction/write/schedule-file.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Twin } from '../../twin/twin.ts';
import { instantOfWall, wallMinOf } from '../../twin/wall-clock.ts';
import { buildMessage } from './messages.ts';
import { openModelOf } from './project-slice.ts';
import type { Mark, ReviewTask } from './review-slice.ts';
import { type ScenarioDraft, scenarioOf } from './scenario-draft.ts';
import { mergedScenarios, scenarioFile, scenariosOfFile } from './scenario-file.ts';

export type { Closure, FindingGroupRow as SeenGroup, ProposedLink, ScenarioRow, ScheduleFormat, SiteDay, SiteReport };

export type ReviewService = Pick<
  ConstructionQuestions,
  | 'takeCase'
  | 'setScenarios'
  | 'pitSample'
  | 'checkSpace'
  | 'writeBcf'
  | 'writeSchedule'
  | 'compare'
  | 'effect'
  | 'facadesOn'
  | 'propose'
  | 'accept'
  | 'stop'
>;

/** What is asked of the open plan beyond its own verdict; answers are large, so they lie here. */
export interface ReviewController {
  /** The city's case and the files it names, after its plan was opened. */
  takeCase: (() => Promise<void>) | null;
  checkSpace(): Promise<void>;
  stop(): void;
  space(): SpaceCheckResult | null;
  /** Camera, clock, tasks and elements of a group; null: none. Answers where to fly. */
  showGroup(group: number | null): Promise<FindingGroupRow | null>;
  writeBcf(version: '2.1' | '3.0'): Promise<Uint8Array>;
  /** The open plan as a file, with the links that were confirmed. */
  writeSchedule(format: ScheduleFormat, links: LinkFile): Promise<WrittenSchedule>;
  compare(): Promise<void>;
  rows(): readonly ScenarioRow[];
  /** Adds it to the plan's what-ifs and plays it. ScenarioError or ScheduleError say why it cannot be; the others stay. */
  addScenario(draft: ScenarioDraft): Promise<void>;
  removeScenario(id: string): Promise<void>;
  /** The plan's what-ifs as a case's JSON; null while no plan is open. */
  scenarioFile(): string | null;
  /** Adds a case's what-ifs, in place of those of the same id, and plays them; all or none. Rejects as `addScenario`, the file named. */
  openScenarios(text: string, file: string): Promise<void>;
  scenarioTitle(id: string): Text | null;
  showEffect(scenario: string | null): Promise<void>;
  report(): SiteReport | null;
  closures(): readonly Closure[];
  limits(): { dayDb: number; nightDb: number; clause: string } | null;
  /** What homes hear on the clock's day, by the scenario that is shown. */
  facades(): Promise<readonly FacadeRow[]>;
  /** The case digs pits at some time. */
  hasPits(): boolean;
  /** What is dug on a day; null: no pit is open. */
  pitSample(day: number): Promise<RasterSample | null>;
  /** Closures of a day, by id. */
  closedOn(day: number): Promise<readonly string[]>;
  propose(): Promise<void>;
  proposals(): readonly ProposedLink[];
  /** The verdict before anything was accepted; null while nothing is. */
  before(): PlanFacts | null;
  accept(links: readonly ProposedLink[]): Promise<void>;
}

interface ReviewContext {
  caseUrl: string | null;
  gidOf(id: string): Promise<number | null>;
  /** Shows a plan judged anew. */
  retake(facts: PlanFacts): void;
  facts(): PlanFacts | null;
}

/** More elements than these need not be told apart on the map. */
const MAX_MARKED = 400;
/** Classes of 5 dB from below 45 to 70 and more, light to deep. */
export const NOISE_CLASSES = [45, 50, 55, 60, 65, 70] as const;
export const noiseToken = (db: number): string => `seq-${1 + NOISE_CLASSES.filter((limit) => db >= limit).length}`;

export function openReviewController(twin: Twin, service: ReviewService, around: ReviewContext): ReviewController {
  const { city } = twin;
  const { setReview } = twin.getState();
  const planeElevationM = city.origin.heightM - city.datum.geoidUndulationM;
  let theCase: ConstructionCase | null = null;
  let space: SpaceCheckResult | null = null;
  let rows: readonly ScenarioRow[] = [];
  let report: SiteReport | null = null;
  let proposals: readonly ProposedLink[] = [];
  let before: PlanFacts | null = null;
  let serial = 0;
  let shown = 0;

  type Task = 'space' | 'whatIf' | 'repair' | 'effect';
  const setTask = (task: Task, value: ReviewTask) => setReview({ [task]: value });

  /** One answer of the worker: how far it is while it is asked for, its reason where there is none. */
  async function runTask<T>(
    task: Task,
    question: (onProgress: (doneRatio: number) => void) => Promise<T | null>,
    take: (answer: T) => void,
  ): Promise<void> {
    const { plan } = twin.getState();
    const isSame = () => twin.getState().plan === plan;
    setTask(task, { kind: 'running', doneRatio: 0 });
    try {
      const answer = await question((doneRatio) => {
        if (isSame() && twin.getState()[task].kind === 'running') setTask(task, { kind: 'running', doneRatio });
      });
      if (!isSame()) return;
      if (answer === null) return setTask(task, { kind: 'idle' });
      take(answer);
      setTask(task, { kind: 'done', serial: ++serial });
    } catch (error) {
      if (isSame()) setTask(task, { kind: 'failed', reason: failureOf(error) });
    }
  }

  const compare = () =>
    runTask(
      'whatIf',
      (onProgress) => service.compare(onProgress),
      (answer) => {
        rows = answer;
      },
    );

  async function changeScenarios(scenarios: readonly Scenario[]): Promise<void> {
    const { plan } = twin.getState();
    await service.setScenarios(scenarios);
    const { plan: now, effectScenario } = twin.getState();
    if (now !== plan) return;
    setReview({ scenarios });
    if (effectScenario !== null && scenarios.every(({ id }) => id !== effectScenario)) {
      report = null;
      setReview({ effectScenario: null, effect: { kind: 'idle' }, noiseShown: null, marks: [] });
    }
    await compare();
  }

  async function mark(ids: readonly string[], tokenOf: (id: string) => string): Promise<void> {
    const own = ++shown;
    const gids = await Promise.all(ids.slice(0, MAX_MARKED).map((id) => around.gidOf(id)));
    if (own !== shown) return;
    const marks = gids.flatMap((gid, i): Mark[] => (gid === null ? [] : [{ gid, token: tokenOf(ids[i]) }]));
    for (const { gidBase, count, id } of city.layers)
      if (marks.some(({ gid }) => gid >= gidBase && gid < gidBase + count)) twin.getState().showLayer(id, true);
    setReview({ marks });
  }

  /** The ground that a buried finding made translucent closes again when something else is shown. */
  let isLookedThrough = false;
  function closeGround(): void {
    const { underground, setUnderground } = twin.getState();
    if (isLookedThrough && underground === 'translucent') setUnderground('off');
    isLookedThrough = false;
  }

  const shownDay = () => Math.floor(wallMinOf(twin.getState().shownTimeMs, city.zone) / MIN_PER_DAY);
  const { caseUrl } = around;

  async function fetchBytes(url: URL): Promise<Uint8Array<ArrayBuffer>> {
    const response = await fetch(url);
    if (!response.ok) throw new MessageError(buildMessage('status', { file: url.pathname, got: response.status }));
    return new Uint8Array(await response.arrayBuffer());
  }

  function forget(): void {
    theCase = null;
    space = report = before = null;
    rows = [];
    proposals = [];
    shown++;
    twin.getState().closeReview();
  }
  twin.follow(
    ({ plan }) => plan.kind === 'reading',
    (isReading) => isReading && forget(),
  );

  return {
    takeCase:
      caseUrl === null
        ? null
        : async () => {
            const url = new URL(caseUrl);
            const bytes = await fetchBytes(url);
            const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
            const read = parseConstructionCase(JSON.parse(new TextDecoder().decode(bytes)), name);
            const files = await Promise.all(
              (read.space?.models ?? []).map(async ({ file }) => ({
                name: file,
                bytes: await fetchBytes(new URL(file, url)),
              })),
            );
            const { space, scenarios, site, costPerDay, resources } = read;
            await service.takeCase({ space, site, scenarios, costPerDay, resources }, files);
            theCase = read;
            setReview({ hasCase: true, scenarios: scenarios ?? [] });
          },
    checkSpace: () => {
      const model = openModelOf(twin.getState());
      const frame = { planeElevationM, enuFromModel: model?.enuFromModel ?? null };
      return runTask(
        'space',
        (onProgress) => service.checkSpace(frame, onProgress),
        (answer) => {
          space = answer;
        },
      );
    },
    stop: () => void service.stop(),
    space: () => space,
    async showGroup(at) {
      const group = at === null ? null : (space?.groups[at] ?? null);
      const { focusPlan, showTime, underground, setUnderground } = twin.getState();
      setReview({ spaceFocus: group ? at : null });
      if (!group) {
        shown++;
        setReview({ marks: [] });
        focusPlan(null);
        closeGround();
        return null;
      }
      const facts = around.facts();
      if (facts && Number.isFinite(group.fromDay))
        showTime(instantOfWall(Math.round(group.fromDay * MIN_PER_DAY) + 1, city.zone));
      const isBuried = (group.boxM.min[2] + group.boxM.max[2]) / 2 < 0;
      if (!isBuried) closeGround();
      else if (underground === 'off') {
        setUnderground('translucent');
        isLookedThrough = true;
      }
      const named = new Set(group.tasks);
      const own = (facts?.rows ?? []).flatMap(({ code, id }, i) => (named.has(code) || named.has(id) ? [i] : []));
      focusPlan(own.length > 0 ? { finding: `space ${at}`, rows: own } : null);
      await mark(group.elements, (id) => (id === group.elements[0] ? 'danger' : 'warn'));
      return group;
    },
    writeSchedule: (format, links) => service.writeSchedule(format, links),
    writeBcf: (version) => {
      const { language, plan } = twin.getState();
      const dataDate = plan.kind === 'open' ? (around.facts()?.dataDateMin ?? around.facts()?.startMin ?? 0) : 0;
      return service.writeBcf(version, language, new Date(dataDate * 60_000).toISOString());
    },
    compare,
    addScenario: async (draft) => {
      const { scenarios } = twin.getState();
      return changeScenarios([...scenarios, scenarioOf(draft, scenarios)]);
    },
    removeScenario: (id) => changeScenarios(twin.getState().scenarios.filter((one) => one.id !== id)),
    scenarioFile: () => {
      const facts = around.facts();
      return facts && scenarioFile(theCase, facts, twin.getState().scenarios);
    },
    openScenarios: async (text, file) => {
      const opened = scenariosOfFile(text, file);
      await changeScenarios(mergedScenarios(twin.getState().scenarios, opened)).catch((error: unknown) => {
        const messages = messagesOf(error);
        throw messages === null ? error : new MessageError(...within(file, messages));
      });
    },
    rows: () => rows,
    scenarioTitle: (id) => twin.getState().scenarios.find((one) => one.id === id)?.title ?? null,
    showEffect: (scenario) => {
      setReview({ effectScenario: scenario });
      return runTask(
        'effect',
        () => service.effect(scenario),
        (answer) => {
          report = answer;
        },
      );
    },
    report: () => report,
    closures: () => theCase?.site?.closures ?? [],
    limits: () => theCase?.site?.limits ?? null,
    async facades() {
      const { effectScenario, noiseShown } = twin.getState();
      const facades = await service.facadesOn(effectScenario, shownDay());
      if (noiseShown === null) return facades;
      closeGround();
      const levels = new Map(facades.map((one) => [one.id, noiseShown === 'day' ? one.dayDb : one.nightDb]));
      await mark([...levels.keys()], (id) => noiseToken(levels.get(id) ?? Number.NEGATIVE_INFINITY));
      return facades;
    },
    hasPits: () => twin.getState().hasCase && (theCase?.site?.pits.length ?? 0) > 0,
    pitSample: (day) => service.pitSample(twin.getState().effectScenario, day),
    async closedOn(day) {
      const { effect, effectScenario } = twin.getState();
      const site = effect.kind === 'done' ? report : await service.effect(effectScenario);
      return site?.days.find((one) => one.day === day)?.closures.map(({ id }) => id) ?? [];
    },
    propose: () =>
      runTask(
        'repair',
        () => service.propose(),
        (answer) => {
          proposals = answer;
        },
      ),
    proposals: () => proposals,
    before: () => before,
    async accept(links) {
      const own = around.facts();
      const facts = await service.accept(links.map(({ from, to }) => ({ from, to })));
      before = links.length === 0 ? null : (before ?? own);
      // What was computed was of the plan before.
      space = report = null;
      rows = [];
      const idle = { kind: 'idle' } as const;
      setReview({ acceptedLinks: links.length, space: idle, whatIf: idle, effect: idle, spaceFocus: null, marks: [] });
      around.retake(facts);
    },
  };
}
