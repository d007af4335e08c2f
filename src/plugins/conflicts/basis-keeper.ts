import { parseCrosswalk } from '../../../model/plans/crosswalk.ts';
import { type BasisStamps, basisText, isSameBasis, type PlanBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import { parsePlanRules } from '../../../model/plans/plan-rules.ts';
import type { BasisPart } from '../../../model/plans/read-basis-file.ts';
import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import { conflictsMessage } from './messages.ts';
import type { UsedEdition } from './own-basis.ts';
import { readBasisInWorker } from './start-plan-file.ts';

/** The rules and the crosswalk that the next comparison goes by: the shipped ones, or those of this browser. */
export interface BasisKeeper {
  /** Of the city or the program; null: not read yet. */
  shipped(): PlanBasis | null;
  /** Those in force here; null: not read yet. */
  now(): PlanBasis | null;
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
export function openBasisKeeper(
  city: string,
  factory: IDBFactory | undefined,
  changed: () => void,
  failed: (error: unknown) => void,
): BasisKeeper & { begin(shipped: PlanBasis): Promise<void> } {
  const { ask, change } = openDatabase(factory);
  let shipped: PlanBasis | null = null;
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

  const keeper: ReturnType<typeof openBasisKeeper> = {
    async begin(given) {
      shipped = given;
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
      const from = stamp.hash === stampsOf(shipped)[part].hash ? shipped : read;
      keeper.change({ [part]: from[part] });
    },
  };
  return keeper;
}

const ownParts = (now: PlanBasis, shipped: PlanBasis): Omit<KeptBasis, 'used'> => ({
  rules: now.rules === shipped.rules ? null : now.rules,
  crosswalk: now.crosswalk === shipped.crosswalk ? null : now.crosswalk,
});

const readKept = ({ rules, crosswalk }: KeptBasis, shipped: PlanBasis): PlanBasis => ({
  rules: rules === null ? shipped.rules : parsePlanRules(rules, 'rules.json'),
  crosswalk: crosswalk === null ? shipped.crosswalk : parseCrosswalk(crosswalk, 'crosswalk.json'),
});
