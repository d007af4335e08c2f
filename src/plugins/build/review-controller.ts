import type { Text } from '../../../model/city/manifest.ts';
import type { Enu } from '../../../model/geo/enu.ts';
import type { ConstructionCase, DcmaLimits } from '../../../model/questions/construction.ts';
import type { WhatIf } from '../../../model/questions/construction-what-if.ts';
import type { NoiseLimits } from '../../../model/questions/site-noise.ts';
import { craneRuleInForce, siteNoiseInForce } from '../../../model/rules/city-rules.ts';
import type { RasterSample } from '../../../model/runs/field.ts';
import { MessageError, messagesOf, within } from '../../../model/text/message.ts';
import { MIN_PER_DAY } from '../../../model/time.ts';
import { instantOfWall, wallMinOf } from '../../../model/wall-clock.ts';
import { parseConstructionCase } from '../../../scenarios/construction.ts';
import type { ConstructionQuestions } from '../../../workers/construction/engine-types.ts';
import type { LinkFile } from '../../../workers/construction/linking/link-rules.ts';
import type { PlanFacts } from '../../../workers/construction/plan-facts.ts';
import type { ProposedLink } from '../../../workers/construction/review/propose-links.ts';
import type { PlanChange, Remedies, Remedy } from '../../../workers/construction/review/remedies.ts';
import type { FacadeRow, FindingGroupRow, SpaceCheckResult } from '../../../workers/construction/review/review.ts';
import type { Closure, SiteDay, SiteReport } from '../../../workers/construction/site/site-days.ts';
import type { ScenarioRow } from '../../../workers/construction/what-if/compare-scenarios.ts';
import type { ScheduleFormat } from '../../../workers/construction/write/losses.ts';
import type { WrittenSchedule } from '../../../workers/construction/write/schedule-file.ts';
import type { SunLosses, SunStudies } from '../../twin/sun-studies.ts';
import type { Twin } from '../../twin/twin.ts';
import { type ElementMarks, openElementMarks } from './element-marks.ts';
import { buildMessage } from './messages.ts';
import { pairName } from './pair-name.ts';
import { openModelOf } from './project-slice.ts';
import { openReviewTasks, type RunTask } from './review-tasks.ts';
import { type ScenarioDraft, scenarioOf } from './scenario-draft.ts';
import { mergedScenarios, scenarioFile } from './scenario-file.ts';
import { reviewShade, type ShadeReview } from './shade-review.ts';

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
  | 'level'
  | 'setLimits'
  | 'setNoiseLimits'
  | 'effect'
  | 'facadesOn'
  | 'propose'
  | 'remedies'
  | 'accept'
  | 'stop'
>;

/** What is asked of the open plan beyond its own verdict; answers are large, so they lie here. */
export interface ReviewController extends ShadeReview {
  /** The city's case and the files it names, after its plan was opened. */
  takeCase: (() => Promise<void>) | null;
  /** With the hours of sun that homes lose, where the case asks for them. */
  checkSpace(): Promise<void>;
  stop(): void;
  space(): SpaceCheckResult | null;
  /** Clock, tasks, elements and names of one place of a group, the worst first; null: none. Answers where to fly. */
  showGroup(group: number | null, place?: number): Promise<FindingGroupRow['places'][number] | null>;
  writeBcf(version: '2.1' | '3.0'): Promise<Uint8Array>;
  /** The open plan as a file, with the links that were confirmed. */
  writeSchedule(format: ScheduleFormat, links: LinkFile): Promise<WrittenSchedule>;
  compare(): Promise<void>;
  /** Looks for the shortest plan within the resources. */
  level(): Promise<void>;
  levelled(): ScenarioRow | null;
  /** Judges the plan anew by limits of its own. */
  setLimits(limits: DcmaLimits): Promise<void>;
  rows(): readonly ScenarioRow[];
  /** Adds it to the plan's what-ifs and plays it. ScenarioError or ScheduleError say why it cannot be; the others stay. */
  addScenario(draft: ScenarioDraft): Promise<void>;
  removeScenario(id: string): Promise<void>;
  /** The plan's what-ifs as a case's JSON; null while no plan is open. */
  scenarioFile(): string | null;
  /** Adds the what-ifs of a case's file, in place of those of the same id, and plays them; all or none. Rejects as `addScenario`, the file named. */
  openScenarios(opened: readonly WhatIf[], file: string): Promise<void>;
  scenarioTitle(id: string): Text | null;
  showEffect(scenario: string | null): Promise<void>;
  report(): SiteReport | null;
  closures(): readonly Closure[];
  limits(): NoiseLimits | null;
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
  /** Looks for what to mend, with the effect of each change and of the likely proposals on the finish. */
  findRemedies(): Promise<void>;
  remedies(): Remedies | null;
  /** Judges the plan with these changes beside those that were accepted before. */
  adopt(remedies: readonly Remedy[]): Promise<void>;
  /** What was accepted into the plan, in the order of acceptance, links first. */
  accepted(): readonly AcceptedChange[];
  /** Judges the plan without one of them; null: without any. */
  withdraw(change: AcceptedChange | null): Promise<void>;
}

/** A change that a person accepted into the plan. */
export type AcceptedChange = { kind: 'link'; link: ProposedLink } | { kind: 'remedy'; remedy: Remedy };

interface ReviewContext {
  sunStudies(): SunStudies | null;
  caseUrl: string | null;
  gidOf(id: string): Promise<number | null>;
  /** Where an object of the city has its middle; null: there is none of this id. */
  middleOf(id: string): Promise<Enu | null>;
  /** Shows a plan judged anew. */
  retake(facts: PlanFacts): void;
  /** Takes another verdict on the same plan: what was asked of it holds. */
  rejudge(facts: PlanFacts): void;
  facts(): PlanFacts | null;
}

/** Nothing is chosen for a person: proposals as likely as this are a click away, and their effect is told. */
export const LIKELY = 0.8;

/** Classes of 5 dB from below 45 to 70 and more, light to deep. */
export const NOISE_CLASSES = [45, 50, 55, 60, 65, 70] as const;
export const noiseToken = (db: number): string => `seq-${1 + NOISE_CLASSES.filter((limit) => db >= limit).length}`;

/** What was answered of the open plan; the parts of the controller share it. */
interface Answers {
  theCase: ConstructionCase | null;
  space: SpaceCheckResult | null;
  shade: SunLosses | null;
  rows: readonly ScenarioRow[];
  levelled: ScenarioRow | null;
  report: SiteReport | null;
  proposals: readonly ProposedLink[];
  before: PlanFacts | null;
  remedies: Remedies | null;
  /** What was accepted into the plan. */
  links: readonly ProposedLink[];
  adopted: readonly Remedy[];
  /** The city's levels of noise as the worker has them, as text. */
  noise: string;
}

const nothingAnswered = (): Answers => ({
  theCase: null,
  space: null,
  shade: null,
  rows: [],
  levelled: null,
  report: null,
  proposals: [],
  before: null,
  remedies: null,
  links: [],
  adopted: [],
  noise: 'null',
});

/** What each part of the controller needs. */
interface Review {
  twin: Twin;
  service: ReviewService;
  around: ReviewContext;
  answers: Answers;
  runTask: RunTask;
  marks: ElementMarks;
}

/** Asks the worker about the open plan; what it answered is forgotten when another plan is read. */
export function openReviewController(twin: Twin, service: ReviewService, around: ReviewContext): ReviewController {
  const review: Review = {
    twin,
    service,
    around,
    answers: nothingAnswered(),
    runTask: openReviewTasks(twin),
    marks: openElementMarks(twin, around.gidOf),
  };
  twin.follow(
    ({ plan }) => plan.kind === 'reading',
    (isReading) => isReading && forget(review),
  );
  const { caseUrl } = around;
  const space = reviewSpace(review);
  const shade = reviewShade({ ...review, studies: around.sunStudies });
  return {
    takeCase: caseUrl === null ? null : async () => takeCase(review, new URL(caseUrl)),
    stop: () => void service.stop(),
    ...space,
    ...shade,
    async checkSpace() {
      await Promise.all([space.checkSpace(), shade.checkShade()]);
    },
    ...reviewLimits(review),
    ...reviewScenarios(review),
    ...reviewEffect(review),
    ...reviewLinks(review),
  };
}

function forget({ twin, answers, marks }: Review): void {
  Object.assign(answers, nothingAnswered());
  marks.cancel();
  twin.getState().closeReview();
}

/** The city's case and the models that it names. */
async function takeCase(review: Review, url: URL): Promise<void> {
  const { twin, service, answers } = review;
  const bytes = await fetchBytes(url);
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const read = parseConstructionCase(JSON.parse(new TextDecoder().decode(bytes)), name);
  const models = read.space?.models ?? [];
  const files = await Promise.all(
    models.map(async ({ file }) => ({ name: file, bytes: await fetchBytes(new URL(file, url)) })),
  );
  const { space, scenarios, site, costPerDay, resources, dcma } = read;
  await service.takeCase({ space, site, scenarios, costPerDay, resources }, files);
  answers.theCase = read;
  twin.getState().setReview({ hasCase: true, scenarios: scenarios ?? [] });
  if (dcma && Object.keys(twin.getState().planLimits).length === 0) await reviewLimits(review).setLimits(dcma);
}

/** Reads a file of the city; rejects in words where it is not there. */
export async function fetchBytes(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new MessageError(buildMessage('status', { file: url.pathname, got: response.status }));
  return new Uint8Array(await response.arrayBuffer());
}

/** Clashes of the plan in space and time. */
function reviewSpace(review: Review): Pick<ReviewController, 'checkSpace' | 'space' | 'showGroup' | 'writeBcf'> {
  const { twin, service, around, answers, runTask } = review;
  const { origin, datum } = twin.city;
  return {
    checkSpace() {
      const enuFromModel = openModelOf(twin.getState())?.enuFromModel ?? null;
      const craneRule = craneRuleInForce(twin.getState().ruleRecords);
      const frame = { planeElevationM: origin.heightM - datum.geoidUndulationM, enuFromModel, craneRule };
      return runTask(
        'space',
        (onProgress) => service.checkSpace(frame, onProgress),
        (answer) => {
          answers.space = answer;
        },
      );
    },
    space: () => answers.space,
    async showGroup(at, wanted = 0) {
      const group = at === null ? null : (answers.space?.groups[at] ?? null);
      const spacePlace = group ? Math.min(group.places.length - 1, Math.max(0, wanted)) : 0;
      const place = group?.places[spacePlace] ?? null;
      twin.getState().setReview({ spaceFocus: place ? at : null, spacePlace });
      if (group && place) await showFinding(review, group, place, `space ${at} ${spacePlace}`);
      else hideFinding(review);
      return place;
    },
    writeBcf(version) {
      const { language, plan } = twin.getState();
      const facts = plan.kind === 'open' ? around.facts() : null;
      const dataDateMin = facts?.dataDateMin ?? facts?.startMin ?? 0;
      return service.writeBcf(version, language, new Date(dataDateMin * 60_000).toISOString());
    },
  };
}

/** Brings clock, ground, tasks and elements to one place of a group of findings. */
async function showFinding(
  { twin, around, marks }: Review,
  group: FindingGroupRow,
  place: FindingGroupRow['places'][number],
  finding: string,
): Promise<void> {
  const { focusPlan, showTime, setReview } = twin.getState();
  const facts = around.facts();
  if (facts && Number.isFinite(place.fromDay))
    showTime(instantOfWall(Math.round(place.fromDay * MIN_PER_DAY) + 1, twin.city.zone));
  const middle = middleOf(place.boxM);
  if (middle[2] < 0) marks.lookThroughGround();
  else marks.closeGround();
  const named = new Set(group.tasks);
  const rows = (facts?.rows ?? []).flatMap(({ code, id }, i) => (named.has(code) || named.has(id) ? [i] : []));
  focusPlan(rows.length > 0 ? { finding, rows } : null);
  setReview({ pairTags: [] });
  await marks.mark(place.elements, (id) => (id === place.elements[0] ? 'danger' : 'warn'));
  const { spaceFocus, spacePlace } = twin.getState();
  if (finding !== `space ${spaceFocus} ${spacePlace}`) return;
  marks.fadeOthers();
  const pairTags = await Promise.all(
    place.elements.slice(0, 2).map(async (id, i) => ({
      at: towards(middle, await around.middleOf(id)),
      text: pairName(i, id),
    })),
  );
  const now = twin.getState();
  if (finding === `space ${now.spaceFocus} ${now.spacePlace}`) setReview({ pairTags });
}

const middleOf = ({ min, max }: FindingGroupRow['boxM']): Enu => [
  (min[0] + max[0]) / 2,
  (min[1] + max[1]) / 2,
  (min[2] + max[2]) / 2,
];

/** A name stands on its element's side of the place, and no farther off than this: a pile of 40 m is named where it is met. */
const TAG_AT_MOST_M = 4;

function towards(from: Enu, to: Enu | null): Enu {
  if (!to) return from;
  const off = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const lengthM = Math.hypot(...off);
  const part = lengthM > TAG_AT_MOST_M ? TAG_AT_MOST_M / lengthM : 1;
  return [from[0] + part * off[0], from[1] + part * off[1], from[2] + part * off[2]];
}

function hideFinding({ twin, marks }: Review): void {
  marks.cancel();
  twin.getState().setReview({ marks: [], pairTags: [] });
  twin.getState().focusPlan(null);
  marks.closeGround();
}

/** What the plan is held to, and what its resources make of it. */
function reviewLimits({
  twin,
  service,
  around,
  answers,
  runTask,
}: Review): Pick<ReviewController, 'level' | 'levelled' | 'setLimits'> {
  return {
    level: () =>
      runTask(
        'level',
        (onProgress) => service.level(onProgress),
        (answer) => {
          answers.levelled = answer;
        },
      ),
    levelled: () => answers.levelled,
    async setLimits(planLimits) {
      const { plan, setReview } = twin.getState();
      setReview({ planLimits });
      if (plan.kind !== 'open') return;
      const facts = await service.setLimits(planLimits);
      const now = twin.getState();
      if (now.planLimits !== planLimits || now.plan !== plan) return;
      around.rejudge(facts);
      setReview({ judgings: now.judgings + 1 });
    },
  };
}

/** What-ifs of the plan, played beside it. */
function reviewScenarios({
  twin,
  service,
  around,
  answers,
  runTask,
}: Review): Pick<
  ReviewController,
  'compare' | 'rows' | 'addScenario' | 'removeScenario' | 'scenarioFile' | 'openScenarios' | 'scenarioTitle'
> {
  const compare = () =>
    runTask(
      'whatIf',
      async (onProgress) => {
        await bringNoiseLimits({ twin, service, answers });
        return service.compare(onProgress);
      },
      (answer) => {
        answers.rows = answer;
      },
    );

  async function changeScenarios(scenarios: readonly WhatIf[]): Promise<void> {
    const { plan, setReview } = twin.getState();
    await service.setScenarios(scenarios);
    const { plan: now, effectScenario } = twin.getState();
    if (now !== plan) return;
    setReview({ scenarios });
    if (effectScenario !== null && scenarios.every(({ id }) => id !== effectScenario)) {
      answers.report = null;
      setReview({ effectScenario: null, effect: { kind: 'idle' }, noiseShown: null, marks: [] });
    }
    await compare();
  }

  return {
    compare,
    rows: () => answers.rows,
    addScenario: async (draft) => {
      const { scenarios } = twin.getState();
      return changeScenarios([...scenarios, scenarioOf(draft, scenarios)]);
    },
    removeScenario: (id) => changeScenarios(twin.getState().scenarios.filter((one) => one.id !== id)),
    scenarioFile: () => {
      const facts = around.facts();
      return facts && scenarioFile(answers.theCase, facts, twin.getState().scenarios);
    },
    openScenarios: async (opened, file) => {
      await changeScenarios(mergedScenarios(twin.getState().scenarios, opened)).catch((error: unknown) => {
        const messages = messagesOf(error);
        throw messages === null ? error : new MessageError(...within(file, messages));
      });
    },
    scenarioTitle: (id) => twin.getState().scenarios.find((one) => one.id === id)?.title ?? null,
  };
}

/** The worker knows the levels that hold in the city before it computes anything by them. */
async function bringNoiseLimits({
  twin,
  service,
  answers,
}: Pick<Review, 'twin' | 'service' | 'answers'>): Promise<void> {
  const limits = siteNoiseInForce(twin.getState().ruleRecords);
  const noise = JSON.stringify(limits);
  if (noise === answers.noise) return;
  answers.noise = noise;
  await service.setNoiseLimits(limits);
}

/** What the site does to its surroundings, by the scenario that is shown. */
function reviewEffect({
  twin,
  service,
  answers,
  runTask,
  marks,
}: Review): Pick<
  ReviewController,
  'showEffect' | 'report' | 'closures' | 'limits' | 'facades' | 'hasPits' | 'pitSample' | 'closedOn'
> {
  const siteOf = () => answers.theCase?.site;
  twin.follow(
    ({ ruleRecords }) => JSON.stringify(siteNoiseInForce(ruleRecords)),
    () => {
      if (answers.report === null) return;
      answers.report = null;
      twin.getState().setReview({ effect: { kind: 'idle' }, noiseShown: null, marks: [] });
    },
  );
  return {
    showEffect(scenario) {
      twin.getState().setReview({ effectScenario: scenario });
      return runTask(
        'effect',
        async () => {
          await bringNoiseLimits({ twin, service, answers });
          return service.effect(scenario);
        },
        (answer) => {
          answers.report = answer;
        },
      );
    },
    report: () => answers.report,
    closures: () => siteOf()?.closures ?? [],
    limits() {
      const site = siteOf();
      return site ? (siteNoiseInForce(twin.getState().ruleRecords) ?? site.limits) : null;
    },
    async facades() {
      const { effectScenario, noiseShown, shownTimeMs } = twin.getState();
      const shownDay = Math.floor(wallMinOf(shownTimeMs, twin.city.zone) / MIN_PER_DAY);
      await bringNoiseLimits({ twin, service, answers });
      const facades = await service.facadesOn(effectScenario, shownDay);
      if (noiseShown === null) return facades;
      marks.closeGround();
      const levels = new Map(facades.map((one) => [one.id, noiseShown === 'day' ? one.dayDb : one.nightDb]));
      await marks.mark([...levels.keys()], (id) => noiseToken(levels.get(id) ?? Number.NEGATIVE_INFINITY));
      return facades;
    },
    hasPits: () => twin.getState().hasCase && (siteOf()?.pits.length ?? 0) > 0,
    pitSample: (day) => service.pitSample(twin.getState().effectScenario, day),
    async closedOn(day) {
      const { effect, effectScenario } = twin.getState();
      const site = effect.kind === 'done' ? answers.report : await service.effect(effectScenario);
      return site?.days.find((one) => one.day === day)?.closures.map(({ id }) => id) ?? [];
    },
  };
}

/** Links that repair the plan's logic, what else mends it, and the plan as a file with what was accepted. */
function reviewLinks({
  twin,
  service,
  around,
  answers,
  runTask,
}: Review): Pick<
  ReviewController,
  | 'propose'
  | 'proposals'
  | 'before'
  | 'accept'
  | 'findRemedies'
  | 'remedies'
  | 'adopt'
  | 'accepted'
  | 'withdraw'
  | 'writeSchedule'
> {
  async function judgeWith(links: readonly ProposedLink[], adopted: readonly Remedy[]): Promise<void> {
    const own = around.facts();
    const facts = await service.accept([
      ...links.map(({ from, to }): PlanChange => ({ kind: 'link', from, to })),
      ...adopted.map(({ change }) => change),
    ]);
    Object.assign(answers, { links, adopted });
    answers.before = links.length + adopted.length === 0 ? null : (answers.before ?? own);
    // What was computed was of the plan before.
    answers.space = null;
    answers.report = null;
    answers.rows = [];
    answers.levelled = null;
    answers.remedies = null;
    const idle = { kind: 'idle' } as const;
    twin.getState().setReview({
      acceptedLinks: links.length,
      acceptedRemedies: adopted.length,
      space: idle,
      whatIf: idle,
      effect: idle,
      level: idle,
      mend: idle,
      spaceFocus: null,
      marks: [],
    });
    around.retake(facts);
  }

  return {
    propose: () =>
      runTask(
        'repair',
        () => service.propose(),
        (answer) => {
          answers.proposals = answer;
          // What they do to the finish is not known yet.
          twin.getState().setReview({ mend: { kind: 'idle' } });
        },
      ),
    proposals: () => answers.proposals,
    before: () => answers.before,
    accept: (links) => judgeWith(links, answers.adopted),
    findRemedies() {
      const likely = answers.links.length > 0 ? [] : answers.proposals.filter(({ confidence }) => confidence >= LIKELY);
      return runTask(
        'mend',
        (onProgress) =>
          service.remedies(
            likely.map(({ from, to }) => ({ from, to })),
            onProgress,
          ),
        (answer) => {
          answers.remedies = answer;
        },
      );
    },
    remedies: () => answers.remedies,
    adopt: (remedies) => judgeWith(answers.links, [...answers.adopted, ...remedies]),
    accepted: () => [
      ...answers.links.map((link): AcceptedChange => ({ kind: 'link', link })),
      ...answers.adopted.map((remedy): AcceptedChange => ({ kind: 'remedy', remedy })),
    ],
    withdraw: (change) =>
      change === null
        ? judgeWith([], [])
        : judgeWith(
            answers.links.filter((link) => change.kind !== 'link' || link !== change.link),
            answers.adopted.filter((remedy) => change.kind !== 'remedy' || remedy !== change.remedy),
          ),
    writeSchedule: (format, links) => service.writeSchedule(format, links),
  };
}
