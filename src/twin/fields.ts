import type { Field, FieldId } from '../../model/runs/field.ts';

/** A field that can be had now: of a run, of a plan, of a feed. Who needs one chooses among those of its id. */
export interface FieldSource<Sample = unknown> {
  readonly id: FieldId;
  /** Never used before: that of the run or of what else gives the values. */
  readonly sourceId: string;
  readonly label: string;
  /** The time that its samples lie in, UTC. */
  readonly fromMs: number;
  readonly toMs: number;
  /** All samples there are; null: there are none any more. */
  read(): Promise<Field<Sample> | null>;
}

/** What is offered now of one id, the last offered first. */
type FieldProvider = () => readonly FieldSource[];

/** Takes a source into a form; resolves with the panel that shows it, null: it could not be taken. */
type FieldConsumer = (sourceId: string) => Promise<string | null>;

/** Named values between runs, on the one clock: a consumer names the field, never the engine or the plug-in that gives it. */
export interface Fields {
  /** Registers a provider of a field, which lists its sources on each request; returns the function that ends it. */
  offer(id: FieldId, provider: FieldProvider): () => void;
  sources(id: FieldId): readonly FieldSource[];
  /** The samples of one source; null: it is gone. */
  read(id: FieldId, sourceId: string): Promise<Field | null>;
  /** Registers a consumer, which takes a source of the field that somebody hands over; returns the function that ends it. */
  accept(id: FieldId, consumer: FieldConsumer): () => void;
  /** Hands a source to whoever takes the field: the tools that show what they took. */
  hand(id: FieldId, sourceId: string): Promise<readonly string[]>;
}

/** One for the page. It keeps nothing but who gives what: values stay with their owners. */
export function openFields(): Fields {
  const providers = new Map<FieldId, Set<FieldProvider>>();
  const consumers = new Map<FieldId, Set<FieldConsumer>>();
  const sources = (id: FieldId) => [...(providers.get(id) ?? [])].flatMap((provider) => provider());
  return {
    offer: (id, provider) => entered(providers, id, provider),
    accept: (id, consumer) => entered(consumers, id, consumer),
    async hand(id, sourceId) {
      const taken = await Promise.all([...(consumers.get(id) ?? [])].map((consumer) => consumer(sourceId)));
      return taken.filter((panel) => panel !== null);
    },
    sources,
    read: async (id, sourceId) =>
      (await sources(id)
        .find((source) => source.sourceId === sourceId)
        ?.read()) ?? null,
  };
}

function entered<T>(lists: Map<FieldId, Set<T>>, id: FieldId, one: T): () => void {
  const own = lists.get(id) ?? new Set();
  own.add(one);
  lists.set(id, own);
  return () => own.delete(one);
}
