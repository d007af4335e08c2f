import * as v from 'valibot';
import { type Message, messageTable } from '../../../model/text/message.ts';
import { parseCrowdScenario } from '../../../scenarios/crowd.ts';
import type { App, ScenePart } from '../../kit/plugin.ts';
import { sceneData, sceneForm } from '../../kit/scene-data.ts';
import type { FieldSource } from '../../twin/fields.ts';
import { crowdController } from './controller.ts';
import type { PageCrowdScenario } from './crowd-case.ts';
import { WATER_FIELD } from './run-controller.ts';
import { type CrowdForm, crowdRuns, shownCrowd } from './slice.ts';

const crowdSceneMessage = messageTable({
  again: {
    zh: '人群推演“{name}”正按场景中的输入重新推演，校验码应为 {hash}',
    en: 'the crowd run "{name}" is being recomputed from its inputs in the scene; its checksum should be {hash}',
  },
  same: {
    zh: '人群推演“{name}”与场景保存时完全一致',
    en: 'the crowd run "{name}" is exactly as it was when the scene was saved',
  },
  other: {
    zh: '人群推演“{name}”与保存时不同（{got}，保存时 {expected}）：程序版本或城市数据已变',
    en: 'the crowd run "{name}" came to {got}, when saved {expected}: the program or the city has changed',
  },
  'no-water': {
    zh: '人群推演“{name}”所遇的洪水“{water}”不在窗口中，请先推演洪水，再按表单推演人群',
    en: 'the flood "{water}" of the crowd run "{name}" is not open here: run the flood first, then the crowd from its form',
  },
});

const Data = v.object({
  name: v.string(),
  startMs: v.number(),
  hash: v.nullable(v.string()),
  /** Name of the flood that the people met. */
  water: v.nullable(v.string()),
  form: v.unknown(),
  scenario: v.unknown(),
});

/** The shown crowd as its inputs: the same inputs come to the same bits, which is looked at when it is walked again. */
export const crowdScenePart: ScenePart = {
  title: 'crowd.title',
  version: 1,
  async save(app) {
    const run = shownCrowd(app.twin.getState());
    const record = run && app.controllerOf(crowdController).record(run.id);
    if (!run || !record) return null;
    const { name, startMs, hash, form } = run;
    const water = waterIn(app, ({ sourceId }) => sourceId === form.waterId)?.label ?? null;
    return { data: { name, startMs, hash, water, form, scenario: record.scenario } };
  },
  async open(app, data) {
    const { name, startMs, hash, water, form: given, scenario } = sceneData(Data, data, 'crowd');
    const crowd = app.controllerOf(crowdController);
    await crowd.open();
    const usual = app.twin.getState().crowdForm;
    const parsed = parseCrowdScenario(scenario, `${name}.json`) as PageCrowdScenario;
    const met = water === null ? null : waterIn(app, ({ label }) => label === water);
    if (!usual) return [];
    const form = { ...sceneForm<CrowdForm>(usual, given, 'crowd'), waterId: met?.sourceId ?? null };
    if (water !== null && !met) return [crowdSceneMessage('no-water', { name, water })];
    const id = await crowd.walk({ name, startMs, form, scenario: parsed });
    if (id !== null && hash !== null) tellHash(app, id, name, hash);
    return [crowdSceneMessage('again', { name, hash: hash?.slice(0, 12) ?? '—' })];
  },
};

const waterIn = ({ fields }: App, isIt: (source: FieldSource) => boolean): FieldSource | null =>
  fields.sources(WATER_FIELD).find(isIt) ?? null;

/** Says once whether the run came to the same. */
function tellHash({ twin, panels }: App, id: string, name: string, expected: string): void {
  const end = twin.follow(
    (state) => crowdRuns(state).list.find((run) => run.id === id)?.hash ?? null,
    (got) => {
      if (got === null) return;
      end();
      const message: Message =
        got === expected
          ? crowdSceneMessage('same', { name })
          : crowdSceneMessage('other', { name, got: got.slice(0, 12), expected: expected.slice(0, 12) });
      panels.getState().notify(message.text[twin.getState().language]);
    },
  );
}
