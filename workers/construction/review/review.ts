import type { DcmaLimits, ReviewCase } from '../../../model/questions/construction.ts';
import type { CraneRule, SpaceCase } from '../../../model/questions/construction-space.ts';
import type { SiteCase, WhatIf } from '../../../model/questions/construction-what-if.ts';
import type { NoiseLimits } from '../../../model/questions/site-noise.ts';
import type { RasterSample } from '../../../model/runs/field.ts';
import { type Schedule, ScheduleError, tasksByName } from '../../../model/schedule/schedule.ts';
import type { BuildingModel } from '../../../readers/ifc/building-model.ts';
import { analyse, type CpmResult, DEFAULT_CPM } from '../cpm.ts';
import { isGlobalId } from '../global-id.ts';
import type { Link } from '../linking/link-rules.ts';
import { constructionMessage } from '../messages.ts';
import { compileNetwork, type Network } from '../network.ts';
import { judgePlan, type PlanFacts } from '../plan-facts.ts';
import { type FacadeLevels, facadeLevels } from '../site/facade-noise.ts';
import { pitGround, pitSample } from '../site/pit-ground.ts';
import { type Site, type SiteReport, siteDays, sourcesOn } from '../site/site-days.ts';
import type { SiteBodies } from '../space/bodies.ts';
import { checkSpace, poseSpace, type SpaceGroup } from '../space/check-space.ts';
import type { Box } from '../space/clash.ts';
import { bodiesOf, DEFAULT_CONTACTS } from '../space/model-bodies.ts';
import { bcfWords, boxOf, type SpaceRow, spaceFigures, spaceRows } from '../space/space-rows.ts';
import { comparing, DEFAULT_LEVELLING, type ScenarioRow } from '../what-if/compare-scenarios.ts';
import { applyDifferences, type Difference, siteWith } from '../what-if/difference.ts';
import { differenceOf, siteOf } from '../what-if/written.ts';
import { writeBcf } from '../write/bcf.ts';
import type { ScheduleFormat } from '../write/losses.ts';
import { type WrittenSchedule, writeSchedule } from '../write/schedule-file.ts';
import { type ProposedLink, proposeLinks } from './propose-links.ts';
import { applyChanges, findRemedies, type PlanChange, type Remedies } from './remedies.ts';

/** One group of findings as a list and a map need it. */
export interface FindingGroupRow extends Omit<SpaceGroup, 'findings'> {
  elements: string[];
  count: number;
  /** Metres east, north and up of the city's origin. */
  boxM: Box;
  /** Each place with what meets there, the worst first. */
  places: { elements: string[]; boxM: Box; fromDay: number }[];
}

/** Nobody steps through more. */
const MAX_PLACES = 100;

export interface SpaceCheckResult {
  groups: FindingGroupRow[];
  rows: SpaceRow[];
  figures: ReturnType<typeof spaceFigures>;
  /** The distances that cranes were held against. */
  craneRule: CraneRule;
}

export interface FacadeRow extends Pick<FacadeLevels, 'dayDb' | 'nightDb' | 'overDb'> {
  id: string;
  residents: number;
}

/** How what is judged lies in the city: elevation of its plane, or a model's matrix. */
export interface ReviewFrame {
  planeElevationM: number;
  enuFromModel: readonly number[] | null;
  /** How near tower cranes may stand in this city. */
  craneRule: CraneRule;
}

/** Null while there is time to go on; else resolves when what the page said meanwhile has been heard. */
type YieldToEventLoop = () => Promise<void> | null;

/** The open plan under review: clashes, what-ifs, its surroundings, links it lacks. One at a time; `stop` ends the long ones. */
export class Review {
  private plan: { schedule: Schedule; file: string } | null = null;
  private accepted: readonly PlanChange[] = [];
  private theCase: ReviewCase | null = null;
  private scenarios: readonly WhatIf[] = [];
  /** Rows of the plan as it is judged now, by what they were computed of: one more scenario costs one more row. */
  private readonly played = new Map<string, ScenarioRow>();
  private readonly files = new Map<string, Uint8Array>();
  /** Limits of the points that have the plan's own. */
  private limits: DcmaLimits = {};
  /** Levels of noise that the city holds sites to; null: those of the case. */
  private noise: NoiseLimits | null = null;
  private isStopped = false;
  private groups: SpaceGroup[] = [];
  private readonly yieldToEventLoop: YieldToEventLoop;

  constructor(yieldToEventLoop: YieldToEventLoop) {
    this.yieldToEventLoop = yieldToEventLoop;
  }

  open(schedule: Schedule, file: string): PlanFacts {
    this.limits = {};
    this.noise = null;
    const facts = judgePlan(schedule, file);
    this.plan = { schedule, file };
    this.accepted = [];
    this.theCase = null;
    this.scenarios = [];
    this.played.clear();
    this.groups = [];
    this.files.clear();
    return facts;
  }

  takeCase(theCase: ReviewCase, files: readonly { name: string; bytes: Uint8Array }[]): void {
    this.theCase = theCase;
    this.scenarios = theCase.scenarios ?? [];
    this.played.clear();
    for (const { name, bytes } of files) this.files.set(name, bytes);
  }

  /** In place of those of the case; null: those of the case. */
  setNoiseLimits(noise: NoiseLimits | null): void {
    this.noise = noise;
    this.played.clear();
  }

  /** The site with the levels that hold there. */
  private siteHere(site: SiteCase): Site {
    const here = siteOf(site);
    return this.noise ? { ...here, limits: this.noise } : here;
  }

  /** In place of those before; a plan without a case may have them too. All or none: each must find in the plan what it changes. */
  setScenarios(scenarios: readonly WhatIf[]): void {
    const { schedule } = this.judged();
    for (const one of scenarios) applyDifferences(schedule, [differenceOf(one)]);
    this.scenarios = scenarios;
  }

  stop(): void {
    this.isStopped = true;
  }

  /** The plan with what a person accepted. */
  private judged(more: readonly Difference[] = []): { schedule: Schedule; network: Network; result: CpmResult } {
    if (!this.plan) throw new ScheduleError(constructionMessage('no-plan', {}));
    const schedule = applyDifferences(applyChanges(this.plan.schedule, this.accepted), more);
    const compiled = compileNetwork(schedule);
    if (compiled.status === 'cyclic') throw new ScheduleError(compiled.why);
    return { schedule, network: compiled.network, result: analyse(schedule, compiled.network) };
  }

  private async bodies(model: BuildingModel | null): Promise<{ space: SpaceCase; site: SiteBodies } | null> {
    const { schedule, result } = this.judged();
    const { space } = this.theCase ?? {};
    if (space) {
      const read = async (name: string): Promise<Uint8Array> => {
        const bytes = this.files.get(name);
        if (!bytes) throw new ScheduleError(constructionMessage('space-file', { name }));
        return bytes;
      };
      return { space, site: await poseSpace(space, read, schedule, result) };
    }
    if (!model) return null;
    return { space: MODEL_SPACE, site: modelBodies(model) };
  }

  /** Null: stopped. Where the plan has no case of space, the open model's disciplines are held against one another. */
  async checkSpace(
    model: BuildingModel | null,
    frame: ReviewFrame,
    onProgress: (doneRatio: number) => void,
  ): Promise<SpaceCheckResult | null> {
    this.isStopped = false;
    const posed = await this.bodies(model);
    if (!posed) throw new ScheduleError(constructionMessage('space-neither', {}));
    const { schedule, result } = this.judged();
    const steps = checkSpace(posed.space, posed.site, schedule, result, frame.craneRule);
    const report = await this.drive(steps, onProgress);
    if (!report) return null;
    this.groups = report.groups;
    const toCity = cityBox(this.theCase?.space ? null : frame.enuFromModel, frame.planeElevationM);
    const groups = report.groups.map(
      ({ findings, ...group }): FindingGroupRow => ({
        ...group,
        count: findings.length,
        boxM: toCity(boxOf({ findings })),
        elements: [...new Set(findings.flatMap(({ elements }) => elements))],
        places: findings
          .toSorted((a, b) => Math.abs(b.value - b.limit) - Math.abs(a.value - a.limit))
          .slice(0, MAX_PLACES)
          .map(({ elements, box, fromDay }) => ({ elements, boxM: toCity(box), fromDay })),
      }),
    );
    return { groups, rows: spaceRows(report), figures: spaceFigures(report), craneRule: frame.craneRule };
  }

  private async drive<T>(steps: Generator<number, T>, onProgress: (doneRatio: number) => void): Promise<T | null> {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      const pause = this.yieldToEventLoop();
      if (!pause) continue;
      onProgress(step.value);
      await pause;
      if (this.isStopped) return null;
    }
  }

  async writeBcf(version: '2.1' | '3.0', language: 'zh' | 'en', createdIso: string): Promise<Uint8Array> {
    const wrong = this.groups.filter(({ verdict }) => verdict !== 'allowed');
    return writeBcf(wrong, { version, author: 'Shapan', createdIso, ...bcfWords(language, wrong) });
  }

  /** The plan and each of its scenarios; null: stopped. */
  async compare(onProgress: (doneRatio: number) => void): Promise<ScenarioRow[] | null> {
    this.isStopped = false;
    const { site, costPerDay = 0, resources = DEFAULT_LEVELLING } = this.theCase ?? {};
    const here = site ? this.siteHere(site) : null;
    const options = {
      cpm: DEFAULT_CPM,
      ...resources,
      costPerDay,
      known: this.played,
      ...(here
        ? {
            impactOf: (schedule: Schedule, network: Network, result: CpmResult, differences: readonly Difference[]) => {
              const { residentDays } = siteDays(schedule, network, result, siteWith(here, differences));
              return residentDays.noise + residentDays.closures;
            },
          }
        : {}),
    };
    const scenarios = this.scenarios.map((one) => [differenceOf(one)]);
    return this.drive(comparing(this.judged().schedule, scenarios, options), onProgress);
  }

  /** The plan within its resources, beside what logic alone says; null: stopped. */
  async level(onProgress: (doneRatio: number) => void): Promise<ScenarioRow | null> {
    this.isStopped = false;
    const { costPerDay = 0, resources = DEFAULT_LEVELLING } = this.theCase ?? {};
    const rows = await this.drive(
      comparing(this.judged().schedule, [], { cpm: DEFAULT_CPM, ...resources, costPerDay }),
      onProgress,
    );
    return rows?.[0] ?? null;
  }

  /** The plan judged by these limits of its own. */
  setLimits(limits: DcmaLimits): PlanFacts {
    const { schedule } = this.judged();
    this.limits = limits;
    return judgePlan(schedule, this.plan?.file ?? '', limits);
  }

  private differences(scenario: string | null): Difference[] {
    const found = this.scenarios.find(({ id }) => id === scenario);
    return found ? [differenceOf(found)] : [];
  }

  /** Day by day; null where the case has no site. */
  effect(scenario: string | null): SiteReport | null {
    const { site } = this.theCase ?? {};
    if (!site) return null;
    const differences = this.differences(scenario);
    const { schedule, network, result } = this.judged(differences);
    return siteDays(schedule, network, result, siteWith(this.siteHere(site), differences));
  }

  /** Levels before each façade on one day. */
  facadesOn(scenario: string | null, day: number): FacadeRow[] {
    const { site } = this.theCase ?? {};
    if (!site) return [];
    const differences = this.differences(scenario);
    const { schedule, network, result } = this.judged(differences);
    const here = siteWith(this.siteHere(site), differences);
    const worked = sourcesOn(schedule, network, result, here, day);
    return here.facades.map((facade) => {
      const { dayDb, nightDb, overDb } = facadeLevels(worked, facade, here.limits);
      return { id: facade.id, residents: facade.residents, dayDb, nightDb, overDb };
    });
  }

  pitSample(scenario: string | null, day: number): RasterSample | null {
    const { site } = this.theCase ?? {};
    const today = this.effect(scenario)?.days.find((one) => one.day === day);
    const ground = site && today ? pitGround(siteOf(site), today) : null;
    return ground && pitSample(ground);
  }

  /** The plan with what a person accepted; elements of the open model stand with it where IFC knows them. */
  writeSchedule(format: ScheduleFormat, model: BuildingModel | null, links: readonly Link[]): WrittenSchedule {
    const { schedule } = this.judged();
    const activityOf = tasksByName(schedule);
    const elementOf = new Map(model?.elements.map((element) => [element.globalId, element]));
    const elements = links.flatMap(({ globalId, task, does }) => {
      const activity = activityOf.get(task);
      const element = elementOf.get(globalId);
      if (activity === undefined || !element || !isGlobalId(globalId)) return [];
      return [{ globalId, ifcClass: element.ifcClass, name: element.name, activity, does }];
    });
    return writeSchedule(format, schedule, elements);
  }

  async propose(model: BuildingModel | null): Promise<ProposedLink[]> {
    const posed = await this.bodies(model);
    const { schedule, result } = this.judged();
    return proposeLinks(schedule, result, posed?.site ?? null);
  }

  /** What to mend of the plan as it is judged now, with the effect of each change and of these links on its finish; null: stopped. */
  remedies(
    links: readonly { from: number; to: number }[],
    onProgress: (doneRatio: number) => void,
  ): Promise<Remedies | null> {
    this.isStopped = false;
    return this.drive(findRemedies(this.judged().schedule, links), onProgress);
  }

  /** The plan judged with these changes; none: as the file has it. */
  accept(changes: readonly PlanChange[]): PlanFacts {
    if (!this.plan) throw new ScheduleError(constructionMessage('no-plan', {}));
    const before = this.accepted;
    this.accepted = changes;
    this.played.clear();
    try {
      return judgePlan(this.judged().schedule, this.plan.file, this.limits);
    } catch (error) {
      this.accepted = before;
      throw error;
    }
  }
}

const RULE = { clause: '', verified: true };

/** What any building model is held to where nobody says otherwise. 1 cm is what coordination calls a touch: chosen, no source. */
const MODEL_SPACE: SpaceCase = {
  models: [],
  boxes: [],
  tubes: [],
  cranes: [],
  lifts: [],
  plots: [],
  allowed: DEFAULT_CONTACTS,
  rules: [
    {
      id: 'services × building',
      kind: 'hard',
      a: { groups: ['services'] },
      limitM: 0.01,
      ...RULE,
      b: { groups: ['structure', 'architecture'] },
      title: { zh: '机电与建筑、结构碰撞', en: 'Services in the building' },
    },
    {
      id: 'structure × architecture',
      kind: 'hard',
      a: { groups: ['structure'] },
      limitM: 0.01,
      ...RULE,
      b: { groups: ['architecture'] },
      title: { zh: '结构与建筑碰撞', en: 'Structure in architecture' },
    },
  ],
};

/** Each discipline a group, each element there for good. */
function modelBodies(model: BuildingModel): SiteBodies {
  const { bodies, mesh } = bodiesOf([{ group: 'model', model }]);
  const grouped = bodies.map((body, i) => ({ ...body, group: model.elements[i].discipline, fromDay: -Infinity }));
  return { bodies: grouped, builtDay: new Float64Array(bodies.length).fill(-Infinity), mesh };
}

/** A box of the case (elevations) or of a model, as one of the city's plane. */
function cityBox(matrix: readonly number[] | null, planeElevationM: number): (box: Box) => Box {
  if (!matrix)
    return ({ min, max }) => ({
      min: [min[0], min[1], min[2] - planeElevationM],
      max: [max[0], max[1], max[2] - planeElevationM],
    });
  const placed = ([x, y, z]: readonly number[]) =>
    [0, 1, 2].map((k) => matrix[k] * x + matrix[4 + k] * y + matrix[8 + k] * z + matrix[12 + k]);
  return ({ min, max }) => {
    const corners = Array.from({ length: 8 }, (_, k) =>
      placed([k & 1 ? max[0] : min[0], k & 2 ? max[1] : min[1], k & 4 ? max[2] : min[2]]),
    );
    const edge = (axis: number, most: (a: number, b: number) => number) =>
      corners.map((corner) => corner[axis]).reduce((a, b) => most(a, b));
    return {
      min: [edge(0, Math.min), edge(1, Math.min), edge(2, Math.min)],
      max: [edge(0, Math.max), edge(1, Math.max), edge(2, Math.max)],
    };
  };
}
