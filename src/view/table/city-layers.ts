import { InstancedMesh, type Material, type Mesh, type MeshLambertMaterial, type Plane } from 'three';
import { isTilesetKind, type LayerInfo, type Manifest } from '../../../model/city/manifest.ts';
import { themeOf } from '../../twin/appearance.ts';
import { isDrawn } from '../../twin/layers.ts';
import type { Quality } from '../../twin/quality.ts';
import type { TableLack } from '../../twin/table.ts';
import { drapeOrders } from '../draped.ts';
import { endAll } from '../end-all.ts';
import { tokenColour, type UnitRgb } from '../tokens.ts';
import type { HeightField } from './height-field.ts';
import { type LayerTiles, openLayerTiles } from './layer-tiles.ts';
import { plaster } from './materials.ts';
import { type PlasterKind, plasterColourOf, plasterKindOf } from './plaster.ts';
import type { TableStage } from './stage.ts';
import { makeBall } from './tree-ball.ts';
import { colourOf } from './uniforms.ts';

/** The layers of the city on the table, fetched when they are first shown. */
export interface CityLayers {
  /** Loads and chooses tiles; before each frame. */
  update(): void;
  isLoading(): boolean;
  all(): readonly TableLayer[];
  /** A layer that the table wants whatever its switch says, for the ends in its cut or for the lens. */
  fetch(info: LayerInfo): TableLayer | null;
  /** The same, drawn only where somebody makes it visible. */
  fetchHidden(info: LayerInfo): void;
  lacks(): TableLack[];
  close(): void;
}

/** A layer that was fetched. */
export interface TableLayer extends LayerTiles {
  readonly kind: PlasterKind;
  readonly material: MeshLambertMaterial;
}

interface CityLayersOptions {
  /** Something of the picture changed; `isShape` when shadows and ends are others too. */
  changed(isShape: boolean): void;
  fail(what: string, reason: unknown): void;
}

export function openCityLayers(
  stage: TableStage,
  field: HeightField,
  { changed, fail }: CityLayersOptions,
): CityLayers {
  const { twin, cityRoot, cityUrl, block, camera, renderer, uniforms } = stage;
  const layers = new Map<string, TableLayer>();

  function colourNow(info: LayerInfo): UnitRgb {
    const state = twin.getState();
    return plasterColourOf(info, (token) => tokenColour(themeOf(state), token), state.style.ground);
  }

  function fetchLayer(info: LayerInfo): TableLayer | null {
    const known = layers.get(info.id);
    const kind = plasterKindOf(info);
    if (known || !kind || isTilesetKind(info.kind)) return known ?? null;
    const order = drapeOrders(twin.city.layers).get(info.id) ?? 0;
    const colour = colourNow(info);
    const material = plaster({ info, kind, order, colour, saw: sawOf(kind, stage.saw), uniforms });
    const tiles = openLayerTiles(info, {
      city: twin.city,
      url: info.tileset.startsWith('blob:') ? info.tileset : `${cityUrl}${info.tileset}`,
      block,
      camera,
      renderer,
      dress(mesh) {
        dress(mesh, kind, material, stage.quality);
        if (kind === 'pipe') coverWithGround(mesh, field);
      },
      changed: () => changed(true),
      fail: (reason) => fail(info.id, reason),
      retried: (reason) => stage.twin.getState().recordRecovery('tile', 'retried', `${info.id}: ${String(reason)}`),
    });
    const layer = { ...tiles, kind, material };
    layers.set(info.id, layer);
    cityRoot.add(tiles.group);
    return layer;
  }

  function show(): void {
    const state = twin.getState();
    for (const info of standing(twin.city)) {
      const id = info.decorates ?? info.id;
      const isShown = isDrawn({ ...info, id }, state);
      const layer = isShown ? fetchLayer(info) : layers.get(info.id);
      if (!layer) continue;
      layer.group.visible = isShown && layer.kind !== 'pipe';
      const opacity = (state.layers[id]?.opacityRatio ?? 1) * (info.group === 'plan' ? 0.55 : 1);
      if (opacity < 1 && layer.material.opacity !== opacity) {
        layer.material.transparent = true;
        layer.material.opacity = opacity;
        layer.material.needsUpdate = true;
      }
    }
    changed(true);
  }

  function tint(): void {
    for (const { info, material } of layers.values()) material.color = colourOf(colourNow(info));
    changed(false);
  }

  const end = endAll([
    twin.follow(({ layers: states }) => states, show),
    twin.follow(({ cimLevels, states }) => `${cimLevels} ${states}`, show),
    twin.follow((state) => `${themeOf(state)} ${state.style.ground}`, tint),
  ]);

  return {
    update() {
      for (const layer of layers.values()) layer.update();
    },
    isLoading: () => [...layers.values()].some((layer) => layer.isLoading()),
    all: () => [...layers.values()],
    fetch: fetchLayer,
    fetchHidden(info) {
      if (layers.has(info.id)) return;
      const layer = fetchLayer(info);
      if (layer) layer.group.visible = false;
      changed(false);
    },
    lacks: () => lacksOf(standing(twin.city)),
    close() {
      end();
      for (const { group, material, close } of layers.values()) {
        cityRoot.remove(group);
        close();
        material.dispose();
      }
      layers.clear();
    },
  };
}

/** What lies in the ground may reach below the frame: only the sides saw it. */
const sawOf = (kind: PlasterKind, saw: readonly Plane[]): readonly Plane[] => (kind === 'pipe' ? saw.slice(0, 4) : saw);

/** A pipe's `body.y` is the ground over it, by which the lens tells how deep it lies. */
function coverWithGround(mesh: Mesh, field: HeightField): void {
  const { position, body } = mesh.geometry.attributes;
  for (let i = 0; i < position.count; i++) {
    const east = position.getX(i) * mesh.scale.x + mesh.position.x;
    const north = -(position.getZ(i) * mesh.scale.z + mesh.position.z);
    body.setY(i, field.upM(east, north));
  }
}

function dress(mesh: Mesh, kind: PlasterKind, material: MeshLambertMaterial, quality: Quality): void {
  for (const old of [mesh.material].flat() as Material[]) old.dispose();
  mesh.material = material;
  mesh.castShadow = kind === 'building' || kind === 'structure' || kind === 'tree';
  mesh.receiveShadow = kind !== 'pipe';
  if (kind === 'tree' && mesh instanceof InstancedMesh) makeBall(mesh, quality);
}

/** The layers of a city, and the trees of its woods; what is painted on a road is not seen on plaster. */
const standing = ({ layers, decorations = [] }: Pick<Manifest, 'layers' | 'decorations'>): readonly LayerInfo[] => [
  ...layers,
  ...decorations.filter(({ kind }) => kind === 'tree'),
];

/** What a table shows where a city has it, and this city has not. */
function lacksOf(layers: readonly LayerInfo[]): TableLack[] {
  const has = (kind: LayerInfo['kind'], group?: string) =>
    layers.some((layer) => layer.kind === kind && (group === undefined || layer.group === group) && layer.count > 0);
  const lacks: TableLack[] = [];
  if (!has('building')) lacks.push('buildings');
  if (!has('tree')) lacks.push('trees');
  if (!has('water')) lacks.push('water');
  if (!has('pipe') && !has('tunnel')) lacks.push('pipes');
  if (!layers.some(({ group }) => group === 'plan')) lacks.push('plans');
  return lacks;
}
