import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { MessageError } from '../../model/text/message.ts';
import type { FloodFrame, FloodSnapshot } from '../../workers/flood/flood.ts';
import { cliMessage } from '../messages.ts';

/** What a saved run must agree with to go on to the same bits: the case with all its files, the solver and the program. */
interface SavedFrom {
  inputHash: string;
  solver: 'kernel' | 'float64';
  version: string;
}

interface SavedState extends SavedFrom {
  snapshot: FloodSnapshot;
  frames: number;
}

const STATE = 'state';

/**
 * A run on its way, in a folder `.<out>.saved` beside its results: the state at the last save, and each frame so far in a file of its own, which is written
 * once. The state is put in place last, whole; whatever stops the program leaves the save before.
 */
export class SavedRun {
  readonly folder: string;
  private written = 0;

  constructor(out: string) {
    const target = resolve(out);
    this.folder = join(dirname(target), `.${basename(target)}.saved`);
  }

  write(from: SavedFrom, snapshot: FloodSnapshot, frames: readonly FloodFrame[]): void {
    mkdirSync(this.folder, { recursive: true });
    for (; this.written < frames.length; this.written++)
      writeFileSync(this.framePath(this.written), serialize(frames[this.written]));
    const state: SavedState = { ...from, snapshot, frames: frames.length };
    const next = join(this.folder, `${STATE}.next`);
    writeFileSync(next, serialize(state));
    renameSync(next, join(this.folder, STATE));
  }

  /** Refuses a save of another case, solver or program: it would not come to the result that the whole run has. */
  read(from: SavedFrom): { snapshot: FloodSnapshot; frames: FloodFrame[] } {
    const file = join(this.folder, STATE);
    if (!existsSync(file)) throw new MessageError(cliMessage('save-missing', { folder: this.folder }));
    const state = unpacked(file) as SavedState;
    for (const name of ['inputHash', 'solver', 'version'] as const)
      if (state[name] !== from[name])
        throw new MessageError(
          cliMessage('save-other', { folder: this.folder, name, expected: from[name], got: String(state[name]) }),
        );
    const frames = Array.from({ length: state.frames }, (_, k) => unpacked(this.framePath(k)) as FloodFrame);
    this.written = frames.length;
    return { snapshot: state.snapshot, frames };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private framePath(k: number): string {
    return join(this.folder, `frame-${k}`);
  }
}

function unpacked(file: string): unknown {
  try {
    return deserialize(readFileSync(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MessageError(cliMessage('save-broken', { file, reason }));
  }
}
