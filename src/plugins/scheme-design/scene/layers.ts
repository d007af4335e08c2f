import { basementsOf } from '../../../../model/schemes/basements.ts';
import type { Scheme } from '../../../../model/schemes/scheme.ts';
import type { App } from '../../../kit/plugin.ts';
import { words } from '../../../kit/words.ts';
import { hasManyPictures } from '../../../twin/compare.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { brokenBuildings } from '../broken-buildings.ts';
import { schemeDesignController } from '../controller.ts';
import type { EditedBuilding, GradedSite, SchemeSight } from './picture.ts';

function sightOf(state: TwinState): SchemeSight | null {
  const shown = hasManyPictures(state.compare) ? state.schemeViews[state.viewIndex] : state.schemeShown;
  const scheme = state.schemes.find(({ id }) => id === shown);
  if (!scheme) return null;
  const over = state.schemes.find(({ id }) => id === state.schemeOverlay);
  const overlay = over && over !== scheme ? over : null;
  const hidden = state.schemeStanding[scheme.id]?.gids ?? [];
  const parcel = state.tool === 'scheme-design' ? state.schemeParcel : null;
  return {
    scheme,
    hidden,
    parcel,
    broken: brokenBuildings(scheme),
    graded: gradedIn(scheme, state),
    basements: basementsOf(scheme),
    isGroundOpen: state.underground !== 'off',
    overlay,
  };
}

/** Those whose level is known: one that is looked for is found by the engine. */
function gradedIn({ id, parcels }: Scheme, { schemeSites }: TwinState): GradedSite[] {
  const found = schemeSites[id]?.earthwork ?? [];
  return parcels.flatMap(({ id: parcel, ringM, grading }): GradedSite[] => {
    if (!grading) return [];
    const elevationM = grading.elevationM ?? found.find((one) => one.parcel === parcel)?.elevationM;
    return elevationM === undefined ? [] : [{ parcel, ringM, grading, elevationM }];
  });
}

/** Handles of the chosen building, while the tool is open. */
const handleLayer: SceneLayer<EditedBuilding, App> = {
  id: 'scheme-design.handles',
  key: ({ schemeSerial, compare, tool, schemeBuilding, language }: TwinState) =>
    `${schemeSerial} ${schemeBuilding} ${compare} ${tool === 'scheme-design'} ${language}`,
  of: ({ schemes, schemeShown, schemeBuilding, tool, compare, language }, app) => {
    if (tool !== 'scheme-design' || hasManyPictures(compare)) return null;
    const scheme = schemes.find(({ id }) => id === schemeShown);
    const building = scheme?.buildings.find(({ id }) => id === schemeBuilding);
    if (!building) return null;
    const controller = app.controllerOf(schemeDesignController);
    const t = words.in(language);
    return {
      building,
      labelOf: (kind, edge) => t(`schemes.handle_${kind}`, { n: edge + 1 }),
      edit: controller.dragBuilding,
      end: controller.endDrag,
    };
  },
  open: { any: async () => (await import('./handles.ts')).openBuildingHandles },
};

/** Volumes of a scheme on its parcels. */
const volumeLayer: SceneLayer<SchemeSight, App> = {
  id: 'scheme-design.volumes',
  key: ({ schemeSerial, compare, tool, underground }: TwinState) =>
    `${schemeSerial} ${compare} ${tool === 'scheme-design'} ${underground === 'off'}`,
  of: sightOf,
  open: {
    globe: async () => (await import('./globe/volumes.ts')).openVolumes,
    table: async () => (await import('./table/volumes.ts')).openTableVolumes,
  },
};

/** What schemes draw. */
export const schemeLayers = [volumeLayer, handleLayer] as const;
