import * as v from 'valibot';
import { LONGEST_SHELF_MS } from './alarm-machine.ts';
import type { AlarmAct } from './alarms.ts';
import { FeedError } from './decode.ts';

const Instant = v.pipe(v.number(), v.integer());
const By = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** What an operator did, as the hub tells it. */
const Act = v.object({
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  event: v.variant('kind', [
    v.object({ kind: v.picklist(['acknowledge', 'unshelve', 'takeOut', 'putBack']), atMs: Instant, by: By }),
    v.pipe(
      v.object({ kind: v.literal('shelve'), atMs: Instant, by: By, untilMs: Instant }),
      v.check(
        ({ atMs, untilMs }) => untilMs > atMs && untilMs - atMs <= LONGEST_SHELF_MS,
        'a shelf of at most eight hours',
      ),
    ),
  ]),
});

export function actOf(json: unknown): AlarmAct {
  const result = v.safeParse(Act, json);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new FeedError(
    `act: ${v.getDotPath(issue) ?? '(root)'}: expected ${issue.expected ?? issue.message}, got ${issue.received}`,
  );
}
