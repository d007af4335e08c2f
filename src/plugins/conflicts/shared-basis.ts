import { basisText, type PlanBasis } from '../../../model/plans/plan-basis.ts';
import type { BasisPart } from '../../../model/plans/read-basis-file.ts';
import { parseSharedBasis, parseSharedSet, type SharedBasis } from '../../../model/plans/shared-basis.ts';
import type { AccountSession } from '../../twin/account-session.ts';

const SHARED = 'plans/basis';

/** Rules or a crosswalk that a planner shared with all, and its file. */
export interface SharedSet {
  stated: SharedBasis;
  file: File;
}

/** Rules and crosswalk that planners share through the hub. */
export interface SharedBasisSets {
  /** Those in force; null: nothing changed since they were last asked for. */
  fetch(): Promise<SharedSet[] | null>;
  /** As the next revision of what was last seen of the part. */
  share(part: BasisPart, basis: PlanBasis): Promise<void>;
  withdraw(part: BasisPart): Promise<void>;
}

export function openSharedBasisSets(session: AccountSession): SharedBasisSets {
  const revisions = new Map<BasisPart, number>();
  const files = new Map<string, File>();
  let seen = '';
  async function fileOf({ part, revision }: SharedBasis): Promise<File> {
    const path = `${SHARED}/${part}/${revision}`;
    const known = files.get(path);
    if (known) return known;
    const file = new File([new Uint8Array(await session.download(path))], `${part}.json`);
    files.set(path, file);
    return file;
  }
  return {
    async fetch() {
      const listed = parseSharedBasis(await session.get(SHARED), SHARED);
      for (const { part, revision } of listed) revisions.set(part, revision);
      const inForce = listed.filter(({ withdrawn }) => !withdrawn);
      const now = inForce.map(({ part, revision }) => `${part} ${revision}`).join();
      if (now === seen) return null;
      const sets: SharedSet[] = [];
      for (const stated of inForce) sets.push({ stated, file: await fileOf(stated) });
      seen = now;
      return sets;
    },
    async share(part, basis) {
      const body = { part, text: basisText(basis[part]), after: revisions.get(part) ?? 0 };
      const { revision } = parseSharedSet(await session.post(SHARED, body), SHARED);
      revisions.set(part, revision);
    },
    withdraw: (part) => session.remove(`${SHARED}/${part}`),
  };
}
