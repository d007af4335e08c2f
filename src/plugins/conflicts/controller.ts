import type { Crosswalk } from '../../../model/plans/crosswalk.ts';
import { journalMessage } from '../../../model/plans/journal-messages.ts';
import { type PlanInfo, STOCK_PLAN } from '../../../model/plans/plan.ts';
import { isSameBasis, type PlanBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import type { PlanEdit } from '../../../model/plans/plan-edits.ts';
import {
  type Actor,
  type Decision,
  decisionsOf,
  editsOf,
  headOf,
  type Journal,
  journalFileText,
  type PlanAct,
  rigidChange,
  signedDecision,
} from '../../../model/plans/plan-journal.ts';
import { PLAN_SEVERITIES, sliversOf } from '../../../model/plans/plan-rules.ts';
import type { BasisPart } from '../../../model/plans/read-basis-file.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import { type Validity, validityOn } from '../../../model/plans/validity.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { Blueprint } from '../../../workers/plans/blueprint.ts';
import type { PlanDifference } from '../../../workers/plans/difference.ts';
import type { DrawnPlan } from '../../../workers/plans/drawn.ts';
import type { PlanEngineTypes, PlanFacts } from '../../../workers/plans/engine-types.ts';
import type { ConflictSide, PlanConflict, PlanReport, PlanTrial } from '../../../workers/plans/plan-types.ts';
import type { MeasuredShape } from '../../../workers/plans/proposals.ts';
import { cityTime, isoDate } from '../../kit/city-time.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { failureOf } from '../../twin/failure.ts';
import { hasHub } from '../../twin/has-hub.ts';
import { PLAN_CHECKS } from '../../twin/plan-checks.ts';
import { PLAN_RULES_IN_FORCE } from '../../twin/plan-rules.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { SIGNER } from '../../twin/signer.ts';
import type { TwinState } from '../../twin/twin.ts';
import { type BasisStore, openBasisStore } from './basis-store.ts';
import { type CaseScope, casesOf, type PlanCase } from './cases.ts';
import { browserDecisionStore, type DecisionStore, hubDecisionStore } from './decision-store.ts';
import { type Drafted, draftOf, type Way } from './draft.ts';
import { type Drawing, openDrawing } from './drawing.ts';
import { conflictsMessage } from './messages.ts';
import { openPageStore } from './page-store.ts';
import { openSharedBasisSets, type SharedBasisSets } from './shared-basis.ts';
import { openSharedPlans, type SharedPlans } from './shared-plans.ts';
import { EVERY_CONFLICT, type PlanFilter, type WayEffect, type WayOutcome } from './slice.ts';
import type { StoredPlan } from './stored-plan.ts';
import { readJournal } from './tasks/start-journal.ts';
import { conflictToolOf, isConflictTool } from './tools.ts';
import { offeredWays, presetWay, wayKey } from './ways.ts';

/** The plans of the city laid over each other, and what is decided about their conflicts. */
export interface ConflictController extends Controller {
  /** The city's plans and the rules in force; read once. */
  facts(): Promise<PlanFacts>;
  /** The record of decisions and the plans that were opened here, read once. */
  ready(): Promise<void>;
  /** By the published plans with what is signed, by the rules in force here. Proposals and trials change nothing of it. */
  compare(): Promise<void>;
  /** The rules and the crosswalk that the next comparison goes by. */
  readonly basis: BasisStore;
  /** The report on screen was made by other rules or another crosswalk. */
  isOutdated(): boolean;
  stop(): void;
  /** Returns the report of the last comparison; null: there is none. */
  report(): PlanReport | null;
  journal(): Journal;
  decisions(): ReadonlyMap<string, Decision>;
  /** Decisions whose shapes others changed since. */
  loose(): readonly string[];
  /** Takes a conflict of the report up for its resolution; null: none. */
  resolve(conflict: PlanConflict | null): void;
  resolving(): PlanConflict | null;
  /** Tries a way: the picture shows what it would leave, and the report stays. */
  draft(way: Way): Promise<void>;
  dropDraft(): void;
  /** Conflicts on the picture: of the report, or of what is being tried. */
  shown(): readonly PlanConflict[];
  /** Shapes of conflicts with their areas, as they are now. */
  shapes(sides: readonly { plan: string; shape: string }[]): Promise<MeasuredShape[]>;
  /** Decided conflicts and some of the open ones, each with its shapes before and after. */
  cases(scope: CaseScope): Promise<PlanCase[]>;
  /** The edits of what is being tried. */
  drafted(): readonly PlanEdit[];
  /** Hands what was tried in as a proposal; `approval`: the number by which a rigid line may change, empty where none does. */
  propose(text: string, actor: Actor, approval: string): Promise<void>;
  act(act: PlanAct, actor: Actor): Promise<void>;
  /** The record as a file, and one in place of what is here, where it continues that. */
  journalText(): string;
  openJournal(file: File): Promise<void>;
  clearJournal(): Promise<void>;
  /** All plans after the signed decisions, which stays until the record grows. */
  makeBlueprint(): Promise<void>;
  /** Null: none was made, or the record has grown since. */
  blueprint(): Blueprint | null;
  geoPackage(blueprint: Blueprint): Promise<Uint8Array<ArrayBuffer>>;
  /** Two versions of a plan against each other; `null` puts the last away. */
  compareVersions(versions: { older: string; newer: string } | null): Promise<void>;
  difference(): PlanDifference | null;
  readonly drawing: Drawing;
  /** Plans that were opened in this browser. */
  opened(): readonly StoredPlan[];
  openPlan(plan: StoredPlan): Promise<void>;
  /** Closes a plan: one of this browser is forgotten, one of the hub is withdrawn for all. */
  closePlan(id: string): Promise<void>;
  /** Gives a plan of this browser to all who read the city; rejects where somebody shared another meanwhile. */
  sharePlan(id: string): Promise<void>;
  /** Gives the rules or the crosswalk of this browser to all who read the city, in place of the city's; rejects where somebody shared others meanwhile. */
  shareBasis(part: BasisPart): Promise<void>;
  /** The city's stand again for all; here what was shared stays as this browser's own. */
  withdrawBasis(part: BasisPart): Promise<void>;
  plans(): readonly PlanInfo[];
  /** What stands and lies in the city; null: its package has nothing of the kind. */
  stock(): PlanInfo | null;
  /** Whether that is compared too. */
  hasStockIn(): boolean;
  /** Draws a plan, or takes it off the picture. */
  showPlan(id: string, isShown: boolean): Promise<void>;
  /** Plans on the picture whose shapes are there. */
  drawn(): readonly { id: string; plan: DrawnPlan }[];
  /** How a plan stands to the shown day. */
  validity(plan: PlanInfo): Validity;
  /** Two plans or more take part. */
  isEnough(): boolean;
}

/** What others decide and share is asked for so often while the tool stands open. */
const NEWS_EVERY_MS = 5_000;

/** Asks the engine of plans; answers are large, so they lie here and not in the state. */
export const conflictsController: Opener<App, ConflictController> = {
  id: 'conflicts',
  open: (app) => openConflicts(app),
};

function openConflicts(app: App): ConflictController {
  const { twin, engines, hubUrl } = app;
  const client = engines.engine<PlanEngineTypes>('plans');
  const set = twin.getState().setPlanCheck;
  const city = twin.city.id;
  const store = openPageStore(globalThis.indexedDB);
  const basis = openBasisStore(
    city,
    globalThis.indexedDB,
    () => {
      set({ planBasis: twin.getState().planBasis + 1 });
      redrawByCrosswalk();
    },
    (error) => app.report('plan rules', error),
  );
  let keeper: DecisionStore | null = null;
  let sharing: SharedPlans | null = null;
  let sharedBasis: SharedBasisSets | null = null;
  let readying: Promise<void> | null = null;
  let report: PlanReport | null = null;
  let journal: Journal = [];
  let decisions: Map<string, Decision> = new Map();
  let resolving: PlanConflict | null = null;
  let drafted: (Drafted & { trial: PlanTrial }) | null = null;
  let trials = 0;
  let blueprint: Blueprint | null = null;
  let opened: StoredPlan[] = [];
  let infos: readonly PlanInfo[] = [];
  let stock: PlanInfo | null = null;
  let serial = 0;
  let difference: PlanDifference | null = null;
  const drawnPlans = new Map<string, DrawnPlan>();

  const dayOf = ({ shownTimeMs }: Pick<TwinState, 'shownTimeMs'>) => isoDate(cityTime(shownTimeMs, twin.city.zone));
  const validity = ({ period }: PlanInfo) => validityOn(period, dayOf(twin.getState()));
  const isTaken = (plan: PlanInfo) =>
    !twin.getState().plansAtDate || validity(plan) === 'in-force' || validity(plan) === 'undated';
  set({ planDay: dayOf(twin.getState()) });
  const endDay = twin.follow(dayOf, (planDay) => {
    const before = infos.filter(isTaken).length;
    set({ planDay });
    if (twin.getState().plansAtDate && report && infos.filter(isTaken).length !== before) void compare();
  });

  const decidedEdits = (states: readonly Decision['state'][] = ['signed']) => editsOf([...decisions.values()], states);

  /** With the signature of who sits here, where a key of that person is open. */
  async function signed(act: Extract<PlanAct, { kind: 'sign' }>): Promise<PlanAct> {
    const signature = await app.service(SIGNER)?.sign(signedDecision(act, headOf(journal)));
    return signature ? { ...act, signature } : act;
  }

  function take(next: Journal): void {
    journal = next;
    decisions = decisionsOf(next);
    const { planRecord } = twin.getState();
    set({ planRecord: { serial: planRecord.serial + 1, keeper: keeper?.kind ?? null, failure: null } });
  }

  async function begin(): Promise<void> {
    const facts = await client.open();
    infos = facts.plans;
    stock = facts.stock;
    const { hasRules, hasCrosswalk } = twin.city.plans ?? {};
    await basis.begin(facts.basis, {
      rules: hasRules ? 'city' : 'program',
      crosswalk: hasCrosswalk ? 'city' : 'program',
    });
    opened = await store.plans(city).catch(() => []);
    const session = app.service(ACCOUNT_SESSION);
    const isTeam = session && (await hasHub(hubUrl));
    keeper = isTeam ? hubDecisionStore(session) : browserDecisionStore(city, store, Date.now);
    sharing = isTeam ? openSharedPlans(session) : null;
    sharedBasis = isTeam ? openSharedBasisSets(session) : null;
    await takeSharedBasis().catch((error: unknown) => app.report('plan rules', error));
    if (!(await takeShared()) && opened.length > 0) await bring();
    set({ planOpened: twin.getState().planOpened + 1 });
    try {
      take(await keeper.read());
    } catch (error) {
      set({ planRecord: { serial: 0, keeper: keeper.kind, failure: failureOf(error) } });
    }
    listen();
  }

  /** Whether others shared or took back a plan since; those of this browser stand before theirs. */
  async function takeShared(): Promise<boolean> {
    if (!sharing) return false;
    const had = opened.filter(({ shared }) => shared);
    const own = opened.filter(({ shared }) => !shared);
    const isOwn = (id: string) => own.some(({ info }) => info.id === id);
    const shared = (await sharing.fetch(had)).filter(({ info }) => !isOwn(info.id));
    if (shared.length === had.length && shared.every((plan) => had.includes(plan))) return false;
    for (const { info } of [...had, ...shared]) drawnPlans.delete(info.id);
    opened = [...own, ...shared];
    await bring();
    return true;
  }

  /** Rules and crosswalk that others shared or took back since: what stands on the screen goes by its own until it is compared again. */
  async function takeSharedBasis(): Promise<void> {
    const sets = (await sharedBasis?.fetch()) ?? null;
    if (sets) await basis.takeShared(sets);
  }

  /** While the tool stands open: what others decided and shared. Who is trying a resolution goes on with what he saw. */
  async function hear(): Promise<void> {
    if (!keeper || !isConflictTool(twin.getState().tool) || globalThis.document?.hidden) return;
    const { planDraft, planCheck, planOpened } = twin.getState();
    if (planDraft.kind !== 'none' || planCheck.kind === 'running') return;
    const next = await keeper.renew(journal);
    const isDecided = headOf(next) !== headOf(journal);
    if (isDecided) take(next);
    await takeSharedBasis();
    const isShared = await takeShared();
    if (isShared) set({ planOpened: planOpened + 1 });
    if (isShared || (isDecided && hasOtherEdits())) await compareAgain();
  }

  /** Whether the signed edits are others than those of the report. */
  const hasOtherEdits = () => JSON.stringify(decidedEdits().edits) !== JSON.stringify(report?.request.edits ?? []);

  let news: ReturnType<typeof setTimeout> | undefined;
  function listen(): void {
    // A hub that is away for a while is told of by the feeds.
    const again = () =>
      hear()
        .catch(() => undefined)
        .finally(listen);
    news = setTimeout(() => void again(), NEWS_EVERY_MS);
  }

  const taken = () => infos.filter((plan) => !twin.getState().plansLeftOut.includes(plan.id) && isTaken(plan));
  const hasStockIn = () => stock !== null && (twin.getState().comparesStock ?? infos.length === 1);
  const isEnough = () => taken().length + (hasStockIn() ? 1 : 0) >= 2;

  /** What crosses to the worker is the worker's: these stay here. */
  const bring = async () => {
    infos = await client.questions.bring(opened.map(({ info, bytes }) => ({ info, bytes: bytes.slice() })));
  };

  /** The crosswalk that drawn plans have their colours by. */
  let drawnBy: Crosswalk | null = null;
  function redrawByCrosswalk(): void {
    const crosswalk = basis.now()?.crosswalk ?? null;
    if (crosswalk === drawnBy) return;
    drawnPlans.clear();
    for (const id of twin.getState().plansDrawn)
      void controller.showPlan(id, false).then(() => controller.showPlan(id, true));
  }

  const ready = () => {
    readying ??= begin();
    return readying;
  };

  /** Null: another comparison was asked for meanwhile, or it was stopped. */
  async function run(by: PlanBasis | null): Promise<PlanReport | null> {
    const ownSerial = ++serial;
    const { planSlivers, repairsPlans } = twin.getState();
    const rules = by?.rules ?? basis.now()?.rules;
    const withStock = stock && hasStockIn() ? [stock.id] : [];
    const compared = [...taken().map(({ id }) => id), ...withStock];
    const { edits } = decidedEdits();
    const request = {
      plans: withStock.length === 0 && compared.length === infos.length ? null : compared,
      rules: null,
      slivers: planSlivers ?? (rules ? sliversOf(rules) : DEFAULT_SLIVERS),
      isRepairing: repairsPlans,
      ...(edits.length > 0 ? { edits } : {}),
      ...(by ? { basis: by } : {}),
    };
    const found = await client.questions.compare(request, (doneRatio) => {
      const isRunning = ownSerial === serial && twin.getState().planCheck.kind === 'running';
      if (isRunning) set({ planCheck: { kind: 'running', doneRatio } });
    });
    if (ownSerial !== serial) return null;
    if (found) {
      report = found;
      basis.use(found.by);
    }
    set({ planCheck: report ? { kind: 'done', serial } : { kind: 'idle' } });
    return found;
  }

  const compare = () => compareBy(basis.now);
  /** What others or a decision changed: by the rules of what stands on the screen. */
  const compareAgain = () => compareBy(() => report?.basis ?? basis.now());

  async function compareBy(by: () => PlanBasis | null): Promise<void> {
    set({ planCheck: { kind: 'running', doneRatio: 0 } });
    try {
      await ready();
      const inForce = by();
      const hasRules = inForce === null || inForce.rules.rules.length > 0;
      if (isEnough() && hasRules) await run(inForce);
      else {
        report = null;
        set({ planCheck: { kind: 'idle' } });
      }
    } catch (error) {
      set({ planCheck: { kind: 'failed', reason: failureOf(error) } });
    }
  }

  function dropDraft(): void {
    drafted = null;
    trials++;
    drawing.end();
    set({ planDraft: { kind: 'none' } });
  }

  /** What a way would come to, on top of what is signed and what waits for a signature. */
  async function tried(
    conflict: PlanConflict,
    way: Way,
  ): Promise<(Drafted & { trial: PlanTrial; effect: WayEffect }) | null> {
    const startedMs = performance.now();
    await client.questions.draftOn(decidedEdits(['proposed', 'signed']).edits);
    const made = await draftOf(client.questions, conflict, way);
    const trial = await client.questions.attempt(made.edits);
    if (!trial) return null;
    const { vanished, balance } = trial;
    const arose = trial.arose.map(({ id }) => id);
    const needsApproval = rigidChange({ edits: made.edits, facts: factsOf(conflict, '', '') }) !== undefined;
    const effect = { vanished, arose, balance, needsApproval, wallMs: performance.now() - startedMs };
    return { ...made, trial, effect };
  }

  /** Weighs the offered ways one after the other; the lawful one is on the picture at once. */
  async function weigh(conflict: PlanConflict): Promise<void> {
    if (!report) return;
    const ways = offeredWays(conflict, report);
    const preset = presetWay(ways);
    if (preset) await draft(preset.way);
    for (const { way } of ways) {
      const key = wayKey(way);
      const { planWays } = twin.getState();
      if (resolving !== conflict || planWays[key]) continue;
      const outcome = await tried(conflict, way).then(
        (made): WayOutcome | null => made && { kind: 'weighed', effect: made.effect },
        (error: unknown): WayOutcome => ({ kind: 'failed', reason: failureOf(error) }),
      );
      if (resolving === conflict && outcome) set({ planWays: { ...twin.getState().planWays, [key]: outcome } });
    }
  }

  async function draft(way: Way): Promise<void> {
    const conflict = resolving;
    if (!conflict) return;
    const ownTrial = ++trials;
    const key = wayKey(way);
    set({ planDraft: { kind: 'making', way: key } });
    try {
      const made = await tried(conflict, way);
      if (!made || ownTrial !== trials || resolving !== conflict) return;
      drafted = made;
      const { planWays } = twin.getState();
      set({
        planDraft: { kind: 'made', way: key, effect: made.effect },
        planWays: { ...planWays, [key]: { kind: 'weighed', effect: made.effect } },
      });
    } catch (error) {
      if (ownTrial === trials) set({ planDraft: { kind: 'failed', reason: failureOf(error) } });
    }
  }

  async function add(act: PlanAct, actor: Actor): Promise<void> {
    await ready();
    if (!keeper) return;
    if (actor.by === 'page' && actor.who.trim() === '') throw new MessageError(conflictsMessage('no-name', {}));
    try {
      take(await keeper.add(journal, act, { ...actor, who: actor.who.trim() }));
    } catch (error) {
      // Who was not the first sees what the others did.
      take(await keeper.read().catch(() => journal));
      throw error;
    }
  }

  const drawing = openDrawing((step) => set({ planDrawing: step }));

  const controller: ConflictController = {
    facts: () => client.open(),
    ready,
    compare,
    stop: () => void client.questions.stop(),
    report: () => report,
    basis,
    isOutdated() {
      const now = basis.now();
      return report !== null && now !== null && !isSameBasis(report.by, stampsOf(now));
    },
    journal: () => journal,
    decisions: () => decisions,
    loose: () => decidedEdits(['proposed', 'signed']).loose,
    resolve(conflict) {
      resolving = conflict;
      dropDraft();
      set({ conflictResolved: conflict?.id ?? null, planWays: {} });
      if (conflict) void weigh(conflict);
    },
    resolving: () => resolving,
    draft,
    dropDraft,
    shown: () => drafted?.trial.conflicts ?? report?.conflicts ?? [],
    shapes: (sides) => client.questions.shapes(sides, false),
    cases: async (scope) => (report ? await casesOf(client.questions, report, decisions, scope) : []),
    drafted: () => drafted?.edits ?? [],
    async propose(text, actor, approval) {
      const conflict = resolving;
      if (!conflict || !drafted || !report) throw new MessageError(conflictsMessage('no-draft', {}));
      const { way, edits, trial } = drafted;
      const { edition, hash } = report.by.rules;
      const act: PlanAct = {
        kind: 'propose',
        conflict: conflict.id,
        facts: factsOf(conflict, edition, hash),
        way,
        edits,
        vanished: [...trial.vanished],
        arose: trial.arose.map(({ id }) => id),
        text,
        ...(approval.trim() === '' ? {} : { approval: approval.trim() }),
      };
      await add(act, actor);
      drafted = null;
      drawing.end();
      resolving = null;
      set({ planDraft: { kind: 'none' }, conflictResolved: null, conflictShown: null });
      app.panels.getState().openTool(conflictToolOf('decisions'));
    },
    async act(act, actor) {
      await add(act.kind === 'sign' ? await signed(act) : act, actor);
      if (act.kind === 'sign') await compareAgain();
    },
    journalText: () => journalFileText(city, [...journal]),
    async openJournal(file) {
      await ready();
      const { city: got, entries } = await readJournal(file);
      if (got !== city) throw new MessageError(journalMessage('other-city', { got }));
      const last = journal.at(-1);
      const isNewer = !last || entries[last.seq - 1]?.hash === last.hash;
      if (!isNewer || !keeper?.replace) throw new MessageError(journalMessage('other-branch', {}));
      await keeper.replace(entries);
      take(entries);
      await compareAgain();
    },
    async clearJournal() {
      if (!keeper?.replace) return;
      await keeper.replace([]);
      take([]);
      await compareAgain();
    },
    async makeBlueprint() {
      set({ planBlueprint: { kind: 'making' } });
      try {
        await ready();
        const record = twin.getState().planRecord.serial;
        blueprint = await client.questions.blueprint(journal, report?.basis ?? basis.now());
        set({ planBlueprint: { kind: 'made', record } });
      } catch (error) {
        set({ planBlueprint: { kind: 'failed', reason: failureOf(error) } });
      }
    },
    blueprint() {
      const { planBlueprint, planRecord } = twin.getState();
      return planBlueprint.kind === 'made' && planBlueprint.record === planRecord.serial ? blueprint : null;
    },
    geoPackage: ({ geoJson }) => client.questions.geoPackage(geoJson),
    async compareVersions(versions) {
      difference = null;
      set({ planVersions: { kind: versions ? 'making' : 'none' }, changeShown: null });
      if (!versions) return;
      try {
        difference = await client.questions.difference(versions.older, versions.newer);
        set({ planVersions: { kind: 'made' } });
      } catch (error) {
        set({ planVersions: { kind: 'failed', reason: failureOf(error) } });
      }
    },
    difference: () => difference,
    drawing,
    opened: () => opened,
    plans: () => infos,
    stock: () => stock,
    hasStockIn,
    validity,
    async showPlan(id, isShown) {
      const others = twin.getState().plansDrawn.filter((one) => one !== id);
      set({ plansDrawn: isShown ? [...others, id] : others, planShape: null });
      if (!isShown || drawnPlans.has(id)) return;
      try {
        await ready();
        drawnBy = basis.now()?.crosswalk ?? null;
        drawnPlans.set(id, await client.questions.drawn(id, drawnBy));
        set({ planDrawnSerial: twin.getState().planDrawnSerial + 1 });
      } catch (error) {
        set({ plansDrawn: twin.getState().plansDrawn.filter((one) => one !== id) });
        app.report('plan', error);
      }
    },
    drawn: () =>
      infos.flatMap((info) => {
        const plan =
          twin.getState().plansDrawn.includes(info.id) && isTaken(info) ? drawnPlans.get(info.id) : undefined;
        return plan ? [{ id: info.id, plan }] : [];
      }),
    isEnough,
    async openPlan(plan) {
      await ready();
      await store.putPlan(city, plan).catch((error: unknown) => {
        const reason = error instanceof Error ? error.name : String(error);
        app.report('plan', conflictsMessage('keep-refused', { reason }));
      });
      opened = [...opened.filter(({ info }) => info.id !== plan.info.id), plan];
      await bring();
      drawnPlans.delete(plan.info.id);
      set({ planOpened: twin.getState().planOpened + 1 });
      await controller.showPlan(plan.info.id, false);
      await controller.showPlan(plan.info.id, true);
      await compare();
    },
    async sharePlan(id) {
      const plan = opened.find(({ info }) => info.id === id);
      if (!plan || !sharing) return;
      const shared = await sharing.share(plan);
      await store.removePlan(city, id).catch(() => undefined);
      opened = opened.map((one) => (one === plan ? shared : one));
      set({ planOpened: twin.getState().planOpened + 1 });
    },
    async shareBasis(part) {
      const now = basis.now();
      if (!now || !sharedBasis) return;
      await sharedBasis.share(part, now);
      await takeSharedBasis();
    },
    async withdrawBasis(part) {
      await sharedBasis?.withdraw(part);
      basis.keepAsOwn(part);
      await takeSharedBasis();
    },
    async closePlan(id) {
      const isShared = opened.some(({ info, shared }) => info.id === id && shared);
      if (isShared) await sharing?.withdraw(id);
      else await store.removePlan(city, id).catch(() => undefined);
      opened = opened.filter(({ info }) => info.id !== id);
      // What stood behind one of this browser comes forth.
      if (!isShared) await takeShared();
      await controller.showPlan(id, false);
      drawnPlans.delete(id);
      await bring();
      report = null;
      set({ planOpened: twin.getState().planOpened + 1 });
      await compare();
    },
    close() {
      clearTimeout(news);
      endDay();
      takeBack();
      takeBackRules();
    },
  };
  const takeBack = app.offer(PLAN_CHECKS, {
    async check(plan) {
      const planFilter = { ...EVERY_CONFLICT, plan: plan.info.id };
      set({ comparesStock: true, planFilter });
      twin.getState().setTool(conflictsController.id);
      await controller.openPlan(plan);
    },
    showParcels() {
      let isWanted = true;
      const own: string[] = [];
      const draw = async () => {
        await ready();
        for (const { id } of infos) {
          if (!isWanted || twin.getState().plansDrawn.includes(id)) continue;
          own.push(id);
          await controller.showPlan(id, true);
          const hasParcels = drawnPlans.get(id)?.shapes.some(({ properties }) => properties.kind === 'parcel');
          if (!hasParcels || !isWanted) await controller.showPlan(id, false);
        }
      };
      void draw().catch((error: unknown) => app.report('plan', error));
      return () => {
        isWanted = false;
        for (const id of own) if (twin.getState().plansDrawn.includes(id)) void controller.showPlan(id, false);
      };
    },
  });
  const takeBackRules = app.offer(PLAN_RULES_IN_FORCE, {
    async rules() {
      await controller.ready();
      return infos.length > 0 ? (basis.now()?.rules ?? null) : null;
    },
  });
  return controller;
}

/** What a record says of a conflict. */
const factsOf = ({ rule, a, b, areaM2, at }: PlanConflict, edition: string, rulesHash: string) => ({
  rule,
  edition,
  rulesHash,
  a: sideFacts(a),
  b: b && sideFacts(b),
  areaM2,
  at,
});

const sideFacts = ({ plan, shape, kind, use, code }: ConflictSide) => ({
  plan,
  shape,
  kind,
  ...(use === null ? {} : { use }),
  ...(code === undefined ? {} : { code }),
});

/** Conflicts that a filter leaves, the gravest and then the largest first. */
export function filtered(
  { conflicts }: Pick<PlanReport, 'conflicts'>,
  { rule, plan, severity }: PlanFilter,
): PlanConflict[] {
  return conflicts
    .filter(
      (conflict) =>
        (rule === null || conflict.rule === rule) &&
        (severity === null || conflict.severity === severity) &&
        (plan === null || conflict.a.plan === plan || conflict.b?.plan === plan),
    )
    .sort(
      (one, other) =>
        PLAN_SEVERITIES.indexOf(one.severity) - PLAN_SEVERITIES.indexOf(other.severity) || other.areaM2 - one.areaM2,
    );
}

/** Whether one side of a conflict stands or lies there today. */
export const isWithStock = ({ a, b }: Pick<PlanConflict, 'a' | 'b'>): boolean =>
  a.plan === STOCK_PLAN || b?.plan === STOCK_PLAN;

/** Whether changes between two versions are on the picture now, in place of conflicts. */
export const areChangesShown = ({ planVersions, showsConflicts }: TwinState): boolean =>
  planVersions.kind === 'made' && showsConflicts;

/** Whether conflicts are on the picture now. */
export const areConflictsShown = ({ planCheck, planVersions, showsConflicts, isPlanGlance }: TwinState): boolean =>
  planCheck.kind === 'done' && planVersions.kind !== 'made' && showsConflicts && !isPlanGlance;
