import { MessageError } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';

const MAX_WAITING = 40;

/**
 * One key derivation at a time: each takes 128 MiB and half a second of a core, and a hundred at once would take the hub's memory. Those
 * who have logged in from where they are before go first; of the others at most forty wait.
 */
export class Gate {
  private readonly first: (() => Promise<void>)[] = [];
  private readonly others: (() => Promise<void>)[] = [];
  private isBusy = false;

  enter<Result>(work: () => Promise<Result>, goesFirst: boolean): Promise<Result> {
    if (!goesFirst && this.others.length >= MAX_WAITING)
      return Promise.reject(Object.assign(new MessageError(hubMessage('logins-busy', {})), { statusCode: 503 }));
    return new Promise((done, fail) => {
      (goesFirst ? this.first : this.others).push(() => work().then(done, fail));
      this.next();
    });
  }

  private next(): void {
    const work = this.isBusy ? undefined : (this.first.shift() ?? this.others.shift());
    if (!work) return;
    this.isBusy = true;
    void work().then(() => {
      this.isBusy = false;
      this.next();
    });
  }
}
