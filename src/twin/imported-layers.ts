import { serviceKey } from './services.ts';

/** Layers that a person added to the open city in this browser: they are not baked. */
interface ImportedLayers {
  has(layerId: string): boolean;
  /** Opens the panel where files are added, looked at and taken away. */
  open(): void;
}

/** Offered by the plug-in that adds files. */
export const IMPORTED_LAYERS = serviceKey<ImportedLayers>('brought layers');
