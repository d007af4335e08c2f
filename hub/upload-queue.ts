import type { FastifyReply, FastifyRequest } from 'fastify';
import { hubMessage } from './messages.ts';
import { HubUnready } from './unready.ts';

/**
 * Large uploads of a route, of which the hub takes few at once: the others wait with their bodies unread, which therefore take no memory
 * here, and where many wait one more is refused. The count is of the route, not of an account: memory is one.
 */
export class UploadQueue {
  private readonly waiting: (() => void)[] = [];
  private readonly mostAtOnce: number;
  private readonly mostWaiting: number;
  private inside = 0;

  constructor(mostAtOnce: number, mostWaiting: number) {
    this.mostAtOnce = mostAtOnce;
    this.mostWaiting = mostWaiting;
  }

  /** A hook of the route, before its body is read. Its place is free again when the answer is sent or its sender is gone. */
  readonly onRequest = async (_: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (this.inside < this.mostAtOnce) this.inside++;
    else {
      if (this.waiting.length >= this.mostWaiting) throw new HubUnready(hubMessage('uploads-many', {}));
      // Whoever leaves hands its place on.
      await new Promise<void>((enter) => this.waiting.push(enter));
    }
    let hasLeft = false;
    const leave = () => {
      if (hasLeft) return;
      hasLeft = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.inside--;
    };
    reply.raw.once('finish', leave);
    reply.raw.once('close', leave);
    if (reply.raw.destroyed) leave();
  };
}
