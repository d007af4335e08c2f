import type { Capability } from '../../model/resources/vehicle-kinds.ts';
import { serviceKey } from './services.ts';

/** An order before it is given: who is sent where, by which way and how long that takes. */
export interface OrderDraft {
  /** Id of the team, vehicle or store. */
  resource: string;
  /** As it is called on screen. */
  name: string;
  task: string;
  /** East and north of the city's origin, metres, from where it stands to where it goes; empty: the way is unknown. */
  line: readonly (readonly [eastM: number, northM: number])[];
  /** Whole milliseconds from setting out to each point of the line, as long as it. */
  passedMs: readonly number[];
  /** How long the way takes; null: nobody knows. */
  travelMs: number | null;
  /** The soonest and the latest that it takes, where somebody knows. */
  rangeMs: readonly [soonestMs: number, latestMs: number] | null;
}

/** An order that a tool proposes, and a person completes: what is to be done, where, and what whoever does it must be able to do. */
export interface PreparedOrder {
  task: string;
  at: readonly [eastM: number, northM: number];
  /** Null: any team can. */
  capability: Capability | null;
}

/** The order that a resource is on. */
export interface BusyOrder {
  name: string;
  task: string;
  /** The title of its incident. */
  incident: string;
}

/** Where orders are given and kept: whoever plans them hands them over, and asks who is on one already. */
export interface OrderBook {
  /** The title of the open incident that orders go into now; null: there is none, or nobody may give any. */
  incident(): string | null;
  /** Gives them; rejects with the reason of the first that is refused here. */
  give(drafts: readonly OrderDraft[]): Promise<void>;
  /** Opens the form of orders with these filled in, one after the other; to whom each goes is chosen there. */
  prepare(orders: readonly PreparedOrder[]): void;
  /** The order that a resource is on, of any open incident; null: it is free. */
  busy(resource: string): BusyOrder | null;
  /** Calls back whenever another answer may be given; returns what ends it. */
  follow(changed: () => void): () => void;
}

/** Key under which the plug-in of orders offers them. */
export const ORDER_BOOK = serviceKey<OrderBook>('order book');
