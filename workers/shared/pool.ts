/**
 * Several workers on one memory. Each has its own instance of a kernel; a call lists tiles (or chunks, or rows), and every worker
 * takes the next until none is left, so that the slowest core decides nothing and the bits are the same for any number of workers.
 *
 * Spin briefly, then sleep: spinning alone fell to a quarter of the speed on cores that others use too.
 */

/** What a helper must be told, once: structured-cloneable. */
export interface WorkerInit {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Where the control block is, bytes. */
  controlAt: number;
  /** What the kernel's `layOut` takes: this worker's scratch in it is its own. */
  layout: number[];
}

export interface Kernel {
  layOut(...layout: number[]): void;
  work(): void;
}

/**
 * Words of the control block. `NEXT` is the tile to be taken next, by an atomic addition in the kernel; the words from `FIRST_OWN` on,
 * `OWN_WORDS` of them, are for what a kernel must be told at each call.
 */
const CALL = 0;
const DONE = 1;
const NEXT = 2;
export const FIRST_OWN = 3;
const OWN_WORDS = 7;
const ARRIVED = FIRST_OWN + OWN_WORDS;
const ADMITTED = ARRIVED + 1;
const QUIT = ADMITTED + 1;
export const CONTROL_BYTES = 64;

const SPINS = 2000;

export function instantiate<K extends Kernel>(module: WebAssembly.Module, memory: WebAssembly.Memory): K {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as K;
}

const controlOf = ({ memory, controlAt }: WorkerInit): Int32Array =>
  new Int32Array(memory.buffer, controlAt, CONTROL_BYTES / 4);

/** A helper's life: works at each call until it is released. It blocks its thread. */
export function runPoolWorker(init: WorkerInit): void {
  const kernel = instantiate(init.module, init.memory);
  kernel.layOut(...init.layout);
  const control = controlOf(init);
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
export class WorkerPool {
  private readonly kernel: Kernel;
  private readonly control: Int32Array;

  constructor(kernel: Kernel, init: WorkerInit) {
    this.kernel = kernel;
    this.control = controlOf(init);
  }

  work(): void {
    const { control } = this;
    const helpers = Atomics.load(control, ARRIVED);
    control[ADMITTED] = helpers;
    control[NEXT] = 0;
    control[DONE] = 0;
    Atomics.add(control, CALL, 1);
    if (helpers > 0) Atomics.notify(control, CALL);
    this.kernel.work();
    for (let done = Atomics.load(control, DONE); done < helpers; done = Atomics.load(control, DONE)) {
      sleepWhile(control, DONE, done);
    }
  }

  release(): void {
    Atomics.store(this.control, QUIT, 1);
    Atomics.add(this.control, CALL, 1);
    Atomics.notify(this.control, CALL);
  }
}

function sleepWhile(control: Int32Array, word: number, value: number): void {
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, word) !== value) return;
  Atomics.wait(control, word, value);
}
