/**
 * Several workers on one memory. Each has its own instance of the kernel; a call lists tiles, and every worker takes the next until
 * none is left, so that the slowest core decides nothing and the bits are the same for any number of workers.
 *
 * Spin briefly, then sleep: spinning alone fell to a quarter of the speed on cores that others use too.
 */

/** What a helper must be told, once: structured-cloneable. */
export interface Invitation {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  layout: number[];
}

export interface Kernel {
  layOut(...layout: number[]): void;
  scratchBytes(strideBytes: number): number;
  work(): void;
}

/** Words of the control block; those from NEXT on are the kernel's (`kernel/work.ts`). */
const CALL = 0;
const DONE = 1;
export const WORD = { next: 2, count: 3, stage: 4, from: 5, to: 6, base: 7, dtS: 8, rainM: 9 } as const;
const ARRIVED = 10;
const ADMITTED = 11;
const QUIT = 12;
export const CONTROL_BYTES = 64;

/** Place of the control block in `layOut`'s parameters. */
const CONTROL_PARAMETER = 6;

const SPINS = 2000;

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
}

const controlOf = ({ memory, layout }: Invitation): Int32Array =>
  new Int32Array(memory.buffer, layout[CONTROL_PARAMETER], CONTROL_BYTES / 4);

/** A helper's life: works at each call until it is dismissed. It blocks its thread. */
export function help(invitation: Invitation): void {
  const kernel = instantiate(invitation.module, invitation.memory);
  kernel.layOut(...invitation.layout);
  const control = controlOf(invitation);
  let call = Atomics.load(control, CALL);
  const mine = Atomics.add(control, ARRIVED, 1);
  for (;;) {
    sleepWhile(control, CALL, call);
    call = Atomics.load(control, CALL);
    if (Atomics.load(control, QUIT) !== 0) return;
    if (mine >= Atomics.load(control, ADMITTED)) continue;
    kernel.work();
    Atomics.add(control, DONE, 1);
    Atomics.notify(control, DONE);
  }
}

/** The worker that leads: it works too, and returns when all is done. Helpers that arrive during a call join the next. */
export class Crew {
  private readonly kernel: Kernel;
  private readonly control: Int32Array;

  constructor(kernel: Kernel, invitation: Invitation) {
    this.kernel = kernel;
    this.control = controlOf(invitation);
  }

  work(): void {
    const { control } = this;
    const helpers = Atomics.load(control, ARRIVED);
    control[ADMITTED] = helpers;
    control[WORD.next] = 0;
    control[DONE] = 0;
    Atomics.add(control, CALL, 1);
    if (helpers > 0) Atomics.notify(control, CALL);
    this.kernel.work();
    for (let done = Atomics.load(control, DONE); done < helpers; done = Atomics.load(control, DONE)) {
      sleepWhile(control, DONE, done);
    }
  }

  dismiss(): void {
    Atomics.store(this.control, QUIT, 1);
    Atomics.add(this.control, CALL, 1);
    Atomics.notify(this.control, CALL);
  }
}

function sleepWhile(control: Int32Array, word: number, value: number): void {
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, word) !== value) return;
  Atomics.wait(control, word, value);
}
