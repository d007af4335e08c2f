import type { FastifyRequest } from 'fastify';
import { wallTopic } from '../../model/hub/topics.ts';
import {
  isWallId,
  LEADER_LOST_MS,
  MAX_STEP_BYTES,
  MAX_STEPS_PER_S,
  parseSentStep,
  type SentStep,
  type StepAnswer,
  type WallStep,
} from '../../model/walls/wall-step.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { tellPages } from '../broker/bus.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage } from '../messages.ts';

/** Walls that are remembered; beyond these the one that was led longest ago is forgotten. */
const MAX_WALLS = 200;
/** What is sent evenly comes in bunches. */
const RATE_MARGIN = 2;

/** The last step of the page that leads a wall, since the hub was started. */
type Lead = Pick<WallStep, 'leader' | 'seq' | 'by' | 'atMs'>;

/**
 * Walls of screens in step: one page leads, the others follow it on the wall's own topic. A page publishes nothing to the broker, so the leader
 * sends its steps here, and the hub passes each on with the name of the account. Of two leaders the newest wins, and the older one is told by
 * the answer to its next step. That somebody took a wall is a row of the audit, its steps are not. Nothing outlives the hub.
 */
export function openWalls(hub: Hub, accounts: Accounts): void {
  const { http, bus, nowMs } = hub;
  const leads = new Map<string, Lead>();
  const config = {
    ...needs('walls.lead', 'none').config,
    rateLimit: {
      max: RATE_MARGIN * MAX_STEPS_PER_S,
      timeWindow: '1 second',
      keyGenerator: ({ asker, params }: FastifyRequest) => JSON.stringify(['wall', asker, params]),
    },
  };
  http.post<{ Params: { wall: string } }>(
    '/walls/:wall/step',
    { bodyLimit: MAX_STEP_BYTES, config },
    async (request, reply) => {
      const { name: by, role } = accounts.who(request);
      const { wall } = request.params;
      if (!isWallId(wall)) return refuse(reply, 400, hubMessage('bad-wall', { got: wall.slice(0, 64) }));
      let sent: SentStep;
      try {
        sent = parseSentStep(request.body);
      } catch (error) {
        return refuse(reply, 400, faultMessage(error));
      }
      const { leader, seq, shown } = sent;
      const atMs = nowMs();
      const lead = leads.get(wall);
      const isLed = lead !== undefined && atMs - lead.atMs < LEADER_LOST_MS;
      if (isLed && lead.leader !== leader && !sent.claims) return { leads: false, by: lead.by } satisfies StepAnswer;
      // A step that was overtaken says what is no longer shown.
      if (lead?.leader === leader && seq <= lead.seq) return { leads: true, by } satisfies StepAnswer;
      leads.delete(wall);
      leads.set(wall, { leader, seq, by, atMs });
      if (leads.size > MAX_WALLS) leads.delete(leads.keys().next().value ?? '');
      if (lead?.leader !== leader)
        await accounts.audit.append({ atMs, who: by, role, what: 'wall.lead', of: wall, detail: {} });
      const step: WallStep = { leader, seq, by, atMs, shown };
      await tellPages(bus, wallTopic(wall), step);
      return { leads: true, by } satisfies StepAnswer;
    },
  );
}
