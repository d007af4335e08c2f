import type { LayerInfo } from '../../src/city/manifest.ts';
import type { CityFrame, ModelPlace } from './ifc/place.ts';
import type { LinkReport } from './linking/link-report.ts';
import type { LinkFile } from './linking/link-rules.ts';
import type { ModelFacts } from './model/model-facts.ts';
import type { ModelLayer } from './model/model-layer.ts';
import type { PlanFacts } from './plan-facts.ts';

/** What the worker of the 建造 desk does for the page. It holds the open plan and the open model. */
export interface ConstructionService {
  /** Reads and judges a schedule file; rejects with a sentence that names file, place, expected, got. */
  open(bytes: Uint8Array, file: string): Promise<PlanFacts>;
  /** Takes the model that a `ModelReader` posts to `port`, in place of the one before. */
  takeModel(port: MessagePort, file: string, inputHash: string): Promise<ModelFacts>;
  /** The model as a layer at a place. CrsError where its system is not known. */
  layModel(wish: ModelWish): Promise<LaidModel>;
  /** The same layer at another place: only what hangs on the place is told. */
  moveModel(place: ModelPlace, frame: CityFrame): Promise<ModelMove>;
  /** Rules and confirmed links against the open model and the open plan. */
  reportLinks(file: LinkFile): Promise<LinkReport>;
  /** The same with all that its rules link now, confirmed. */
  confirmLinks(file: LinkFile): Promise<LinkFile>;
  /** ScheduleError names the place, what was expected and what came. */
  parseLinks(text: string, file: string): Promise<LinkFile>;
}

export interface ModelWish {
  /** Never used before. */
  layerId: string;
  gidBase: number;
  place: ModelPlace;
  frame: CityFrame;
}

export interface LaidModel extends ModelLayer {
  enuFromModel: number[];
}

export interface ModelMove {
  enuFromModel: number[];
  boundsM: LayerInfo['boundsM'];
  /** As the layer's file of places. */
  places: Uint8Array<ArrayBuffer>;
}
