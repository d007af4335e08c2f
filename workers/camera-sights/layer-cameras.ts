import { CAMERA_DEFAULTS, type CityCamera } from '../../model/city/cameras.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { headingOf } from '../../model/geo/heading.ts';
import type { Text } from '../../model/text/text.ts';
import type { CityFiles } from '../shared/engine.ts';

/** Cameras of a layer that has their role, and how many of its things look nowhere that is known. */
export interface LayerCameras {
  label: Text;
  cameras: CityCamera[];
  noHeading: number;
}

/** Fields of view beyond these are slips of the data: the camera takes the usual one, and says so. */
const FOV_DEG = [1, 179] as const;
const MAX_HEIGHT_M = 1000;

/** Layers that have the role of cameras, each with its cameras: places, headings, and the usual values for what is missing. */
export async function camerasOfLayers(files: CityFiles): Promise<LayerCameras[]> {
  const found: LayerCameras[] = [];
  for (const layer of files.manifest.layers) if (layer.roles?.cameras) found.push(await camerasIn(files, layer));
  return found;
}

async function camerasIn(files: CityFiles, layer: LayerInfo): Promise<LayerCameras> {
  const { heading = '', height = '', tilt = '', fov = '' } = layer.roles?.cameras?.columns ?? {};
  const rows = await openRows(layer, (path) => files.read(path), [heading, height, tilt, fov]);
  const within = (name: string, row: number, least: number, most: number): number | null => {
    const value = rows.number(name, row);
    return value !== null && value >= least && value <= most ? value : null;
  };
  const cameras: CityCamera[] = [];
  for (let row = 0; row < layer.count; row++) {
    const headingDeg = headingOf(rows.text(heading, row) ?? rows.number(heading, row)?.toString() ?? '');
    if (headingDeg === null) continue;
    const { id, name, at } = rows.thing(row);
    const aboveGroundM = within(height, row, 0, MAX_HEIGHT_M);
    const tiltDeg = within(tilt, row, -90, 90);
    const fovDeg = within(fov, row, ...FOV_DEG);
    const { rangeM, pixels } = CAMERA_DEFAULTS;
    cameras.push({
      id,
      name,
      at,
      groundM: null,
      aboveGroundM: aboveGroundM ?? CAMERA_DEFAULTS.aboveGroundM,
      headingDeg,
      tiltDeg: tiltDeg ?? CAMERA_DEFAULTS.tiltDeg,
      fovDeg: fovDeg ?? CAMERA_DEFAULTS.fovDeg,
      rangeM,
      pixels,
      state: 'unknown',
      assumed: [
        ...(fovDeg === null ? (['fov'] as const) : []),
        ...(aboveGroundM === null ? (['height'] as const) : []),
        ...(tiltDeg === null ? (['tilt'] as const) : []),
        'range',
        'pixels',
      ],
    });
  }
  return { label: layer.label, cameras, noHeading: layer.count - cameras.length };
}
