import { BASE_PLAN_RULES } from '../../model/plans/base-rules.ts';
import { PLAN_LIST_FILE, parsePlanFeatures, parsePlanList } from '../../model/plans/plan.ts';
import { PLAN_RULES_FILE, parsePlanRules } from '../../model/plans/plan-rules.ts';
import { MessageError } from '../../model/text/message.ts';
import type { CityFiles, Machine, QuestionEngine } from '../shared/engine.ts';
import { openLines } from '../shared/helper-line.ts';
import { sha256 } from '../shared/sha256.ts';
import { comparePlans } from './compare.ts';
import { type Crew, type OverlayLine, openCrew } from './crew.ts';
import type { PlanEngineTypes, PlanFacts } from './engine-types.ts';
import { planMessage } from './messages.ts';
import type { PlanReport, PlanRequest } from './plan-types.ts';
import { planShapes, type ReadPlan } from './shapes.ts';

/** A share of the work between two reports. */
const PROGRESS_STEP = 0.01;

/** The plans of a city, read when they are first compared. */
class PlanSite {
  readonly facts: PlanFacts;
  readonly city: CityFiles;
  readonly machine: Machine;
  readonly lines: readonly OverlayLine[];
  private readonly read = new Map<string, ReadPlan>();
  private crew: Crew | null = null;

  constructor(city: CityFiles, machine: Machine, facts: PlanFacts) {
    this.city = city;
    this.machine = machine;
    this.facts = facts;
    this.lines = openLines(machine.helperPorts());
  }

  async compare(request: PlanRequest, hear: (doneRatio: number) => void): Promise<PlanReport | null> {
    this.stop();
    const infos = this.facts.plans.filter(({ id }) => request.plans === null || request.plans.includes(id));
    if (infos.length < 2) throw new MessageError(planMessage('two-plans', { got: infos.length }));
    const plans: ReadPlan[] = [];
    for (const { id } of infos) plans.push(await this.plan(id));
    const shapes = planShapes(plans);
    const crew = await openCrew(shapes.arrays, this.lines, this.machine);
    this.crew = crew;
    let saidRatio = 0;
    return await comparePlans({ infos, shapes, rules: this.facts.rules, request }, crew, (doneRatio) => {
      if (doneRatio < saidRatio + PROGRESS_STEP && doneRatio < 1) return;
      saidRatio = doneRatio;
      hear(doneRatio);
    });
  }

  stop(): void {
    this.crew?.stop();
  }

  private async plan(id: string): Promise<ReadPlan> {
    const kept = this.read.get(id);
    if (kept) return kept;
    const info = this.facts.plans.find((plan) => plan.id === id);
    if (!info) throw new MessageError(planMessage('no-plan', { id }));
    const bytes = await this.city.read(info.file);
    const hash = sha256([bytes]);
    if (hash !== info.hash) throw new MessageError(planMessage('hash', { file: info.file }));
    const { features } = parsePlanFeatures(JSON.parse(new TextDecoder().decode(bytes)), info.file);
    const plan = { info, features };
    this.read.set(id, plan);
    return plan;
  }
}

/** Plans of several authorities laid over each other: where they contradict, by which rule. It answers questions and plays no runs. */
export const engine: QuestionEngine<PlanEngineTypes, PlanSite> = {
  id: 'plans',
  hasKernel: false,
  minHelpers: 1,
  needs: [],
  gives: [],
  async open(city, machine) {
    const hasPlans = city.manifest.plans !== undefined;
    const plans = hasPlans ? parsePlanList(await city.readJson(PLAN_LIST_FILE)).plans : [];
    const own = hasPlans && city.manifest.plans?.hasRules ? await city.readJson(PLAN_RULES_FILE) : null;
    const rules = own === null ? BASE_PLAN_RULES : parsePlanRules(own, PLAN_RULES_FILE);
    return new PlanSite(city, machine, { plans, rules });
  },
  questions: (site) => ({
    compare: (request, hear) => site.compare(request, hear),
    stop: async () => site.stop(),
  }),
};
