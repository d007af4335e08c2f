import * as v from 'valibot';
import { FeedError } from '../sensors/decode.ts';
import { feedMessage } from '../sensors/feed-messages.ts';
import { requirement, requirementOf } from '../text/requirements.ts';
import type { AlarmAct } from './alarm.ts';
import { MAX_SHELF_MS } from './alarm-machine.ts';

/** What an operator may do to an alarm, beside shelving it, which needs an end. */
const PLAIN_ACTS = ['acknowledge', 'unshelve', 'takeOut', 'putBack'] as const;
/** What an operator can do to an alarm (ANSI/ISA-18.2): the plain acts, and to shelve, which needs an end. */
type ActKind = (typeof PLAIN_ACTS)[number] | 'shelve';

/** Pages that open are told what was done in the last three days. */
export const ACTS_KEPT_MS = 72 * 3_600_000;

const Instant = v.pipe(v.number(), v.integer());
const By = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

const Act = v.object({
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  event: v.variant('kind', [
    v.object({ kind: v.picklist(PLAIN_ACTS), atMs: Instant, by: By }),
    v.pipe(
      v.object({ kind: v.literal('shelve'), atMs: Instant, by: By, untilMs: Instant }),
      v.check(({ atMs, untilMs }) => untilMs > atMs && untilMs - atMs <= MAX_SHELF_MS, requirement('shelf')),
    ),
  ]),
});

/** What an operator did, as the hub keeps and publishes it. */
export function parseAct(json: unknown): AlarmAct & { event: { kind: ActKind; by: string } } {
  const result = v.safeParse(Act, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new FeedError(
    feedMessage('bad-act', {
      place: v.getDotPath(issue) ?? '(root)',
      expected: issue.expected ?? requirementOf(issue.message) ?? issue.message,
      got: issue.received,
    }),
  );
}
