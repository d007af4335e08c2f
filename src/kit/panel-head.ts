import { createContext, type ReactNode } from 'react';

/** What the place of a panel adds to the panel's own head; null: the panel stands by itself. */
interface PanelHead {
  /** Before the title: the way back, and below which step the panel hangs. */
  readonly lead: ReactNode;
  /** After the panel's own actions. */
  readonly trail: ReactNode;
  /** Nothing of the panel stands but its head. */
  readonly isFolded?: boolean;
  /** Absent: it cannot be closed there. */
  onClose?(): void;
}

export const PanelHeadContext = createContext<PanelHead | null>(null);
