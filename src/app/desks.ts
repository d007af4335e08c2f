import type { WordKey } from '../kit/words.ts';
import type { DeskFacts } from '../twin/appearance.ts';

/**
 * A desk is data: how it looks and what it brings to the front. Panels and layers of the picture say for which emphasis they are meant, so a new desk is
 * one more record here, and no desk or plug-in knows another.
 */
interface Desk extends DeskFacts {
  readonly label: WordKey;
  /** Of type and controls: a wall is read from farther than a table. */
  readonly size: 'plan' | 'command';
  /** `?kiosk=1` opens this one, without a way out. */
  readonly isKiosk?: boolean;
}

/** In the order of the top bar; the first is open at first. */
export const DESKS: readonly Desk[] = [
  { id: 'plan', label: 'desk.plan', theme: 'plan', size: 'plan', emphasis: ['plans'] },
  { id: 'command', label: 'desk.command', theme: 'command', size: 'command', emphasis: ['live', 'runs'] },
  { id: 'build', label: 'desk.build', theme: 'plan', size: 'plan', emphasis: ['site'] },
  { id: 'tour', label: 'desk.tour', theme: 'plan', size: 'plan', emphasis: ['show'], isBare: true, isKiosk: true },
];
