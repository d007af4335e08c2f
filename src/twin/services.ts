/**
 * The name of what one plug-in offers all others: live values, the session of an account … A key is a typed contract; it stands in `src/twin`, where
 * both the one who offers and the one who asks may import it, so that plug-ins need not know each other.
 */
export interface ServiceKey<T> {
  readonly name: string;
  /** Never there: it lets the compiler tell keys of different services apart. */
  readonly type?: T;
}

/** A key by which a service is offered and asked for; the name shows in error messages only. */
export function serviceKey<T>(name: string): ServiceKey<T> {
  return { name };
}

/** What an opened plug-in leaves behind: at least the way to end it. */
export interface Controller {
  close(): void;
}

/** Opens a plug-in's controller. It stands in `controller.ts`, so that panels and scene layers can name it without importing `plugin.ts`. */
export interface Opener<A, C extends Controller> {
  readonly id: string;
  open(app: A): C;
}

/** The part of the app that scene layers are given: whom they ask for large pictures that the state does not hold. */
export interface Services {
  /** What is offered under a key, or null while nobody offers it. */
  service<T>(key: ServiceKey<T>): T | null;
  /** Offers a service to all; the returned function takes it back. */
  offer<T>(key: ServiceKey<T>, service: T): () => void;
  /** The controller that this opener's plug-in runs with in this app. */
  controllerOf<C extends Controller>(opener: Opener<never, C>): C;
}
