import { serviceKey } from './services.ts';

/** Lets a person choose how an attribute colours or filters its layer. */
interface ColourChoice {
  /** Opens the choice for a layer's attribute; null: the layer's first. */
  open(layerId: string, attribute: string | null): void;
}

/** Offered by the plug-in of the layers. */
export const COLOUR_CHOICE = serviceKey<ColourChoice>('colour choice');
