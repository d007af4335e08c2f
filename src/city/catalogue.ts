/**
 * What the app asks about the features of a city, by gid. It runs in a worker (`catalogue.worker.ts`): columns of a
 * million rows are read, searched and painted there; the page gets answers only.
 */
export interface Catalogue {
  /** Attributes of one feature in the order of the manifest; a value that is not there is null. */
  describe(gid: number): Promise<Description | null>;
  gidOf(id: string): Promise<number | null>;
  /** Best first; matches id, name, address and code, in all layers, case and width folded. */
  search(text: string, limit: number): Promise<Hit[]>;
  /** What a legend and a filter need to know of an attribute. */
  summarise(layerId: string, attribute: string): Promise<Summary>;
  /** RGBA8 a gid over the whole city: rgb colours, a = 255 shown with this colour, 254 shown in its own colour, 0 hidden. */
  paint(request: PaintRequest): Promise<Uint8Array>;
}

export interface Description {
  gid: number;
  layerId: string;
  id: string;
  values: { name: string; value: string | number | null }[];
  place: Place;
}

/** Centre in ENU metres and radius. */
export interface Place {
  eastM: number;
  northM: number;
  upM: number;
  radiusM: number;
}

export interface Hit {
  gid: number;
  layerId: string;
  id: string;
  /** The text that matched, and the attribute it stands in. */
  text: string;
  attribute: string;
  place: Place;
}

export type Summary =
  | { kind: 'number'; count: number; min: number; max: number; breaks: number[] }
  | { kind: 'code'; count: number; values: { value: string; count: number }[] };

export interface PaintRequest {
  colouring: { layerId: string; attribute: string; colours: Rgb[]; breaks: number[] | string[] } | null;
  filters: (
    | { layerId: string; attribute: string; kind: 'range'; min: number; max: number }
    | { layerId: string; attribute: string; kind: 'values'; values: string[] }
  )[];
}

export type Rgb = [number, number, number];
