import type { TaskTable } from '../controller.ts';
import type { LinkTable } from '../linking-controller.ts';

/** What elements are played from. */
export interface ElementPlay {
  tasks: TaskTable | null;
  links: readonly LinkTable[];
  /** A plan is open: the picture tells of its dates. */
  isPlaying: boolean;
}
