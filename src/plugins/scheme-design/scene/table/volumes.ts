import { type Object3D, ShapeUtils, Vector2 } from 'three';
import type { SchemeBuilding } from '../../../../../model/schemes/scheme.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { TableHost } from '../../../../view/table/host.ts';
import { tokenColour, type UnitRgb } from '../../../../view/tokens.ts';
import { BROKEN_TOKEN } from '../../broken-buildings.ts';
import { gradedUpM } from '../../graded-up.ts';
import { BASEMENT_TOKEN, USE_TOKENS } from '../../use-tokens.ts';
import { GHOST_OPACITY_RATIO, type GradedSite, HIDER, type SchemeSight } from '../picture.ts';
import { roadMesh } from '../road-mesh.ts';
import { EARTH, groundOf, levelSpans, OVERLAP_M, volumeSpans, WALL_RATIO, walkedRing } from '../volume-ground.ts';
import { dropObjects, type TableSolid, tableSheet, tableSolids } from './solids.ts';

/** A scheme on the table's block: its volumes in the colours of their uses, roads, graded ground and basements; what gives way is hidden. */
export function openTableVolumes(host: TableHost): SceneDrawing<SchemeSight> {
  const { table, twin } = host;
  const { standing, cityRoot } = table.stage;
  let objects: readonly Object3D[] = [];
  let sight: SchemeSight | null = null;
  let wanted = 0;
  let isBuilding = false;

  async function build(): Promise<void> {
    const serial = ++wanted;
    isBuilding = true;
    try {
      const next = sight ? await partsOf(host, sight) : NOTHING;
      if (serial !== wanted) return;
      dropObjects(objects);
      objects = [...next.standing, ...next.under];
      if (next.standing.length > 0) standing.add(...next.standing);
      if (next.under.length > 0) cityRoot.add(...next.under);
      table.hide(HIDER, sight?.hidden ?? []);
      table.setGaps(HIDER, sight?.graded.map(({ ringM }) => ringM) ?? []);
      table.reshade();
    } finally {
      if (serial === wanted) isBuilding = false;
      host.requestFrame();
    }
  }

  const rebuild = () => void build().catch(host.fail);
  return {
    show(next) {
      sight = next;
      rebuild();
    },
    isWaiting: () => isBuilding,
    close: endAll([
      twin.follow(themeOf, rebuild),
      () => {
        wanted++;
        dropObjects(objects);
        table.hide(HIDER, []);
        table.setGaps(HIDER, []);
      },
    ]),
  };
}

interface TableParts {
  standing: Object3D[];
  /** In the ground, where the lens sees them. */
  under: Object3D[];
}

const NOTHING: TableParts = { standing: [], under: [] };

async function partsOf(host: TableHost, sight: SchemeSight): Promise<TableParts> {
  const { stage } = host.table;
  const theme = themeOf(host.twin.getState());
  const colour = (token: string): UnitRgb => tokenColour(theme, token);
  const { scheme, broken, basements, graded, overlay } = sight;
  const ground = await groundOf(host, sight);
  const ghosts = overlay ? await groundOf(host, { ...sight, scheme: overlay, parcel: null, basements: [] }) : null;
  const roads = await roadMesh(host, scheme.roads ?? []);
  const pads = await Promise.all(graded.map((site) => padOf(host, site, [...EARTH[theme]])));
  const tokenOf = ({ id, use }: SchemeBuilding) => (broken.has(id) ? BROKEN_TOKEN : USE_TOKENS[use]);
  const solids = solidsOf(scheme.buildings, ground.upM, basements, (one) => colour(tokenOf(one)));
  const ghostSolids = overlay && ghosts ? solidsOf(overlay.buildings, ghosts.upM, [], () => colour('accent')) : [];
  const levels = basements.flatMap((basement, i) =>
    levelSpans(basement).map(({ fromM, toM }): TableSolid => {
      const upM = ground.basementUpM[i];
      return { ringM: basement.ringM, fromUpM: upM + fromM, toUpM: upM + toM, colour: colour(BASEMENT_TOKEN) };
    }),
  );
  return {
    standing: [
      ...tableSolids(solids, { stage, edge: colour('ink-2'), alpha: 1 }),
      ...tableSolids(ghostSolids, { stage, edge: colour('accent'), alpha: GHOST_OPACITY_RATIO }),
      ...(roads ? [tableSheet(roads.enuM, roads.indices, colour('ink-3'), stage.saw)] : []),
      ...pads.flat(),
    ],
    under: tableSolids(levels, { stage, edge: colour('ink-2'), alpha: 1 }),
  };
}

function solidsOf(
  buildings: readonly SchemeBuilding[],
  upM: readonly number[],
  basements: SchemeSight['basements'],
  colourOf: (building: SchemeBuilding) => UnitRgb,
): TableSolid[] {
  const spans = volumeSpans(buildings, basements);
  return buildings.map((building, i) => ({
    ringM: building.ringM,
    fromUpM: upM[i] + spans[i].fromM,
    toUpM: upM[i] + spans[i].toM,
    colour: colourOf(building),
  }));
}

/** Graded earth with upright sides up or down to the ground around it. */
async function padOf(host: TableHost, site: GradedSite, earth: UnitRgb): Promise<Object3D[]> {
  const { saw, city } = host.table.stage;
  const corners = site.ringM.map(([x, y]) => [x, y, gradedUpM(city, site, [x, y])]);
  const faces = ShapeUtils.triangulateShape(
    site.ringM.map(([x, y]) => new Vector2(x, y)),
    [],
  );
  const line = walkedRing(site.ringM);
  const ups = await host.groundUpM(line);
  const sides = line.flatMap(([x, y], i) => {
    const padUpM = gradedUpM(city, site, [x, y]);
    return [x, y, Math.min(padUpM, ups[i]) - OVERLAP_M, x, y, Math.max(padUpM, ups[i])];
  });
  const between = line.slice(1).flatMap((_, i) => [2 * i, 2 * i + 2, 2 * i + 3, 2 * i, 2 * i + 3, 2 * i + 1]);
  const dark = earth.map((part) => part * WALL_RATIO) as UnitRgb;
  return [tableSheet(corners.flat(), faces.flat(), earth, saw), tableSheet(sides, between, dark, saw)];
}
