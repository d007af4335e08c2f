import type { SunStudyRequest } from '../../model/questions/sun-study.ts';
import { serviceKey } from './services.ts';

/** Which scheme something was reckoned with, and what it was then. */
export interface EvaluatedScheme {
  id: string;
  name: string;
  /** Other where its volumes, their ground or what gives way to them changed. */
  stamp: string;
}

/** A scheme as a study of sunlight takes it. */
export interface StudiedScheme extends EvaluatedScheme {
  volumes: NonNullable<SunStudyRequest['scheme']>;
}

/** Designs for the city, for who reckons with what they build. */
export interface SchemeVolumes {
  /** In the order of their list. */
  list(): readonly { id: string; name: string }[];
  /** On the picture; null: the city as it stands. */
  shown(): string | null;
  /** Null: there is no such scheme, it builds nothing, or what stands on its parcels is still being looked up. */
  studied(id: string): Promise<StudiedScheme | null>;
  /** The names of what the two sides show where schemes stand beside each other; null: they do not. */
  sides(): readonly [left: string, right: string] | null;
  /** Was changed since, or is gone. */
  isChanged(scheme: EvaluatedScheme): boolean;
  /** Puts it on the picture. */
  show(id: string): void;
  /** Grows with every change of any of this. */
  serial(): number;
  /** Calls whenever it grew; returns what ends it. */
  follow(changed: () => void): () => void;
}

/** Offered by the plug-in of schemes. */
export const SCHEME_VOLUMES = serviceKey<SchemeVolumes>('scheme volumes');
