import { expect, test } from 'vitest';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { type LinkRule, openLinkingController } from '../../../src/plugins/build/linking-controller.ts';
import { reportLinks } from '../../../workers/construction/linking/link-report.ts';
import { parseLinks } from '../../../workers/construction/linking/link-rules.ts';
import { type LinkedModel, readLinkedLayer } from '../../../workers/construction/linking/linked-model.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { addLayer, smallCity, text } from '../../model/city/small-city.ts';

const TASKS = [
  { id: '107', code: 'P1.107', task: 107 },
  { id: '108', code: 'P1.108', task: 108 },
];

/** Rows of a baked site: id, class, storey, the task that builds it. */
type Row = readonly [id: string, ifcClass: string, storey: string, task: number];
const SITE: Row[] = [
  ['el-1', 'IfcSlab', 'L1', 107],
  ['el-2', 'IfcColumn', 'L1', 107],
  ['el-3', 'IfcColumn', 'L2', 107],
];

function openSite(rows: readonly Row[], kept: Map<string, string>) {
  const { city, files } = smallCity();
  const word = (zh: string) => ({ label: { zh, en: zh } });
  const layer = addLayer(files, 10, {
    ...{ id: 'site', kind: 'element', group: 'building', cimLevel: 6, label: { zh: '构件', en: 'Elements' } },
    ids: rows.map(([id]) => id),
    columns: [
      [{ name: 'class', type: 'code', ...word('类别') }, text(...rows.map(([, one]) => one))],
      [{ name: 'storey', type: 'code', ...word('楼层') }, text(...rows.map(([, , one]) => one))],
      [
        { name: 'task', type: 'integer', ...word('任务') },
        { type: 'uint32', values: Uint32Array.from(rows, ([, , , task]) => task) },
      ],
    ],
  });
  const twin = pageTwin({ ...city, layers: [...city.layers, layer] }, 0);
  const taken = new Map<string, LinkedModel>();
  const asked: string[] = [];
  const read = async (path: string) => files.get(path) ?? new Uint8Array();
  const modelOf = (id: string | null) => taken.get(id ?? '') ?? { elements: [], storeys: [] };
  const linking = openLinkingController(
    twin,
    {
      takeLayer: async (info: LayerInfo) => void taken.set(info.id, await readLinkedLayer(info, read)),
      async reportLinks(file, id) {
        asked.push(String(id));
        return reportLinks(file, modelOf(id), TASKS).report;
      },
      async confirmLinks(file, id) {
        const { links } = reportLinks(file, modelOf(id), TASKS);
        return { ...file, confirmed: { model: String(id), inputHash: '', schedule: 's.xml', links } };
      },
      parseLinks: async (json, name) => parseLinks(json, name),
    },
    {
      store: { load: (key) => kept.get(key) ?? null, save: (key, json) => void kept.set(key, json) },
    },
  );
  const openPlan = () => twin.getState().setPlan({ kind: 'open', file: 's.xml', serial: 1 });
  const taskOf = (row: number) =>
    linking.tasksOf({ gid: 10 + row, layerId: 'site', values: [{ name: 'task', value: rows[row][3] }] }).task;
  return { twin, linking, openPlan, taskOf, asked };
}

const FIRST: LinkRule = {
  ...{ id: 'r', when: { class: 'IfcColumn', storey: 'L1' }, task: { activity: '108' }, does: 'build' },
};

test("a city's own layer goes by its tiles until its links are looked at, begins with what was baked, and then by what is confirmed", async () => {
  const kept = new Map<string, string>();
  const { twin, linking, openPlan, taskOf, asked } = openSite(SITE, kept);
  openPlan();
  await expect.poll(() => twin.getState().linking.kind).toBe('idle');
  expect(asked).toEqual([]);
  expect(linking.tables()).toEqual([]);
  expect(taskOf(1)).toBe(107);
  twin.getState().openBuildTab('links');
  await expect.poll(() => linking.report()?.built).toBe(3);
  expect(linking.report()).toMatchObject({
    ...{ isConfirmed: true, classes: ['IfcColumn', 'IfcSlab'], storeys: ['L1', 'L2'], properties: ['task'] },
  });
  expect(linking.file().rules).toMatchObject([{ when: { class: '*' }, task: { property: 'task' }, does: 'build' }]);
  expect(kept.size).toBe(0);
  linking.setRules([FIRST, ...linking.file().rules]);
  await expect.poll(() => linking.report()?.changes.changed.count).toBe(1);
  expect(linking.report()?.changes.changed.first).toMatchObject([
    { globalId: 'el-2', before: 'P1.107', task: 'P1.108' },
  ]);
  // A proposal: nothing moves before a person says so.
  expect([0, 1, 2].map(taskOf)).toEqual([107, 107, 107]);
  await linking.confirm();
  expect(linking.report()?.isConfirmed).toBe(true);
  expect([0, 1, 2].map(taskOf)).toEqual([107, 108, 107]);
});

test('links that were kept are in force with the plan, and a layer that was baked anew lists what it lost and what is new', async () => {
  const kept = new Map<string, string>();
  const first = openSite(SITE, kept);
  first.openPlan();
  first.twin.getState().openBuildTab('links');
  await expect.poll(() => first.linking.report()?.built).toBe(3);
  first.linking.setRules([FIRST, ...first.linking.file().rules]);
  await expect.poll(() => first.linking.report()?.isConfirmed).toBe(false);
  await first.linking.confirm();
  const again = openSite([SITE[0], SITE[1], ['el-4', 'IfcColumn', 'L1', 107]], kept);
  again.openPlan();
  // The tab is not open: whoever kept links sees them played.
  await expect.poll(() => again.linking.tables().length).toBe(1);
  expect([0, 1, 2].map(again.taskOf)).toEqual([107, 108, null]);
  expect(again.linking.report()?.changes).toMatchObject({
    kept: 2,
    lost: { count: 1, first: [{ globalId: 'el-3', isGone: true }] },
    added: { count: 1, first: [{ globalId: 'el-4', task: 'P1.108' }] },
    changed: { count: 0 },
  });
});
