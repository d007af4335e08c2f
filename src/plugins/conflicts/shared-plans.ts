import { parseSharedPlans, type SharedPlan } from '../../../model/plans/shared-plan.ts';
import type { AccountSession } from '../../twin/account-session.ts';
import type { StoredPlan } from './stored-plan.ts';

const SHARED = 'plans/shared';

/** The plans that people share through the hub. */
export interface SharedPlans {
  /** Those in force, as last asked for; in place of what was fetched before, only what changed is fetched. */
  fetch(had: readonly StoredPlan[]): Promise<StoredPlan[]>;
  /** As the next revision of what was last seen under its id. */
  share(plan: StoredPlan): Promise<StoredPlan>;
  withdraw(id: string): Promise<void>;
}

export function openSharedPlans(session: AccountSession): SharedPlans {
  const revisions = new Map<string, number>();
  async function take(sharedPlan: SharedPlan): Promise<StoredPlan> {
    const { info, revision, who, atMs } = sharedPlan;
    const bytes = new Uint8Array(await session.download(`${SHARED}/${info.id}/${revision}`));
    return { info, bytes, shared: { revision, who, atMs } };
  }
  return {
    async fetch(had) {
      const listed = parseSharedPlans(await session.get(SHARED), SHARED);
      for (const { info, revision } of listed) revisions.set(info.id, revision);
      const plans: StoredPlan[] = [];
      for (const sharedPlan of listed) {
        if (sharedPlan.withdrawn) continue;
        const same = had.find(
          ({ info, shared }) => info.id === sharedPlan.info.id && shared?.revision === sharedPlan.revision,
        );
        plans.push(same ?? (await take(sharedPlan)));
      }
      return plans;
    },
    async share({ info, bytes }) {
      const after = revisions.get(info.id) ?? 0;
      const { revision, who, atMs } = (await session.post(SHARED, {
        info,
        gz: await packed(bytes),
        after,
      })) as SharedPlan;
      revisions.set(info.id, revision);
      return { info, bytes, shared: { revision, who, atMs } };
    },
    withdraw: (id) => session.remove(`${SHARED}/${id}`),
  };
}

/** Gzip as base64. */
async function packed(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  const blob = await new Response(stream).blob();
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
}
