import { expose, transfer } from 'comlink';
import { fetchBelow } from '../../src/city/fetch-below.ts';
import type { BuildingModel } from './ifc/building-model.ts';
import { enuFromModel } from './ifc/place.ts';
import { reportLinks } from './linking/link-report.ts';
import { parseLinks } from './linking/link-rules.ts';
import { type LinkedModel, readLinkedLayer } from './linking/linked-model.ts';
import { type ModelFacts, modelFacts } from './model/model-facts.ts';
import { modelLayer, placesOf } from './model/model-layer.ts';
import type { PlanFacts } from './plan-facts.ts';
import { readSchedule } from './read/schedule-file.ts';
import { Review } from './review/review.ts';
import { ScheduleError } from './schedule.ts';
import type { ConstructionService } from './service.ts';

/** Between two looks at what the page says meanwhile. */
const SLICE_MS = 50;
let lookAt = 0;

const review = new Review(() => {
  if (performance.now() < lookAt) return null;
  return new Promise((resolve) => {
    setTimeout(() => {
      lookAt = performance.now() + SLICE_MS;
      resolve();
    });
  });
});
let plan: PlanFacts | null = null;
let opened: { model: BuildingModel; facts: ModelFacts } | null = null;

function openedModel(): { model: BuildingModel; facts: ModelFacts } {
  if (!opened) throw new Error('model: expected takeModel() first');
  return opened;
}

/** Layers of the city whose elements rules link, by id. */
const layers = new Map<string, { model: LinkedModel; file: string; inputHash: string }>();
/** As the catalogue's own limit. */
const MOST_COLUMN_BYTES = 512 * 2 ** 20;

function linkedModel(layerId: string | null): { model: LinkedModel; file: string; inputHash: string } {
  if (layerId === null) {
    const { model, facts } = openedModel();
    return { model, file: facts.file, inputHash: facts.inputHash };
  }
  const layer = layers.get(layerId);
  if (!layer) throw new Error(`${layerId}: expected takeLayer() first`);
  return layer;
}

const service: ConstructionService = {
  async open(bytes, file) {
    plan = review.open(readSchedule(bytes, file), file);
    return plan;
  },
  async takeModel(port, file, inputHash) {
    const model = await new Promise<BuildingModel>((resolve) => {
      port.onmessage = ({ data }: MessageEvent<BuildingModel>) => resolve(data);
    });
    port.close();
    opened = { model, facts: modelFacts(model, file, inputHash) };
    return opened.facts;
  },
  async layModel({ layerId, gidBase, place, frame }) {
    const { model, facts } = openedModel();
    const { file, inputHash, middleM } = facts;
    const matrix = await enuFromModel(place, middleM, frame, file);
    const crs = place.kind === 'map' ? place.crs : 'EPSG:4326';
    const layer = modelLayer(model, { id: layerId, gidBase, file, inputHash, crs, enuFromModel: matrix });
    const moved = [...layer.files.values(), ...layer.tiles.map(({ glb }) => glb)].map(({ buffer }) => buffer);
    return transfer({ ...layer, enuFromModel: matrix }, moved);
  },
  async moveModel(place, frame) {
    const { model, facts } = openedModel();
    const matrix = await enuFromModel(place, facts.middleM, frame, facts.file);
    const { places, boundsM } = placesOf(model, matrix);
    return transfer({ enuFromModel: matrix, boundsM, places }, [places.buffer]);
  },
  async takeLayer(layer, baseUrl) {
    const read = fetchBelow(baseUrl, ScheduleError);
    const model = await readLinkedLayer(layer, (path) => read(path, MOST_COLUMN_BYTES));
    layers.set(layer.id, { model, file: layer.id, inputHash: layer.source.inputHash });
  },
  async reportLinks(file, layerId) {
    const { report } = reportLinks(file, linkedModel(layerId).model, tasksOf());
    return transfer(report, [report.texels.buffer]);
  },
  async confirmLinks(file, layerId) {
    const { model, file: name, inputHash } = linkedModel(layerId);
    const { links } = reportLinks(file, model, tasksOf());
    return { ...file, confirmed: { model: name, inputHash, schedule: plan?.file ?? '', links } };
  },
  parseLinks: async (text, file) => parseLinks(text, file),
  takeCase: async (theCase, files) => review.takeCase(theCase, files),
  setScenarios: async (scenarios) => review.setScenarios(scenarios),
  checkSpace: (frame, hear) => review.checkSpace(opened?.model ?? null, frame, hear),
  async writeBcf(version, language, createdIso) {
    const bytes = await review.writeBcf(version, language, createdIso);
    return transfer(bytes, [bytes.buffer]);
  },
  async writeSchedule(format, { confirmed }) {
    const written = review.writeSchedule(format, opened?.model ?? null, confirmed?.links ?? []);
    return transfer(written, [written.bytes.buffer]);
  },
  compare: (hear) => review.compare(hear),
  effect: async (scenario) => review.effect(scenario),
  facadesOn: async (scenario, day) => review.facadesOn(scenario, day),
  pitFiles: async (scenario, day) => review.pitFiles(scenario, day),
  propose: () => review.propose(opened?.model ?? null),
  accept: async (links) => review.accept(links),
  stop: async () => review.stop(),
};
expose(service);

const tasksOf = () => (plan?.rows ?? []).filter(({ kind }) => kind !== 'summary');
