import type { BakeContext } from './bake-context.ts';

/** Side by side, so that this thread makes terrain while the workers make tiles. The first failure stops the other. */
export async function both<A, B>(a: () => Promise<A>, b: () => Promise<B>, context: BakeContext): Promise<[A, B]> {
  const stop = new AbortController();
  const outer = context.signal;
  context.signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  const settled = await Promise.allSettled(
    [a, b].map((start) =>
      start().catch((error) => {
        stop.abort(error);
        throw error;
      }),
    ),
  );
  outer?.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
  const [first, second] = settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
  return [first as A, second as B];
}
