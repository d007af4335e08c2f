import type { Message } from '../../model/text/message.ts';
import { serviceKey } from './services.ts';

/**
 * How the city is shown, as the part of a link that says it: layers, filters, colours, comparison, underground, selection, runs. Camera, clock, desk,
 * language and open tool are not in it, so that whoever sets a picture (a chapter of a tour) leaves them to those who look.
 */
export interface PageState {
  /** Returns the present state as text. */
  write(): string;
  /** Shows the city so; what the text does not name is as at a fresh start. Returns what it could not read or has not. */
  show(text: string): Message[];
}

/** Offered by the app, since it alone knows the parts of all plug-ins. */
export const PAGE_STATE = serviceKey<PageState>('state of the page');
