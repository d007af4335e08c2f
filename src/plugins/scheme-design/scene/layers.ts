import type { App } from '../../../kit/plugin.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import type { SchemeChoice } from '../slice.ts';
import type { SchemePicture, SchemeSight } from './picture.ts';

function pictureOf(state: TwinState): SchemePicture | null {
  const sightOf = (choice: SchemeChoice): SchemeSight | null => {
    const scheme = state.schemes.find(({ id }) => id === choice);
    if (!scheme) return null;
    const hidden = state.schemeStanding[scheme.id]?.gids ?? [];
    return { scheme, hidden, parcel: state.tool === 'scheme-design' ? state.schemeParcel : null };
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
  id: 'scheme-design.volumes',
  key: ({ schemeSerial, compare, tool }: TwinState) => `${schemeSerial} ${compare} ${tool === 'scheme-design'}`,
  of: pictureOf,
  open: { globe: async () => (await import('./globe/volumes.ts')).openVolumes },
};

/** What schemes draw. */
export const schemeLayers = [volumeLayer] as const;
