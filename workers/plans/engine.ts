import { type Crosswalk, crosswalkStamp } from '../../model/plans/crosswalk.ts';
import { PLAN_LIST_FILE, type PlanInfo, parsePlanFeatures, parsePlanList } from '../../model/plans/plan.ts';
import { type PlanBasis, stampsOf } from '../../model/plans/plan-basis.ts';
import { foldedEdits, type PlanEdit } from '../../model/plans/plan-edits.ts';
import { decisionsOf, editsOf, type Journal } from '../../model/plans/plan-journal.ts';
import { sliversOf } from '../../model/plans/plan-rules.ts';
import { sha256 } from '../../model/sha256.ts';
import { MessageError } from '../../model/text/message.ts';
import { cityPlanBasis } from '../shared/city-plan-basis.ts';
import type { CityFiles, Machine, QuestionEngine } from '../shared/engine.ts';
import { loadGeos } from '../shared/geos.ts';
import { openLines } from '../shared/helper-line.ts';
import { type Blueprint, type BlueprintProgress, blueprintOf } from './blueprint.ts';
import { blueprintGeoPackage } from './blueprint-geopackage.ts';
import { allConflicts, type Comparison, countOf, layPlans, reportOf } from './compare.ts';
import { differenceOf, type PlanDifference } from './difference.ts';
import { type DrawnPlan, drawnPlan } from './drawn.ts';
import { arraysOf, type EditedPlans, editedPlans, type PublishedPlans, publishedPlans } from './edited.ts';
import type { OpenedPlan, PlanEngineTypes, PlanFacts } from './engine-types.ts';
import { planMessage } from './messages.ts';
import { type OverlayLine, type OverlayPool, openOverlayPool } from './overlay-pool.ts';
import type { PlanConflict, PlanReport, PlanRequest, PlanTrial } from './plan-types.ts';
import { checkDraft, type Drafting, giveUp, neighboursOf, shapeNow, shapesNow } from './proposals.ts';
import { type FormerComparison, overlayChanges } from './recheck.ts';
import { planShapes, type ReadPlan } from './shapes.ts';
import { readStock, stockInfo } from './stock.ts';
import { trialOf } from './trial.ts';

/** A share of the work between two reports. */
const PROGRESS_STEP = 0.01;

/** A comparison with the shapes that were laid for it. */
interface Laid extends FormerComparison {
  comparison: Comparison;
}

/** The plans of a city, read when they are first compared. */
class PlanSite {
  readonly facts: PlanFacts;
  private readonly city: CityFiles;
  private readonly machine: Machine;
  private readonly lines: readonly OverlayLine[];
  private readonly read = new Map<string, ReadPlan & { info: PlanInfo }>();
  /** Plans that somebody opened in the page, beside those of the city. */
  private own: readonly OpenedPlan[] = [];
  private published: PublishedPlans | null = null;
  /** The plans as they were published, by what they were laid for. */
  private laidFor: (Laid & { of: string }) | null = null;
  /** The last comparison, with its edits. */
  private kept: Laid | null = null;
  /** The same with what waits for a signature: drafts stand on it. */
  private waiting: (Laid & { edits: string }) | null = null;
  private pool: OverlayPool | null = null;

  constructor(city: CityFiles, machine: Machine, facts: PlanFacts) {
    this.city = city;
    this.machine = machine;
    this.facts = facts;
    this.lines = openLines(machine.helperPorts());
  }

  /** In place of those that were opened before. */
  bring(plans: readonly OpenedPlan[]): readonly PlanInfo[] {
    for (const { info } of this.own) this.read.delete(info.id);
    this.own = plans;
    this.published = null;
    this.forget();
    return this.infos();
  }

  private forget(): void {
    this.laidFor = null;
    this.kept = null;
    this.waiting = null;
  }

  async compare(request: PlanRequest, hear: (doneRatio: number) => void): Promise<PlanReport | null> {
    this.stop();
    const infos = this.infos().filter(({ id }) => request.plans === null || request.plans.includes(id));
    const { stock } = this.facts;
    if (stock && request.plans?.includes(stock.id)) infos.push(stock);
    if (infos.length < 2) throw new MessageError(planMessage('two-plans', { got: infos.length }));
    const basis = request.basis ?? this.facts.basis;
    const published = await this.publishedOf(infos, basis.crosswalk);
    const of = JSON.stringify({ ...request, edits: [], basis: stampsOf(basis) });
    const question = { infos, basis, request };
    if (this.laidFor?.of !== of) {
      const laid = await this.layAll(question, editedPlans(published, []), hear);
      if (!laid) return null;
      this.laidFor = { ...laid, of };
    }
    const edits = foldedEdits(request.edits ?? []);
    const laid = await this.withEdits({ ...this.laidFor }, published, edits, question, hear);
    if (!laid) return null;
    this.kept = laid;
    this.waiting = null;
    hear(1);
    return reportOf(laid.comparison, laid.laid, countOf(this.laidFor.laid));
  }

  /** What drafts stand on: beside the edits of the last comparison these, which wait for a signature. */
  async draftOn(edits: readonly PlanEdit[]): Promise<void> {
    const { published, kept } = this;
    if (!published || !kept) throw new MessageError(planMessage('not-compared', {}));
    const key = JSON.stringify(edits);
    if (this.waiting?.edits === key) return;
    const all = foldedEdits([...kept.plans.edits.values(), ...edits]);
    const laid = await this.withEdits(kept, published, all, kept.comparison, () => undefined);
    this.waiting = laid && { ...laid, edits: key };
  }

  /** What edits would change, on top of what drafts stand on; nothing is kept of it. */
  async attempt(edits: readonly PlanEdit[]): Promise<PlanTrial | null> {
    const { published, kept } = this.drafting();
    const all = foldedEdits([...kept.plans.edits.values(), ...edits]);
    const laid = await this.withEdits(kept, published, all, kept.comparison, () => undefined);
    return laid && (await trialOf(kept, laid, edits));
  }

  stop(): void {
    this.pool?.stop();
  }

  /** What drafts would stand on without any edit. */
  asPublished(): Drafting {
    const { published, laidFor } = this;
    if (!published || !laidFor) throw new MessageError(planMessage('not-compared', {}));
    return { published, kept: laidFor };
  }

  foundFirst(ids: readonly string[]): readonly PlanConflict[] {
    const { laidFor } = this;
    return laidFor ? allConflicts(laidFor.comparison, laidFor.laid).filter(({ id }) => ids.includes(id)) : [];
  }

  drafting(): Drafting & { kept: Laid } {
    const { published } = this;
    const kept = this.waiting ?? this.kept;
    if (!published || !kept) throw new MessageError(planMessage('not-compared', {}));
    return { published, kept };
  }

  async blueprint(journal: Journal, basis: PlanBasis): Promise<Blueprint> {
    const infos = this.infos();
    // Of all plans, also of those that the comparison leaves out: what was compared stays.
    const published = this.known(infos, basis.crosswalk) ?? (await this.publish(infos, basis.crosswalk));
    return blueprintOf(
      published,
      infos,
      stampsOf(basis),
      journal,
      await this.openAfter(journal, published, infos, basis),
    );
  }

  /** Conflicts of all plans before and after what is signed: a blueprint says how many it leaves open. */
  private async openAfter(
    journal: Journal,
    published: PublishedPlans,
    infos: readonly PlanInfo[],
    basis: PlanBasis,
  ): Promise<BlueprintProgress> {
    const request = { plans: null, rules: null, slivers: sliversOf(basis.rules), isRepairing: false };
    const question = { infos, basis, request };
    const { edits } = editsOf([...decisionsOf(journal).values()], ['signed']);
    const from = await this.layAll(question, editedPlans(published, []), () => undefined);
    const left = from && (await this.withEdits(from, published, edits, question, () => undefined));
    if (!left) throw new MessageError(planMessage('stopped', {}));
    return { found: countOf(from.laid), open: countOf(left.laid) };
  }

  async difference(older: string, newer: string): Promise<PlanDifference> {
    return differenceOf(await loadGeos(), await this.plan(older), await this.plan(newer));
  }

  async drawn(id: string, crosswalk: Crosswalk): Promise<DrawnPlan> {
    return drawnPlan(await this.plan(id), crosswalk);
  }

  private infos(): readonly PlanInfo[] {
    return [...this.facts.plans, ...this.own.map(({ info }) => info)];
  }

  /** Null: stopped. */
  private async layAll(
    question: Question,
    plans: EditedPlans,
    hear: (doneRatio: number) => void,
  ): Promise<Laid | null> {
    const comparison = comparisonOf(question, plans);
    const pool = await openOverlayPool(arraysOf(plans), this.lines, this.machine);
    this.pool = pool;
    let saidRatio = 0;
    const laid = await layPlans(comparison, pool, (doneRatio) => {
      if (doneRatio < saidRatio + PROGRESS_STEP && doneRatio < 1) return;
      saidRatio = doneRatio;
      hear(doneRatio);
    });
    return laid && { comparison, plans, laid };
  }

  /** After other edits only what they touch is laid again, where that is all that changes. Null: stopped. */
  private async withEdits(
    from: Laid,
    published: PublishedPlans,
    edits: readonly PlanEdit[],
    question: Question,
    hear: (doneRatio: number) => void,
  ): Promise<Laid | null> {
    const plans = editedPlans(published, edits);
    const comparison = comparisonOf(question, plans);
    const laid = await overlayChanges(from, comparison, plans);
    return laid ? { comparison, plans, laid } : await this.layAll(question, plans, hear);
  }

  /** Those of the last comparison where they are the same; otherwise they take their place. */
  private async publishedOf(infos: readonly PlanInfo[], crosswalk: Crosswalk): Promise<PublishedPlans> {
    const known = this.known(infos, crosswalk);
    if (known) return known;
    const published = await this.publish(infos, crosswalk);
    this.forget();
    this.published = published;
    return published;
  }

  private known(infos: readonly PlanInfo[], crosswalk: Crosswalk): PublishedPlans | null {
    const { published } = this;
    if (!published || published.plans.map(({ info }) => info.id).join() !== infos.map(({ id }) => id).join())
      return null;
    return crosswalkStamp(published.crosswalk).hash === crosswalkStamp(crosswalk).hash ? published : null;
  }

  private async publish(infos: readonly PlanInfo[], crosswalk: Crosswalk): Promise<PublishedPlans> {
    const plans: ReadPlan[] = [];
    for (const { id } of infos) plans.push(await this.plan(id));
    return publishedPlans(plans, planShapes(plans, crosswalk));
  }

  private async plan(id: string): Promise<ReadPlan> {
    const { stock } = this.facts;
    if (stock?.id === id) return await this.stockPlan(stock);
    const info = this.infos().find((plan) => plan.id === id);
    if (!info) throw new MessageError(planMessage('no-plan', { id }));
    const kept = this.read.get(id);
    if (kept?.info.hash === info.hash) return kept;
    const own = this.own.find((plan) => plan.info === info);
    const bytes = own ? own.bytes : await this.city.read(info.file);
    const hash = sha256([bytes]);
    if (hash !== info.hash) throw new MessageError(planMessage('hash', { file: info.file }));
    const { features } = parsePlanFeatures(JSON.parse(new TextDecoder().decode(bytes)), info.file);
    const plan = { info, features };
    this.read.set(id, plan);
    return plan;
  }

  private async stockPlan(info: PlanInfo): Promise<ReadPlan> {
    const known = this.read.get(info.id);
    if (known) return known;
    const stock = await readStock(this.city, info);
    this.read.set(info.id, { ...stock, info });
    return stock;
  }
}

type Question = Pick<Comparison, 'infos' | 'basis' | 'request'>;

const comparisonOf = ({ infos, basis, request }: Question, plans: EditedPlans): Comparison => ({
  infos,
  basis,
  request,
  shapes: plans,
  boxes: plans.boxes,
  stale: plans.stale,
});

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
    const basis = await cityPlanBasis(city);
    return new PlanSite(city, machine, { plans, stock: stockInfo(city), basis });
  },
  questions: (site) => ({
    compare: (request, hear) => site.compare(request, hear),
    stop: async () => site.stop(),
    bring: async (plans) => site.bring(plans),
    shape: async (side) => shapeNow(site.drafting(), side),
    giveUp: (conflict, loser) => giveUp(site.drafting(), conflict, loser),
    shapes: async (sides, isPublished) => shapesNow(isPublished ? site.asPublished() : site.drafting(), sides),
    foundFirst: async (ids) => site.foundFirst(ids),
    draftOn: (edits) => site.draftOn(edits),
    attempt: (edits) => site.attempt(edits),
    neighbours: async (side) => neighboursOf(site.drafting(), side),
    blueprint: (journal, basis) => site.blueprint(journal, basis ?? site.facts.basis),
    difference: (older, newer) => site.difference(older, newer),
    drawn: (id, crosswalk) => site.drawn(id, crosswalk ?? site.facts.basis.crosswalk),
    geoPackage: blueprintGeoPackage,
    checkDraft: (geometry) => checkDraft(site.drafting(), geometry),
  }),
};
