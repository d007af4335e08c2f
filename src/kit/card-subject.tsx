import { createContext, useContext } from 'react';
import type { Description } from '../../model/city/catalogue.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';

/** The object that a card is about. */
interface CardSubject {
  readonly description: Description;
  readonly layer: LayerInfo;
  /** As the card shows it, in the page's language. */
  readonly name: string;
}

/** Given by the card to the sections that stand in it. */
export const CardContext = createContext<CardSubject | null>(null);

/** The object that this section's card is about. */
export function useCardSubject(): CardSubject {
  const subject = useContext(CardContext);
  if (!subject) throw new Error('card: expected the section to stand in a card');
  return subject;
}
