import type { Scheme } from '../../../../model/schemes/scheme.ts';
import type { App } from '../../../kit/plugin.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import type { SchemeChoice } from '../slice.ts';

/** A scheme as one picture shows it. */
export interface SchemeSight {
  scheme: Scheme;
  /** Its edges are numbered. */
  parcel: string | null;
  /** What gives way to it. */
  hidden: readonly number[];
}

/** By picture: one, or the two of a split; null: the city as it stands. */
export interface SchemePicture {
  both: SchemeSight | null;
  left: SchemeSight | null;
  right: SchemeSight | null;
}

function pictureOf(state: TwinState): SchemePicture | null {
  const sightOf = (choice: SchemeChoice): SchemeSight | null => {
    const scheme = state.schemes.find(({ id }) => id === choice);
    if (!scheme) return null;
    const hidden = state.schemeStanding[scheme.id]?.gids ?? [];
    return { scheme, hidden, parcel: state.tool === 'schemes' ? state.schemeParcel : null };
  };
  if (state.compare !== 'split') {
    const both = sightOf(state.schemeShown);
    return both && { both, left: both, right: both };
  }
  const { left, right } = state.schemeSides;
  return left === null && right === null ? null : { both: null, left: sightOf(left), right: sightOf(right) };
}

/** Volumes of a scheme on its parcels. */
const volumeLayer: SceneLayer<SchemePicture, App> = {
  id: 'schemes.volumes',
  key: ({ schemeSerial, compare, tool }: TwinState) => `${schemeSerial} ${compare} ${tool === 'schemes'}`,
  of: pictureOf,
  open: { globe: async () => (await import('./globe/volumes.ts')).openVolumes },
};

/** What schemes draw. */
export const schemeLayers = [volumeLayer] as const;
