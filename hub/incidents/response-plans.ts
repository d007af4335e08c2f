import { RESPONSE_PLANS_TOPIC } from '../../model/hub/topics.ts';
import { incidentMessage } from '../../model/incidents/incident-messages.ts';
import { parseResponsePlan, plainPlan, type ResponsePlan } from '../../model/incidents/response-plan.ts';
import type { SharedResponsePlan } from '../../model/incidents/shared-response-plan.ts';
import { jsonHash } from '../../model/text/json-hash.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import type { Session } from '../accounts/sessions.ts';
import { tellPages } from '../broker/bus.ts';
import { type DocumentRevision, openDocuments } from '../documents/documents.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage, subjectText } from '../messages.ts';

/** A plan of as many steps as it may have, with all their words, is smaller. */
const MAX_PLAN_BYTES = 1_000_000;
/** Response plans of a city at most. */
const MAX_PLANS = 500;

type Last = Pick<DocumentRevision, 'id' | 'revision' | 'areas'>;

/**
 * 预案 that are shared with all who open incidents in their districts: whoever may act in all of these shares and takes back. Each revision is kept and stands in the
 * signed audit with its hash; incidents that were opened with one carry it whole, so that none changes under their feet.
 */
export async function openResponsePlans(hub: Hub, accounts: Accounts): Promise<void> {
  const { http, bus } = hub;
  const documents = await openDocuments(hub, accounts, 'response-plan');

  /** A revision without a plan takes it back. */
  async function add(session: Session, last: Last, plan: ResponsePlan | null) {
    const { id, areas } = last;
    const revision = last.revision + 1;
    const what = plan ? 'responsePlan.share' : 'responsePlan.takeBack';
    const detail = { hash: plan && jsonHash(plan) };
    const head = plan && JSON.stringify(plan);
    const added = await documents.share({ session, id, revision, what, detail, head, areas, body: '' });
    await tellPages(bus, RESPONSE_PLANS_TOPIC, { atMs: added.atMs });
    return sharedOf(added);
  }

  http.get('/response-plans', needs('records.read', 'document', { isPolled: true }), async (request) => ({
    plans: (await documents.newestFor(request)).map(sharedOf),
  }));

  http.post(
    '/response-plans',
    { ...needs('incidents.act', 'document'), bodyLimit: MAX_PLAN_BYTES },
    async (request, reply) => {
      const session = accounts.who(request);
      const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
      const { plan: given, after } = body as { plan?: unknown; after?: unknown };
      let plan: ResponsePlan;
      try {
        plan = plainPlan(parseResponsePlan(given, 'plan'));
      } catch (error) {
        return refuse(reply, 400, faultMessage(error));
      }
      return documents.runExclusive(async () => {
        const plans = await documents.newest();
        const known = plans.find(({ id }) => id === plan.id);
        const last = known ?? { id: plan.id, revision: 0, areas: session.scope.areas, who: '' };
        if (!accounts.touchesDocument(request, reply, last.areas)) return reply;
        const { id, revision, who } = last;
        if (after !== revision) return refuse(reply, 409, incidentMessage('plan-shared-since', { id, revision, who }));
        if (!known && plans.length >= MAX_PLANS)
          return refuse(reply, 409, incidentMessage('many-plans', { most: MAX_PLANS }));
        return reply.code(201).send(await add(session, last, plan));
      });
    },
  );

  http.delete<{ Params: { id: string } }>(
    '/response-plans/:id',
    needs('incidents.act', 'document'),
    async (request, reply) => {
      const { id } = request.params;
      const session = accounts.who(request);
      return documents.runExclusive(async () => {
        const last = (await documents.newest()).find((one) => one.id === id);
        if (!last?.head) return refuse(reply, 404, hubMessage('no-such', { what: subjectText('response-plans'), id }));
        if (!accounts.touchesDocument(request, reply, last.areas)) return reply;
        await add(session, last, null);
        return reply.code(204).send();
      });
    },
  );
}

const sharedOf = ({ id, revision, head, who, atMs }: DocumentRevision): SharedResponsePlan => ({
  id,
  revision,
  who,
  atMs,
  plan: head === null ? null : (JSON.parse(head) as ResponsePlan),
});
