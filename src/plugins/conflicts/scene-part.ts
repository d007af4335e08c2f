import * as v from 'valibot';
import { parsePlanInfo } from '../../../model/plans/plan.ts';
import { messageTable } from '../../../model/text/message.ts';
import type { ScenePart } from '../../kit/plugin.ts';
import { sceneData } from '../../kit/scene-data.ts';
import { conflictsController } from './controller.ts';

const planSceneMessage = messageTable({
  'other-plan': {
    zh: '规划“{name}”在本窗口已有另一版本，保留窗口中的',
    en: 'another version of the plan "{name}" is already open here and stays',
  },
});

const File = v.nullable(v.pipe(v.string(), v.maxLength(32e6)));
const Data = v.object({
  rules: File,
  crosswalk: File,
  plans: v.pipe(v.array(v.object({ info: v.unknown(), bytes: v.instance(Uint8Array) })), v.maxLength(64)),
  drawn: v.array(v.string()),
});

/** Rules and a crosswalk of one's own, plans that were opened in this browser, and which plans are drawn. */
export const planScenePart: ScenePart = {
  title: 'conflicts.title',
  version: 1,
  async save(app) {
    const { basis, opened } = app.controllerOf(conflictsController);
    const { plansDrawn } = app.twin.getState();
    const now = basis.now();
    const shipped = basis.shipped();
    const rules = now && now.rules !== shipped?.rules ? basis.fileText('rules') : null;
    const crosswalk = now && now.crosswalk !== shipped?.crosswalk ? basis.fileText('crosswalk') : null;
    const plans = opened().flatMap(({ info, bytes, shared }) => (shared ? [] : [{ info, bytes }]));
    const isEmpty = !rules && !crosswalk && plans.length === 0 && plansDrawn.length === 0;
    return isEmpty ? null : { data: { rules, crosswalk, plans, drawn: plansDrawn } };
  },
  async open(app, data) {
    const { rules, crosswalk, plans, drawn } = sceneData(Data, data, 'conflicts');
    const conflicts = app.controllerOf(conflictsController);
    await conflicts.ready();
    const { basis, opened } = conflicts;
    if (rules !== null) await basis.open('rules', fileOf(rules, 'rules.json'));
    if (crosswalk !== null) await basis.open('crosswalk', fileOf(crosswalk, 'crosswalk.json'));
    const others = [];
    for (const [i, { info: given, bytes }] of plans.entries()) {
      const info = parsePlanInfo(given, `conflicts.plans.${i}`);
      const own = opened().find((plan) => plan.info.id === info.id);
      if (!own) await conflicts.openPlan({ info, bytes: new Uint8Array(bytes) });
      else if (own.info.hash !== info.hash) others.push(planSceneMessage('other-plan', { name: info.name }));
    }
    const known = new Set(conflicts.plans().map(({ id }) => id));
    const isDrawn = (id: string) => app.twin.getState().plansDrawn.includes(id);
    for (const id of drawn) if (known.has(id) && !isDrawn(id)) await conflicts.showPlan(id, true);
    return others;
  },
};

const fileOf = (text: string, name: string): globalThis.File => new globalThis.File([text], name);
