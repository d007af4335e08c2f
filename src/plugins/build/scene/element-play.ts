import type { LinkTable } from '../linking-controller.ts';
import type { TaskTable } from '../schedule-controller.ts';

/** What elements are played from. */
export interface ElementPlay {
  tasks: TaskTable | null;
  links: readonly LinkTable[];
  /** Foot and top of each row by layer, as far as they were read. */
  heights: ReadonlyMap<string, Float32Array>;
  /** A plan is open: the picture tells of its dates. */
  isPlaying: boolean;
}
