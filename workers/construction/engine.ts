import { DcmaLimits, ReviewCase } from '../../model/questions/construction.ts';
import { WhatIfs } from '../../model/questions/construction-what-if.ts';
import type { BuildingModel } from '../../readers/ifc/building-model.ts';
import { enuFromModel } from '../../readers/ifc/place.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { type CityFiles, handedOver, type Machine, type QuestionEngine } from '../shared/engine.ts';
import { parseRequest } from '../shared/parse-request.ts';
import type { ConstructionEngineTypes, ConstructionQuestions } from './engine-types.ts';
import { reportLinks } from './linking/link-report.ts';
import { parseLinks } from './linking/link-rules.ts';
import { type LinkedModel, readLinkedLayer } from './linking/linked-model.ts';
import { type ModelFacts, modelFacts } from './model/model-facts.ts';
import { modelLayer, placesOf } from './model/model-layer.ts';
import type { PlanFacts } from './plan-facts.ts';
import { Review } from './review/review.ts';
import { worksSpans } from './site/works-spans.ts';

/** Between two looks at what the page asks meanwhile. */
const SLICE_MS = 50;
/** As the catalogue's own limit. */
const MAX_COLUMN_BYTES = 512 * 2 ** 20;

/** A model whose elements rules link: the open one, or a layer of the city. */
interface Linkable {
  model: LinkedModel;
  file: string;
  inputHash: string;
}

/** The open plan, the open model, and layers of the city whose elements rules link, by id. */
class ConstructionSite {
  readonly facts = null;
  readonly city: CityFiles;
  readonly review: Review;
  readonly layers = new Map<string, Linkable>();
  plan: PlanFacts | null = null;
  opened: { model: BuildingModel; facts: ModelFacts } | null = null;

  constructor(city: CityFiles, machine: Machine) {
    let lookAtMs = 0;
    this.city = city;
    this.review = new Review(() => {
      if (machine.nowMs() < lookAtMs) return null;
      return machine.yield().then(() => {
        lookAtMs = machine.nowMs() + SLICE_MS;
      });
    });
  }

  openedModel(): { model: BuildingModel; facts: ModelFacts } {
    if (!this.opened) throw new Error('model: expected takeModel() first');
    return this.opened;
  }

  linkable(layerId: string | null): Linkable {
    if (layerId === null) {
      const { model, facts } = this.openedModel();
      return { model, file: facts.file, inputHash: facts.inputHash };
    }
    const layer = this.layers.get(layerId);
    if (!layer) throw new Error(`${layerId}: expected takeLayer() first`);
    return layer;
  }

  /** What rules can link: activities and milestones. */
  tasks(): PlanFacts['rows'] {
    return (this.plan?.rows ?? []).filter(({ kind }) => kind !== 'summary');
  }
}

/** Schedules and building models under review: verdicts, links, space, what-ifs, surroundings. It answers questions and plays no runs. */
export const engine: QuestionEngine<ConstructionEngineTypes, ConstructionSite> = {
  id: 'construction',
  hasKernel: false,
  minHelpers: null,
  needs: [],
  gives: [],
  open: async (city, machine) => new ConstructionSite(city, machine),
  questions: (site) => ({
    ...planQuestions(site),
    ...modelQuestions(site),
    ...linkQuestions(site),
    ...reviewQuestions(site),
  }),
};

const planQuestions = (site: ConstructionSite): Pick<ConstructionQuestions, 'open' | 'worksOf' | 'writeSchedule'> => ({
  worksOf: async (bytes, file, closures) => worksSpans(await readSchedule(bytes, file), closures),
  async open(bytes, file) {
    site.plan = site.review.open(await readSchedule(bytes, file), file);
    return site.plan;
  },
  async writeSchedule(format, { confirmed }) {
    const written = site.review.writeSchedule(format, site.opened?.model ?? null, confirmed?.links ?? []);
    return handedOver(written, [written.bytes]);
  },
});

const modelQuestions = (
  site: ConstructionSite,
): Pick<ConstructionQuestions, 'takeModel' | 'layModel' | 'moveModel'> => ({
  async takeModel(port, file, inputHash) {
    const model = await new Promise<BuildingModel>((resolve) => {
      port.onmessage = ({ data }) => resolve(data as BuildingModel);
    });
    port.close();
    site.opened = { model, facts: modelFacts(model, file, inputHash) };
    return site.opened.facts;
  },
  async layModel({ layerId, gidBase, place, frame }) {
    const { model, facts } = site.openedModel();
    const { file, inputHash, middleM } = facts;
    const matrix = await enuFromModel(place, middleM, frame, file);
    const crs = place.kind === 'map' ? place.crs : 'EPSG:4326';
    const layer = modelLayer(model, { id: layerId, gidBase, file, inputHash, crs, enuFromModel: matrix });
    return handedOver({ ...layer, enuFromModel: matrix }, [
      ...layer.files.values(),
      ...layer.tiles.map(({ glb }) => glb),
    ]);
  },
  async moveModel(place, frame) {
    const { model, facts } = site.openedModel();
    const matrix = await enuFromModel(place, facts.middleM, frame, facts.file);
    const { places, boundsM } = placesOf(model, matrix);
    return handedOver({ enuFromModel: matrix, boundsM, places }, [places]);
  },
});

const linkQuestions = (
  site: ConstructionSite,
): Pick<ConstructionQuestions, 'takeLayer' | 'reportLinks' | 'confirmLinks' | 'parseLinks'> => ({
  async takeLayer(layer) {
    const model = await readLinkedLayer(layer, (path) => site.city.read(path, MAX_COLUMN_BYTES));
    site.layers.set(layer.id, { model, file: layer.id, inputHash: layer.source.inputHash });
  },
  async reportLinks(file, layerId) {
    const { report } = reportLinks(file, site.linkable(layerId).model, site.tasks());
    return handedOver(report, [report.texels]);
  },
  async confirmLinks(file, layerId) {
    const { model, file: name, inputHash } = site.linkable(layerId);
    const { links } = reportLinks(file, model, site.tasks());
    return { ...file, confirmed: { model: name, inputHash, schedule: site.plan?.file ?? '', links } };
  },
  parseLinks: async (text, file) => parseLinks(text, file),
});

type ReviewQuestions = Omit<
  ConstructionQuestions,
  | keyof ReturnType<typeof planQuestions>
  | keyof ReturnType<typeof modelQuestions>
  | keyof ReturnType<typeof linkQuestions>
>;

const reviewQuestions = (site: ConstructionSite): ReviewQuestions => {
  const { review } = site;
  return {
    takeCase: async (theCase, files) => review.takeCase(parseRequest(ReviewCase, theCase, 'construction'), files),
    setScenarios: async (scenarios) => review.setScenarios(parseRequest(WhatIfs, scenarios, 'construction')),
    checkSpace: (frame, hear) => review.checkSpace(site.opened?.model ?? null, frame, hear),
    async writeBcf(version, language, createdIso) {
      const bytes = await review.writeBcf(version, language, createdIso);
      return handedOver(bytes, [bytes]);
    },
    compare: (hear) => review.compare(hear),
    level: (hear) => review.level(hear),
    setLimits: async (limits) => review.setLimits(parseRequest(DcmaLimits, limits, 'construction')),
    setNoiseLimits: async (limits) => review.setNoiseLimits(limits),
    effect: async (scenario) => review.effect(scenario),
    facadesOn: async (scenario, day) => review.facadesOn(scenario, day),
    pitSample: async (scenario, day) => review.pitSample(scenario, day),
    propose: () => review.propose(site.opened?.model ?? null),
    remedies: (links, hear) => review.remedies(links, hear),
    accept: async (changes) => review.accept(changes),
    stop: async () => review.stop(),
  };
};
