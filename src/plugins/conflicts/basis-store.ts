import { parseCrosswalk } from '../../../model/plans/crosswalk.ts';
import { type BasisStamps, basisText, isSameBasis, type PlanBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import { parsePlanRules } from '../../../model/plans/plan-rules.ts';
import type { BasisPart } from '../../../model/plans/read-basis-file.ts';
import type { SharedBasis } from '../../../model/plans/shared-basis.ts';
import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import { conflictsMessage } from './messages.ts';
import { besideOthers, type UsedEdition } from './own-basis.ts';
import type { SharedSet } from './shared-basis.ts';
import { readBasisInWorker } from './tasks/start-plan-file.ts';

/** Source of a set: of the program, of the city's package, shared by a planner through the hub, or changed in this browser. */
type BasisSource = 'program' | 'city' | 'shared' | 'own';
/** Source of the shipped set of each part. */
type Sources = Record<BasisPart, Exclude<BasisSource, 'own'>>;

/** The rules and the crosswalk that the next comparison goes by: the shipped ones, or those of this browser. */
export interface BasisStore {
  /** Shared through the hub, of the city or of the program; null: not read yet. */
  shipped(): PlanBasis | null;
  /** Those in force here; null: not read yet. */
  now(): PlanBasis | null;
  /** Returns the source of a set with this hash. */
  sourceOf(part: BasisPart, hash: string): BasisSource;
  /** What a planner shared of a part and stands in place of the city's; null: nobody did. */
  sharedOf(part: BasisPart): SharedBasis | null;
  /** Editions that results and files went by. */
  used(part: BasisPart): readonly UsedEdition[];
  change(part: Partial<PlanBasis>): void;
  canUndo(): boolean;
  undo(): void;
  /** A result was made by them. */
  use(by: BasisStamps): void;
  /** The file of a part. */
  fileText(part: BasisPart): string;
  /** A file in place of a part; rejects where it has a fault, and nothing is changed. */
  open(part: BasisPart, file: File): Promise<void>;
}

/** What this browser keeps of a city, null for a part that is the shipped one: parsed again when it is read, another version may have written it. */
interface KeptBasis {
  rules: unknown;
  crosswalk: unknown;
  used: Record<BasisPart, UsedEdition[]>;
}

const DATABASE = 'shapan-plan-basis';
/** By city. */
const STORE = 'basis';
const MAX_UNDO = 100;
/** Editions that are kept in mind. */
const MAX_USED = 200;

const openDatabase = (factory: IDBFactory | undefined) =>
  browserDatabase({
    factory,
    name: DATABASE,
    stores: { [STORE]: {} },
    refused: (reason) => new MessageError(conflictsMessage('keep-refused', { reason })),
  });

/** `begin` reads what is kept; a change is kept and then told by `changed`, a failure by `failed`. */
export function openBasisStore(
  city: string,
  factory: IDBFactory | undefined,
  changed: () => void,
  failed: (error: unknown) => void,
): BasisStore & {
  begin(shipped: PlanBasis, from: Sources): Promise<void>;
  /** In place of the city's from now on; what was changed here stays. */
  takeShared(sets: readonly SharedSet[]): Promise<void>;
  /** What is shared of a part stays here as this browser's own when it is taken back. */
  keepAsOwn(part: BasisPart): void;
} {
  const { ask, change } = openDatabase(factory);
  let shipped: PlanBasis | null = null;
  /** Basis of the city's package or the program, and where each part is from. */
  let packaged: { basis: PlanBasis; from: Sources } | null = null;
  let shared: readonly SharedBasis[] = [];
  let now: PlanBasis | null = null;
  let used: KeptBasis['used'] = { rules: [], crosswalk: [] };
  let past: PlanBasis[] = [];

  function keep(): void {
    if (!now || !shipped) return;
    const kept: KeptBasis = { ...ownParts(now, shipped), used };
    change([STORE], (storeOf) => storeOf(STORE).put(kept, city)).catch(failed);
  }

  function go(next: PlanBasis): void {
    now = next;
    keep();
    changed();
  }

  function note(part: BasisPart, { edition, hash }: UsedEdition): void {
    if (used[part].some((one) => one.edition === edition && one.hash === hash)) return;
    used = { ...used, [part]: [...used[part], { edition, hash }].slice(-MAX_USED) };
  }

  const keeper: ReturnType<typeof openBasisStore> = {
    async begin(given, whose) {
      shipped = given;
      packaged = { basis: given, from: whose };
      now = given;
      try {
        const kept = await ask<KeptBasis | undefined>(STORE, (store) => store.get(city));
        if (kept) {
          used = kept.used;
          now = readKept(kept, given);
        }
      } catch (error) {
        // A browser that keeps nothing has nothing of this kind; what it kept and cannot read is told.
        if (factory) failed(error);
      }
    },
    shipped: () => shipped,
    now: () => now,
    sourceOf(part, hash) {
      if (!shipped || !packaged || stampsOf(shipped)[part].hash !== hash) return 'own';
      return keeper.sharedOf(part) ? 'shared' : packaged.from[part];
    },
    sharedOf: (part) => shared.find((one) => one.part === part) ?? null,
    async takeShared(sets) {
      if (!packaged) return;
      const next = { ...packaged.basis };
      for (const { stated, file } of sets) Object.assign(next, await partOf(stated.part, file, packaged.basis));
      if (!shipped || !now) return;
      shared = sets.map(({ stated }) => stated);
      for (const { part, edition, hash } of shared) note(part, { edition, hash });
      const kept = besideOthers(rebased(now, shipped, next), next, used);
      shipped = next;
      past = [];
      go(kept);
    },
    keepAsOwn(part) {
      if (now) now = { ...now, [part]: { ...now[part] } };
    },
    used: (part) => used[part],
    change(part) {
      if (!now) return;
      past = [...past, now].slice(-MAX_UNDO);
      go({ ...now, ...part });
    },
    canUndo: () => past.length > 0,
    undo() {
      const last = past.at(-1);
      if (!last) return;
      past = past.slice(0, -1);
      go(last);
    },
    use(by) {
      if (!shipped || isSameBasis(by, stampsOf(shipped))) return;
      note('rules', by.rules);
      note('crosswalk', by.crosswalk);
      keep();
    },
    fileText(part) {
      if (!now) return '';
      note(part, stampsOf(now)[part]);
      keep();
      return basisText(now[part]);
    },
    async open(part, file) {
      if (!shipped) return;
      const read = await readBasisInWorker(part, file, shipped);
      const stamp = stampsOf(read)[part];
      note(part, stamp);
      const taken = stamp.hash === stampsOf(shipped)[part].hash ? shipped : read;
      keeper.change({ [part]: taken[part] });
    },
  };
  return keeper;
}

/** One part of a file; where it says what the city's says, that. */
async function partOf(part: BasisPart, file: File, packaged: PlanBasis): Promise<Partial<PlanBasis>> {
  const read = await readBasisInWorker(part, file, packaged);
  return { [part]: (stampsOf(read)[part].hash === stampsOf(packaged)[part].hash ? packaged : read)[part] };
}

/** What was changed here, over another shipped basis; what is the shipped one by its content is that. */
function rebased(now: PlanBasis, shipped: PlanBasis, next: PlanBasis): PlanBasis {
  const isShipped = (part: BasisPart) =>
    now[part] === shipped[part] || stampsOf(now)[part].hash === stampsOf(next)[part].hash;
  return {
    rules: isShipped('rules') ? next.rules : now.rules,
    crosswalk: isShipped('crosswalk') ? next.crosswalk : now.crosswalk,
  };
}

const ownParts = (now: PlanBasis, shipped: PlanBasis): Omit<KeptBasis, 'used'> => ({
  rules: now.rules === shipped.rules ? null : now.rules,
  crosswalk: now.crosswalk === shipped.crosswalk ? null : now.crosswalk,
});

const readKept = ({ rules, crosswalk }: KeptBasis, shipped: PlanBasis): PlanBasis => ({
  rules: rules === null ? shipped.rules : parsePlanRules(rules, 'rules.json'),
  crosswalk: crosswalk === null ? shipped.crosswalk : parseCrosswalk(crosswalk, 'crosswalk.json'),
});
